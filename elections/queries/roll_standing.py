"""How one person stands towards the next election: is she on the newest DPT of her regency?

Asked on the public's behalf for one NIK at a time, so it costs the same three queries whether she is found or not,
and each reads one partition of rows at most.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value

from elections.choices import FindingKind, RollKind, RunState
from elections.models import Finding, Match, ReconciliationRun, VoterRoll, VoterRollEntry
from registry.queries import homes

_LINKED, _LEFT_OUT, _PRINTED = "linked", "left out", "printed"
#: Asked for where there is nothing to ask for, so that the answer takes as long.
_NONE: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RollStanding:
    """The election ahead, and whether she is on its roll."""

    election: str
    name: str
    polling_date: datetime.date
    on_roll: bool


def standing_of(nik_index: uuid.UUID, on: datetime.date) -> RollStanding | None:
    """Return her standing towards the first election on that day or later with a DPT of her regency.

    The latest finished comparison decides: she is on the roll where a row was linked to her, and is not where it found
    her left out. Where it says neither (a person has yet to decide, or she was registered since) and where none was
    made, her NIK decides: she is on the roll where a row bears it that was not linked to somebody else.
    """
    home = homes.home_of(nik_index)
    roll = _newest_roll(home.regency if home else "", on)
    roll_id, run_id = (roll.pk, getattr(roll, "run_id", None)) if home and roll else (_NONE, None)
    said = _evidence(nik_index, home.resident_id if home else _NONE, roll_id, run_id or _NONE)
    if home is None or roll is None:
        return None
    return RollStanding(
        election=roll.election.slug,
        name=roll.election.name,
        polling_date=roll.election.polling_date or on,
        on_roll=_LINKED in said or (_PRINTED in said and _LEFT_OUT not in said),
    )


def _newest_roll(regency: str, on: datetime.date) -> VoterRoll | None:
    """Return the newest DPT that counts, with `run_id`, its latest finished comparison that is still kept."""
    runs = ReconciliationRun.unscoped.filter(roll=OuterRef("pk"), state=RunState.DONE, forgotten_at=None)
    return (
        VoterRoll.unscoped.filter(
            region_id=regency, kind=RollKind.DPT, withdrawn_at=None, election__polling_date__gte=on
        )
        .annotate(run_id=Subquery(runs.order_by("-finished_at", "-pk").values("pk")[:1]))
        .select_related("election")
        .order_by("election__polling_date", "-loaded_at", "-pk")
        .first()
    )


def _evidence(nik_index: uuid.UUID, resident_id: int, roll_id: int, run_id: int) -> set[str]:
    """Return what run and roll say of her, in one query over one partition each."""
    matches = Match.unscoped.filter(run_id=run_id)
    others = matches.filter(entry_id=OuterRef("pk"), resident__isnull=False).exclude(resident_id=resident_id)
    said: tuple[tuple[str, QuerySet[Match] | QuerySet[Finding] | QuerySet[VoterRollEntry]], ...] = (
        (_LINKED, matches.filter(resident_id=resident_id)),
        (
            _LEFT_OUT,
            Finding.unscoped.filter(run_id=run_id, resident_id=resident_id, kind=FindingKind.MISSING_FROM_ROLL),
        ),
        (_PRINTED, VoterRollEntry.unscoped.filter(~Exists(others), roll_id=roll_id, nik_index=nik_index)),
    )
    first, *more = (rows.order_by().values_list(Value(words)) for words, rows in said)
    return {words for (words,) in first.union(*more, all=True)}
