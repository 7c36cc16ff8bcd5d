"""The first step: which office, the one of one's own district first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from queueing.queries.availability import District, OfficeAhead, RegencyAhead
from queueing.views.public import looking, pages, showing
from queueing.views.public.showing import ShownOpening


@dataclass(frozen=True, slots=True)
class ShownOffice:
    """One office with its next free day, or when its next places open."""

    office: OfficeAhead
    opening: ShownOpening | None


@pages.for_everybody
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for the district, and show the offices; the regency is asked for where there are several."""
    code = request.GET.get("wilayah", "")
    found = looking.regency(code or None, timezone.now())
    if found is None:
        context = {"regencies": looking.regencies(), "unknown": bool(code), "query": pages.query(request)}
        return render(request, "queueing/public/regencies.html", context)
    return render(request, "queueing/public/offices.html", _context(request, found, several=bool(code)))


def _context(request: HttpRequest, found: RegencyAhead, *, several: bool) -> dict[str, object]:
    wanted = request.GET.get("kecamatan", "")
    district = next((one for one in found.districts if one.code == wanted), None)
    nearest = found.nearest_to(wanted) if wanted else None
    others = [_shown(office) for office in found.offices if office is not nearest]
    return {
        "regency": found,
        "several": several,
        "district": district or _elsewhere(wanted),
        "nearest": _shown(nearest) if nearest else None,
        "others": others,
        "renewed": request.GET.get(pages.RENEWED, ""),
        "query": pages.query(request),
    }


def _elsewhere(wanted: str) -> District | None:
    """Return what stands for a district that is not on the list: whoever comes from there is served all the same."""
    return District("", "") if wanted else None


def _shown(office: OfficeAhead) -> ShownOffice:
    return ShownOffice(office, None if office.next_free_day else showing.opening(office))
