"""Exports: asked for, decided on by a second person, fetched once within a day."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from registry import scope
from registry.actions import exports
from registry.forms.exports import ExportForm, RefusalForm, TrailExportForm
from registry.forms.trail import TrailForm
from registry.models import ExportRequest, Officer, Region
from registry.models.export import ExportKind, ExportState
from registry.step_up import step_up_required
from registry.views.export_files import file_of
from registry.views.permission import OfficerRequest, needs

_SHOWN: Final = 50
_SENTENCES: Final[dict[type[Exception], str]] = {
    exports.NothingToExport: "Tidak ada baris yang cocok dengan saringan ini.",
    exports.TooManyRows: "Terlalu banyak baris untuk satu berkas. Pilih wilayah yang lebih kecil.",
    exports.OwnRequest: "Permintaan sendiri diputuskan oleh orang lain.",
    exports.NotYours: "Hanya pemohon yang dapat mengunduh atau membatalkan permintaan ini.",
    exports.MovedOn: "Keadaan permintaan ini sudah berubah. Lihat keadaannya sekarang.",
    exports.TooLate: "Waktu unduh sudah lewat. Ajukan permintaan baru.",
    exports.NeedsAnotherPerson: "Jumlah baris bertambah sejak diminta. Ajukan permintaan baru untuk disetujui.",
}
_REFUSALS: Final = tuple(_SENTENCES)
_TO_FETCH: Final = {
    ExportKind.RESIDENTS: "registry.export_resident",
    ExportKind.TRAIL: "registry.view_accessentry",
    ExportKind.HELD_ROWS: "registry.view_heldrow",
}


@needs("registry.view_exportrequest")
def show(request: OfficerRequest) -> HttpResponse:
    """Show one's own requests and those of the area that wait; whoever may, asks for a list of residents here."""
    area = Region.objects.filter(pk=request.user.area_id).first()
    may_ask = request.user.has_perm("registry.export_resident")
    # A list of the desk leads here with its own card states chosen.
    chosen = {"kartu": request.GET.get("kartu", ""), "wilayah": request.GET.get("desa", "")}
    form = ExportForm(request.POST or None, area=area, initial=chosen) if may_ask else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and (answer := ask_for(request, form, ExportKind.RESIDENTS, form.codes())):
            return answer
    context = {
        "form": form,
        "requests": _visible(request.user)[:_SHOWN],
        "now": timezone.now(),
        "alone": settings.EXPORT_ALONE,
    }
    return render(request, "registry/exports/list.html", context, status=422 if form and form.errors else 200)


@needs("registry.view_accessentry")
def ask_trail(request: OfficerRequest) -> HttpResponse:
    """Ask for the part of the trail that the auditor's page shows; its filter comes as codes and ids."""
    filtered, form = TrailForm(request.GET), TrailExportForm(request.POST)
    if request.method != "POST" or not filtered.is_valid():
        raise Http404
    if form.is_valid() and (answer := ask_for(request, form, ExportKind.TRAIL, filtered.wish().codes())):
        return answer
    for sentence in [error for errors in form.errors.values() for error in errors]:
        messages.error(request, str(sentence))
    return HttpResponseRedirect(f"{reverse('registry:trail')}?{request.GET.urlencode()}")


@needs("registry.view_exportrequest")
def detail(request: OfficerRequest, export_id: int) -> HttpResponse:
    """Show one request and what may be done with it; a posted decision is carried out."""
    export = _of(request.user, export_id)
    refusal_form = RefusalForm()
    if request.method == "POST":
        act, now = request.POST.get("keputusan"), timezone.now()
        if act == "batalkan":
            return _done(request, export, lambda: exports.withdraw(export, by=request.user))
        if not request.user.has_perm("registry.approve_export"):
            raise PermissionDenied
        if act == "setujui":
            return _done(request, export, lambda: exports.approve(export, by=request.user, at=now))
        refusal_form = RefusalForm(request.POST)
        if refusal_form.is_valid():
            reason = refusal_form.cleaned_data["alasan"]
            return _done(request, export, lambda: exports.refuse(export, by=request.user, at=now, reason=reason))
    context = {
        **_may(export, request.user, timezone.now()),
        "export": export,
        "place": Region.objects.filter(pk=export.filter.get("region") or export.filter.get("area")).first(),
        "form": refusal_form,
        "alone": settings.EXPORT_ALONE,
    }
    return render(request, "registry/exports/detail.html", context, status=422 if refusal_form.errors else 200)


@step_up_required
@needs("registry.view_exportrequest")
def fetch(request: OfficerRequest, export_id: int) -> HttpResponseBase:
    """Show what the file will be; when that is confirmed, send it."""
    export = _of(request.user, export_id)
    if not _may(export, request.user, timezone.now())["may_fetch"]:
        return HttpResponseRedirect(_address(export))
    if request.method != "POST":
        return render(request, "registry/exports/fetch.html", {"export": export})
    now = timezone.now()
    try:
        fetched = exports.fetch(export, by=request.user, at=now)
    except _REFUSALS as refusal:
        messages.error(request, _SENTENCES[type(refusal)])
        return HttpResponseRedirect(_address(export))
    return file_of(fetched, request.user, now)


def ask_for(request: OfficerRequest, form: Form, what: ExportKind, codes: dict[str, Any]) -> HttpResponse | None:
    """Ask for a file and lead to its request; None where it is refused, and the form says why."""
    given = form.cleaned_data
    try:
        export = exports.ask(
            what=what,
            file_format=given["format"],
            codes=codes,
            purpose=given["tujuan"],
            by=request.user,
            at=timezone.now(),
        )
    except _REFUSALS as refusal:
        form.add_error(None, _SENTENCES[type(refusal)])
        return None
    return HttpResponseRedirect(_address(export))


def _visible(officer: Officer) -> QuerySet[ExportRequest]:
    """Return her own requests, and those of her area if she may decide on them."""
    visible = Q(asked_by=officer)
    if officer.has_perm("registry.approve_export"):
        visible |= Q(pk__isnull=False) & scope.current().condition("area")
    found = ExportRequest.objects.filter(visible).select_related("asked_by", "decided_by")
    return found.order_by("-asked_at", "-pk")


def _of(officer: Officer, export_id: int) -> ExportRequest:
    export = _visible(officer).filter(pk=export_id).first()
    if export is None:
        raise Http404
    return export


def _may(export: ExportRequest, officer: Officer, now: datetime.datetime) -> dict[str, bool]:
    own = export.asked_by_id == officer.pk
    waiting, ready = export.state == ExportState.WAITING, export.state == ExportState.READY
    in_time = export.fetch_until is not None and now <= export.fetch_until
    permission = _TO_FETCH[ExportKind(export.what)]
    return {
        "may_decide": waiting and not own and officer.has_perm("registry.approve_export"),
        "may_withdraw": own and (waiting or ready),
        "may_fetch": own and ready and in_time and officer.has_perm(permission),
        "is_late": ready and not in_time,
        "is_own": own,
    }


def _done(request: OfficerRequest, export: ExportRequest, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
        messages.success(request, "Keputusan dicatat.")
    except _REFUSALS as refusal:
        messages.error(request, _SENTENCES[type(refusal)])
    return HttpResponseRedirect(_address(export))


def _address(export: ExportRequest) -> str:
    return reverse("registry:export", args=[export.pk])
