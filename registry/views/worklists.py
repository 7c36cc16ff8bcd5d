"""The residents' list: tabs, a village, one page after another."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from registry.actions import viewing
from registry.choices import CardStatus
from registry.forms.worklist import WorklistForm
from registry.models import Officer
from registry.queries.exported import UNRECORDED
from registry.queries.worklists import TITLES, Tab, Worklist
from registry.views.lines import line_of
from registry.views.permission import OfficerRequest, needs


@needs("registry.view_resident")
def show(request: OfficerRequest) -> HttpResponse:
    """Show one page of one tab. The address carries a tab, the code of a place and the id to go on from."""
    form = WorklistForm(request.GET)
    if not form.is_valid():
        if "desa" not in form.errors:
            raise Http404
        return render(request, "registry/worklist.html", {"form": form, "tabs": _tabs(Worklist())}, status=422)
    worklist = form.worklist()
    now = timezone.now()
    page = viewing.open_worklist(worklist, by=request.user, at=now)
    today = timezone.localdate(now)
    context = {
        "form": form,
        "tabs": _tabs(worklist),
        "title": TITLES[worklist.tab],
        "lines": [line_of(resident, request.user, on=today) for resident in page.residents],
        "export": _export(worklist, request.user),
        "is_first": not worklist.after,
        "first": f"?{_query(worklist.tab, worklist.place)}",
        "further": page.next_after and f"?{_query(worklist.tab, worklist.place, page.next_after)}",
    }
    return render(request, "registry/worklist.html", context)


#: Which choice of the export holds the same people; what is cut by age is no list of cards.
_EXPORTED: Final = {
    Tab.UNRECORDED: UNRECORDED,
    Tab.RECAPTURE: "recapture",
    Tab.DUPLICATE: CardStatus.DUPLICATE_RECORD,
    Tab.ADJUDICATE: CardStatus.ADJUDICATE_RECORD,
    Tab.PRINT_READY: CardStatus.PRINT_READY_RECORD,
    Tab.UNFETCHED: "unfetched",
}


def _export(worklist: Worklist, officer: Officer) -> str:
    """Return where this list is asked for as a file, or nothing where it is not or she may not."""
    cards = _EXPORTED.get(worklist.tab)
    if cards is None or not officer.has_perm("registry.export_resident"):
        return ""
    pairs = {"kartu": cards, "desa": worklist.place}
    return f"{reverse('registry:exports')}?{urlencode({name: value for name, value in pairs.items() if value})}"


def _tabs(worklist: Worklist) -> list[dict[str, object]]:
    return [
        {"title": title, "query": f"?{_query(tab, worklist.place)}", "is_here": tab == worklist.tab}
        for tab, title in TITLES.items()
    ]


def _query(tab: Tab, place: str, after: int = 0) -> str:
    pairs = {"tab": tab.value, "desa": place, "setelah": after}
    return urlencode({name: value for name, value in pairs.items() if value})
