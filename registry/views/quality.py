"""The quality of an area's data: a table by region, and behind every number the rows it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry import scope
from registry.actions import access
from registry.choices import RegionLevel
from registry.exporting import SEPARATORS, csv_response
from registry.models import HeldRow, Household, Region, Resident
from registry.models.access import AccessAction
from registry.queries import quality
from registry.queries.quality import MEASURES
from registry.rules.masking import Audience, shown_to
from registry.rules.nik import parse
from registry.views.intake_desk import PAGE_SIZE
from registry.views.permission import OfficerRequest, needs

_PERMISSION: Final = "registry.view_quality"


@require_safe
@needs(_PERMISSION)
def index(request: OfficerRequest) -> HttpResponse:
    """Lead to the officer's own area."""
    if not request.user.area_id:
        return render(request, "registry/quality/none.html")
    return redirect("registry:quality_region", request.user.area_id)


@require_safe
@needs(_PERMISSION)
def show(request: OfficerRequest, code: str) -> HttpResponse:
    """Show the counts of a region; those of a village open their rows."""
    found = quality.of_region(_region_or_404(code), on=timezone.localdate())
    totals = found.totals()
    context = {
        "quality": found,
        "measures": list(MEASURES.items()),
        "lines": [(region, [(measure, counts[measure]) for measure in MEASURES]) for region, counts in found.lines],
        "totals": [totals[measure] for measure in MEASURES],
        "trail": _trail(found.region),
        "of_villages": bool(found.lines) and found.lines[0][0].level == RegionLevel.VILLAGE,
        "may_open": request.user.has_perm("registry.view_resident"),
    }
    return render(request, "registry/quality/show.html", context)


@require_safe
@needs(_PERMISSION)
def download(request: OfficerRequest, code: str) -> HttpResponseBase:
    """Send the counts by village as CSV; `?pemisah=titik-koma` for Indonesian Excel."""
    found = quality.of_region(_region_or_404(code), on=timezone.localdate(), by_village=True)
    separator = SEPARATORS.get(request.GET.get("pemisah", ""), ",")
    return csv_response(_table(found), file_name=f"mutu-{code}.csv", separator=separator)


@require_safe
@needs(_PERMISSION)
def rows(request: OfficerRequest, code: str, measure: str) -> HttpResponse:
    """List what one number of a village counts; who is shown there is written down."""
    region = _region_or_404(code)
    if measure not in MEASURES or region.level != RegionLevel.VILLAGE:
        raise Http404
    if not request.user.has_perm("registry.view_resident"):
        raise PermissionDenied
    page = Paginator(_counted(region.code, measure), PAGE_SIZE).get_page(request.GET.get("halaman"))
    shown = list(page.object_list)
    people = [one.pk for one in shown if isinstance(one, Resident)]
    access.record(
        action=AccessAction.LIST,
        subject=f"mutu {measure} desa {region.code}",
        purpose="Memeriksa mutu data",
        by=request.user,
        at=timezone.now(),
        row_count=len(shown),
        residents=people,
    )
    context = {
        "region": region,
        "title": MEASURES[measure],
        "measure": measure,
        "page": page,
        "lines": [_line(one, request) for one in shown],
        "of_files": measure in quality.OF_HELD_ROWS,
        "of_households": measure in quality.OF_HOUSEHOLDS,
    }
    return render(request, "registry/quality/rows.html", context)


def _region_or_404(code: str) -> Region:
    region = Region.objects.filter(scope.current().condition("code"), code=code).first()
    if region is None:
        raise Http404
    return region


def _counted(code: str, measure: str) -> Any:  # noqa: ANN401 - rows of three nouns, or a list of one
    if measure in quality.OF_HELD_ROWS:
        return quality.held_rows(code, measure)
    if measure in quality.OF_HOUSEHOLDS:
        return quality.households(code, measure)
    if measure in {"nik-tanggal", "nik-kelamin"}:
        return _differing_from_nik(code, measure)
    return quality.residents(code, measure, on=timezone.localdate())


def _differing_from_nik(code: str, measure: str) -> list[Resident]:
    """Return the residents of one village whose NIK says something else; its few thousand numbers are opened here."""
    living = Resident.objects.alive().living_in(code).order_by("pk")
    if measure == "nik-kelamin":
        return [person for person in living if parse(person.nik).sex != person.sex]
    return [person for person in living if person.birth_date not in parse(person.nik).birth_dates]


def _line(one: Resident | Household | HeldRow, request: OfficerRequest) -> dict[str, Any]:
    if isinstance(one, Resident):
        seen = shown_to(Audience(request.user.role), nik=one.nik, kk_number="", name=one.name)
        return {
            "pk": one.pk,
            "nik": seen.nik,
            "name": seen.name,
            "birth_date": one.birth_date,
            "sex": one.get_sex_display(),
        }
    if isinstance(one, Household):
        seen = shown_to(Audience(request.user.role), nik="", kk_number=one.kk_number, name="")
        return {"pk": one.pk, "kk_number": seen.kk_number, "address": one.address, "rt": one.rt, "rw": one.rw}
    return {"row": one}


def _table(found: quality.Quality) -> Iterator[Sequence[object]]:
    yield ("Kode wilayah", "Desa/kelurahan", *MEASURES.values())
    for region, counts in found.lines:
        yield (region.code, region.name, *(counts[measure] for measure in MEASURES))


def _trail(region: Region) -> list[Region]:
    """Return the regions around this one that the officer may see, from the widest in."""
    parts = region.code.split(".")
    codes = [".".join(parts[:length]) for length in range(1, len(parts))]
    return list(Region.objects.filter(scope.current().condition("code"), pk__in=codes).order_by("code"))
