"""Where an area stands in the latest ranking, with what lies inside it and how it moved since the edition before.

For officers inside their area: figures are exact, also those of small villages (docs/decisions/0008).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from elections.models import RankingEdition, RegionScore, VoterRoll
from elections.queries import figures
from elections.queries.figures import Figures
from registry.scope import NATION


@dataclass(frozen=True, slots=True)
class Line:
    """One region inside the area; `climbed` is how many ranks it gained since the edition before, None without one."""

    score: RegionScore
    climbed: int | None

    @property
    def figures(self) -> Figures:
        """The counts and the share as they are shown everywhere."""
        return figures.exact(self.score)


@dataclass(frozen=True, slots=True)
class Standing:
    """The area's own figures in the latest edition, and those of the regions directly inside it, in order."""

    edition: RankingEdition
    own: RegionScore
    lines: tuple[Line, ...]

    @property
    def figures(self) -> Figures:
        """The area's own counts and share as they are shown everywhere."""
        return figures.exact(self.own)

    @property
    def longest(self) -> int:
        """The largest backlog inside: what bars are measured by."""
        return max((line.score.unrecorded for line in self.lines), default=0)


def standing_of(code: str) -> Standing | None:
    """Return the area's standing, or None where no edition speaks of it; three queries."""
    edition = _editions_of(code).first()
    if edition is None:
        return None
    around = RegionScore.objects.filter(edition=edition).filter(Q(region=code) | Q(parent=code))
    scores = list(around.select_related("region").order_by("position"))
    before = _ranks_before(edition, code)
    lines = tuple(
        Line(score, before[score.region_id] - score.rank if score.region_id in before else None)
        for score in scores
        if score.region_id != code
    )
    return Standing(edition, next(score for score in scores if score.region_id == code), lines)


def _editions_of(code: str) -> QuerySet[RankingEdition]:
    """Return the editions that speak of an area, the latest first: reconciled ones, of the country published ones."""
    national = code == NATION or "." not in code
    found = RankingEdition.objects.filter(run__isnull=national, scores__region=code)
    # A roll of the whole regency is hidden from officers of a district: asked for apart, it hides no edition.
    withdrawn = VoterRoll.unscoped.filter(runs__editions=OuterRef("pk"), withdrawn_at__isnull=False)
    return found.exclude(Exists(withdrawn)).order_by("-as_of", "-pk")


def _ranks_before(edition: RankingEdition, code: str) -> dict[str, int]:
    earlier = _editions_of(code).filter(
        Q(as_of__lt=edition.as_of) | Q(as_of=edition.as_of, pk__lt=edition.pk), election=edition.election_id
    )
    ranks = RegionScore.objects.filter(edition=earlier.values("pk")[:1], parent=code)
    return dict(ranks.values_list("region_id", "rank"))
