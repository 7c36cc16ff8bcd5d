"""Rankings as they are shown: one region of one edition, the regions inside it in order, and the way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Rank

from elections.choices import FigureSource, Measure
from elections.models import RankingEdition, RegionScore
from elections.queries import figures
from elections.queries.figures import Figures
from elections.rules import ranking, small_cells
from registry.choices import RegionLevel
from registry.models.region import Region
from registry.scope import NATION

PAGE_SIZE: Final = 50
BEST: Final = 25
"""As many areas the ministry announced in 2020; the list of all regencies sets them apart."""

_BELOW: Final = {
    RegionLevel.NATION: RegionLevel.PROVINCE,
    RegionLevel.PROVINCE: RegionLevel.REGENCY,
    RegionLevel.REGENCY: RegionLevel.DISTRICT,
    RegionLevel.DISTRICT: RegionLevel.VILLAGE,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One region in its place.

    `rank` is among those it is listed with, by the measure asked for; None where it would give closed counts away.
    """

    region: Region
    rank: int | None
    figures: Figures
    source: FigureSource
    simulated: bool
    notes: tuple[int, ...]
    voters_published: bool

    @property
    def name(self) -> str:
        """Kind and name; two regions may share the name alone."""
        return labelled(self.region)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the region itself stands: its rank among so many, of which level, inside what (none: the country)."""

    rank: int
    among: int
    level: RegionLevel
    inside: Region | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everything a page, a file or an answer shows of one region in one edition."""

    edition: RankingEdition
    measure: Measure
    own: Row
    trail: list[Region]
    places: list[Place]
    rows: list[Row]
    rows_level: RegionLevel | None
    whole_level: bool
    total: int
    page: int
    closed: bool

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return max(1, -(-self.total // PAGE_SIZE)) if self.whole_level else 1

    @property
    def simulated(self) -> bool:
        """Whether anything shown is simulated."""
        return self.own.simulated or any(row.simulated for row in self.rows)


def editions() -> QuerySet[RankingEdition]:
    """Return all editions, the latest first; those of withdrawn rolls last."""
    withdrawn = Q(run__roll__withdrawn_at__isnull=False)
    newest = RankingEdition.objects.select_related("election", "run__roll", "run__region").annotate(withdrawn=withdrawn)
    return newest.order_by("withdrawn", F("run").desc(nulls_last=True), "-as_of", "-pk")


def first_code(edition: RankingEdition) -> str:
    """Return the region an edition opens with: its regency, or the whole country."""
    return edition.run.region_id if edition.run else NATION


def labelled(region: Region) -> str:
    """Name a region with its kind, also a village: "Desa Jotangan", "Kelurahan Kauman"."""
    return f"{region.get_kind_display()} {region.name}" if region.kind else region.name


def ranking_of(
    edition: RankingEdition,
    code: str,
    *,
    measure: Measure = Measure.PERCENT,
    whole_level: bool = False,
    page: int | None = 1,
    exact: bool = False,
) -> Ranking:
    """Return a region with what lies inside it, or with `whole_level` all regencies of the edition.

    `page` cuts the whole level into pages of 50; None gives all of it. With `exact`, small counts of villages are
    shown as they are: only for officers inside their area.

    Raises:
        RegionScore.DoesNotExist: the edition has no such region, or no such page.
    """
    scores = {score.region_id: score for score in _scores(edition).filter(region_id__in=_codes_up_to(code))}
    if code not in scores:
        raise RegionScore.DoesNotExist(code)
    own = scores[code]
    whole_level = whole_level and own.level == RegionLevel.NATION
    found, total = _whole_level(edition, measure, page) if whole_level else _inside(edition, own, measure)
    hidden = {} if exact else _bounds_around(edition, own, found)
    rows = [_row(edition, score, getattr(score, "shown_rank", None), hidden) for score in found]
    trail = [scores[above].region for above in _codes_up_to(code)]
    rank_is_safe = not (hidden and own.level == RegionLevel.VILLAGE)
    return Ranking(
        edition=edition,
        measure=measure,
        own=_row(edition, own, _rank(own, measure) if rank_is_safe else None, hidden),
        trail=trail,
        places=_places(edition, own, measure, trail) if rank_is_safe else [],
        rows=_reranked(rows, measure) if hidden else rows,
        rows_level=RegionLevel.REGENCY if whole_level else _BELOW.get(RegionLevel(own.level)),
        whole_level=whole_level,
        total=total,
        page=page or 1,
        closed=any(hidden.values()),
    )


def _codes_up_to(code: str) -> list[str]:
    """Return the codes from the nation down to this one."""
    parts = [] if code == NATION else code.split(".")
    return [NATION, *(".".join(parts[:depth]) for depth in range(1, len(parts) + 1))]


def _scores(edition: RankingEdition) -> QuerySet[RegionScore]:
    return RegionScore.objects.filter(edition=edition).select_related("region")


def _order(measure: Measure) -> str:
    return "backlog_position" if measure == Measure.BACKLOG else "position"


def _inside(edition: RankingEdition, own: RegionScore, measure: Measure) -> tuple[Sequence[RegionScore], int]:
    shown = F("backlog_rank" if measure == Measure.BACKLOG else "rank")
    inside = _scores(edition).filter(parent=own.region_id)
    found = [*inside.annotate(shown_rank=shown).order_by(_order(measure))]
    return found, len(found)


def _whole_level(edition: RankingEdition, measure: Measure, page: int | None) -> tuple[Sequence[RegionScore], int]:
    in_level = _scores(edition).filter(level=RegionLevel.REGENCY)
    by_backlog = Window(Rank(), order_by=[F("unrecorded"), F("voters").desc()])
    shown = by_backlog if measure == Measure.BACKLOG else F("rank_in_level")
    ordered = in_level.annotate(shown_rank=shown).order_by(_order(measure))
    total = in_level.count()
    found = [*(ordered if page is None else ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])]
    if not found:
        raise RegionScore.DoesNotExist(page)
    return found, total


def _rank(score: RegionScore, measure: Measure) -> int:
    return score.backlog_rank if measure == Measure.BACKLOG else score.rank


def _bounds_around(
    edition: RankingEdition, own: RegionScore, found: Sequence[RegionScore]
) -> dict[str, small_cells.Bounds]:
    """Return what is closed of the villages shown; it depends on all villages of their district."""
    if own.level == RegionLevel.VILLAGE:
        found = list(RegionScore.objects.filter(edition=edition, parent=own.parent_id).order_by("region_id"))
    villages = [_village(score) for score in found if score.level == RegionLevel.VILLAGE]
    villages.sort(key=lambda village: village.code)
    return {
        village.code: closed for village, closed in zip(villages, small_cells.bounds(villages), strict=True) if closed
    }


def _village(score: RegionScore) -> small_cells.Village:
    return small_cells.Village(
        score.region_id, score.voters, score.unrecorded, score.in_review or 0, score.not_found or 0
    )


def _row(edition: RankingEdition, score: RegionScore, rank: int | None, hidden: dict[str, small_cells.Bounds]) -> Row:
    backing = [
        (number, source.get("figures", []))
        for number, source in enumerate(edition.sources, start=1)
        if score.region_id in source.get("regions", [])
    ]
    return Row(
        region=score.region,
        rank=rank,
        figures=figures.bounded(score, hidden.get(score.region_id, {})),
        source=FigureSource(score.source),
        simulated=score.simulated,
        notes=tuple(number for number, _ in backing),
        voters_published=any("voters" in backed for _, backed in backing),
    )


def _reranked(rows: Sequence[Row], measure: Measure) -> list[Row]:
    """Rank by what is published: the true order of closed villages would give their counts away."""
    by_code = {row.region.code: row for row in rows}
    known = [ranking.Score(code, row.figures.voters, row.figures.ranked.recorded) for code, row in by_code.items()]
    return [
        replace(by_code[placed.score.code], rank=placed.rank)
        for placed in ranking.rank(known, ranking.Measure(measure))
    ]


def _places(edition: RankingEdition, own: RegionScore, measure: Measure, trail: Sequence[Region]) -> list[Place]:
    """Say where the region stands among its siblings and, if there are others of its level, in the country."""
    if own.parent_id is None:
        return []
    level = RegionLevel(own.level)
    counted = RegionScore.objects.filter(edition=edition, level=level).aggregate(
        siblings=Count("pk", filter=Q(parent=own.parent_id)), all=Count("pk")
    )
    places = []
    if counted["siblings"] > 1:
        places.append(Place(_rank(own, measure), counted["siblings"], level, trail[-2]))
    if counted["all"] > counted["siblings"] and measure == Measure.PERCENT and level != RegionLevel.VILLAGE:
        places.append(Place(own.rank_in_level, counted["all"], level, None))
    return places
