"""The first page of the web admin: today's figures of the officer's area, and what waits for her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from elections.queries.standings import Line, Standing, standing_of
from kependudukan.waiting import waiting_for
from registry.choices import ResidencyStatus
from registry.models import Officer
from registry.queries import card_tallies

_ALIVE: Final = ("residency_status__exact", str(ResidencyStatus.ALIVE.value))


@dataclass(frozen=True)
class Number:
    """One number with its name, and the list of the rows it counts: None for who may not open them."""

    title: str
    value: int
    address: str | None
    share: float | None = None
    bar: str = "0"


@dataclass(frozen=True)
class Place:
    """One region of the ranking as it is shown: its address, its bar in percent, its movement in words."""

    line: Line
    address: str
    bar: str
    arrow: str
    movement: str


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the figures to the first page (a callback of Unfold)."""
    officer = request.user
    if not isinstance(officer, Officer):
        return context
    tallies = card_tallies.totals()
    standing = standing_of(officer.area_id) if officer.area_id else None
    context |= {
        "area": officer.area,
        "waiting": list(waiting_for(request).values()),
        "tallies": tallies,
        "people": _people(officer, tallies),
        "states": _states(officer, tallies),
        "standing": standing,
        "ranking_address": standing and _ranking(standing, standing.own.region_id),
        "places": _places(standing) if standing and officer.has_perm("registry.view_quality") else [],
    }
    return context


def _people(officer: Officer, tallies: card_tallies.Totals) -> list[Number]:
    share = tallies.percent_recorded
    return [
        Number("Penduduk hidup", tallies.alive, _residents(officer, _ALIVE)),
        Number("Wajib KTP-el", tallies.due, _residents(officer, ("kartu", "wajib"))),
        Number("Wajib, sudah merekam", tallies.due_recorded, _residents(officer, ("kartu", "sudah-rekam")), share),
        Number(
            "Wajib, belum merekam",
            tallies.due_unrecorded,
            _residents(officer, ("kartu", "belum-rekam")),
            None if share is None else 100 - share,
        ),
    ]


def _states(officer: Officer, tallies: card_tallies.Totals) -> list[Number]:
    most = max((figure.alive for figure in tallies.states), default=0) or 1
    return [
        Number(
            str(figure.state.label),
            figure.alive,
            _residents(officer, ("card__state__exact", figure.state.value), _ALIVE),
            bar=f"{100 * figure.alive / most:.2f}",
        )
        for figure in tallies.states
    ]


def _residents(officer: Officer, *filters: tuple[str, str]) -> str | None:
    if not officer.has_perm("registry.view_resident"):
        return None
    return f"{reverse('admin:registry_resident_changelist')}?{urlencode(filters)}"


def _ranking(standing: Standing, code: str) -> str:
    return reverse("elections:ranking", args=[standing.edition.pk, code])


def _places(standing: Standing) -> list[Place]:
    longest = standing.longest or 1
    return [
        Place(
            line,
            _ranking(standing, line.score.region_id),
            f"{100 * line.score.unrecorded / longest:.2f}",
            *_movement(line.climbed),
        )
        for line in standing.lines
    ]


def _movement(climbed: int | None) -> tuple[str, str]:
    if climbed is None:
        return "", "belum ada pembanding"
    if climbed == 0:
        return "=", "tetap"
    return ("▲", f"naik {climbed}") if climbed > 0 else ("▼", f"turun {-climbed}")
