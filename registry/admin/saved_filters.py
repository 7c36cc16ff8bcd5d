"""Saved filters above a list: the officer's own and those shared in her office, with a form to keep the present one.

What is kept are the filters that the page itself offers, never what somebody searched for.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from registry.actions import saved_filters
from registry.actions.saved_filters import FilterNameless, FilterNotOwned, FiltersFull, NothingFiltered
from registry.models import Officer, SavedFilter

_REFUSALS = {
    FilterNameless: "Beri nama saringan ini lebih dahulu.",
    NothingFiltered: "Pilih saringan lebih dahulu; daftar ini menampilkan semuanya.",
    FiltersFull: f"Paling banyak {saved_filters.MOST} saringan per daftar. Hapus salah satunya lebih dahulu.",
    FilterNotOwned: "Saringan itu bukan milik Anda atau sudah dihapus.",
}


class SavedFiltersMixin(ModelAdmin[Any]):
    """Offers saved filters above the list; a form posted to the list's own address keeps one or throws one away."""

    list_before_template = "admin/list_head.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, or do what was asked with a saved filter and show it again."""
        if request.method == "POST" and {"keep_filter", "throw_filter_away"} & request.POST.keys():
            return self._change_saved(request)
        answer = super().changelist_view(request, {"saved_filters": self._offered(request), **(extra_context or {})})
        context: dict[str, Any] | None = getattr(answer, "context_data", None)
        if context and "cl" in context:
            context["keepable_query"] = _keepable(request, context["cl"].filter_specs)
        return answer

    def _page(self) -> str:
        return str(self.opts.label_lower)

    def _offered(self, request: HttpRequest) -> list[SavedFilter]:
        """Return the officer's own and those of her office, by name."""
        officer = request.user
        if not isinstance(officer, Officer):
            return []
        shared_here = Q(shared=True, officer__area=officer.area_id) if officer.area_id else Q(pk__in=[])
        found = SavedFilter.objects.filter(Q(officer=officer) | shared_here, page=self._page())
        return list(found.select_related("officer").order_by("name", "pk"))

    def _filters(self, request: HttpRequest) -> list[Any]:
        try:
            shown: Any = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return []
        specs: list[Any] = shown.filter_specs
        return specs

    def _change_saved(self, request: HttpRequest) -> HttpResponse:
        officer = request.user
        if not isinstance(officer, Officer) or not self.has_view_permission(request):
            raise PermissionDenied
        try:
            if "keep_filter" in request.POST:
                kept = saved_filters.keep(
                    page=self._page(),
                    name=request.POST.get("filter_name", ""),
                    query=_keepable(request, self._filters(request)),
                    shared="filter_shared" in request.POST,
                    by=officer,
                )
                messages.success(request, f"Saringan “{kept.name}” disimpan.")
            else:
                saved_filters.throw_away(pk=_number(request.POST["throw_filter_away"]), by=officer)
                messages.success(request, "Saringan dihapus.")
        except tuple(_REFUSALS) as refusal:
            messages.error(request, _REFUSALS[type(refusal)])
        return HttpResponseRedirect(request.get_full_path())


def _keepable(request: HttpRequest, filters: list[Any]) -> str:
    """Return the filters of the address that the page itself offers; what was searched for is not among them."""
    known = {ORDER_VAR, *(str(name) for one in filters for name in one.expected_parameters())}
    kept = [(name, value) for name, values in sorted(request.GET.lists()) if name in known for value in values]
    return urlencode([(name, value) for name, value in kept if value])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
