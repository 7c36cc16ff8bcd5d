"""How many people stand at which card state in one's own area, from the figures counted ahead."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Min, Sum

from registry.choices import CardStatus
from registry.models import CardTally
from registry.rules.card_status import RECORDED_STATES


@dataclass(frozen=True, slots=True)
class StateFigure:
    """The people alive at one state of the card."""

    state: CardStatus
    alive: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of the officer's area, and when they were counted: None before the first count."""

    alive: int
    due: int
    due_recorded: int
    states: tuple[StateFigure, ...]
    counted_at: datetime.datetime | None

    @property
    def due_unrecorded(self) -> int:
        """How many must have a card and have not been recorded."""
        return self.due - self.due_recorded

    @property
    def percent_recorded(self) -> float | None:
        """The share of those due a card who are recorded; None where nobody is due one."""
        return 100 * self.due_recorded / self.due if self.due else None


def totals() -> Totals:
    """Return the sums over the scope in force, states in the order a card passes them; one query."""
    rows = CardTally.objects.values("state").annotate(alive=Sum("alive"), due=Sum("due"), at=Min("counted_at"))
    found = {row["state"]: row for row in rows.order_by()}
    return Totals(
        alive=sum(row["alive"] for row in found.values()),
        due=sum(row["due"] for row in found.values()),
        due_recorded=sum(row["due"] for state, row in found.items() if state in RECORDED_STATES),
        states=tuple(StateFigure(state, found[state]["alive"]) for state in CardStatus if state in found),
        counted_at=min((row["at"] for row in found.values()), default=None),
    )
