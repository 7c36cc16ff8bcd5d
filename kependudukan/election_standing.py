"""Tells the queue how somebody stands towards the next election: the roll's answer in the words of that year's law."""

from __future__ import annotations

import datetime
import uuid

from elections.queries import roll_standing
from elections.queries.roll_standing import RollStanding
from elections.rules.ballot_access import UnknownElection, access_rule
from queueing.rules.entitlement import Standing


def standing_of(nik_index: uuid.UUID, on: datetime.date) -> Standing | None:
    """Return her standing, or None (see `queueing/standing.py`).

    Of an election whose rules are not known nothing is promised: whoever is not on its roll had better be recorded.
    """
    found = roll_standing.standing_of(nik_index, on)
    if found is None:
        return None
    hurry, sentences, source = _in_words(found)
    return Standing(
        election=found.election,
        polling_date=found.polling_date,
        on_roll=found.on_roll,
        hurry=hurry,
        sentences=sentences,
        source=source,
    )


def _in_words(found: RollStanding) -> tuple[bool, tuple[str, ...], str]:
    try:
        rule = access_rule(found.election, on_roll=found.on_roll)
    except UnknownElection as unknown:
        return not found.on_roll, (str(unknown),), ""
    return rule.in_a_hurry, rule.sentences, rule.source
