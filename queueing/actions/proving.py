"""The nightly proof: what does not hold of the queue is logged and raises an alarm that a supervisor reviews."""

from __future__ import annotations

import datetime
import logging

from queueing.queries import invariants
from queueing.queries.invariants import Proof
from registry.actions import alarms
from registry.models.alarm import AlarmKind

log = logging.getLogger(__name__)


def prove(*, at: datetime.datetime) -> list[Proof]:
    """Ask everything, raise one alarm of the day where anything is broken, and return what is."""
    broken = [proof for proof in invariants.prove() if not proof.holds]
    for proof in broken:
        log.error("%s: %s rows, among them %s", proof.invariant.name, proof.count, ", ".join(proof.examples[:5]))
    if broken:
        detail = "; ".join(f"{proof.invariant.sentence} ({proof.count} baris)" for proof in broken)
        alarms.sound(kind=AlarmKind.QUEUE, officer=None, at=at, detail=detail)
    return broken
