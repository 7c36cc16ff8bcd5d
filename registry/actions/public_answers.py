"""What a resident is told of herself on the public pages, and the entry in the trail that every such answer leaves.

Asked only after the one-time code of a telephone or an address. A wrong KK number, somebody unknown and a right answer
cost the same queries and the same entry, so that neither time nor writes tell who is registered.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils.timezone import localdate

from registry import sealing
from registry.actions import access
from registry.models.access import AccessAction
from registry.queries import recording_facts
from registry.queries.recording_facts import MemberDue, ResidentFacts


@transaction.atomic
def answer(*, nik: str, kk_number: str | uuid.UUID, purpose: str, at: datetime.datetime) -> ResidentFacts | None:
    """Return the facts of whoever has both numbers, or None where they do not agree, and write down that it was asked.

    Args:
        nik: sixteen figures, as typed by whoever asks.
        kk_number: sixteen figures of the KK that she must bring anyway, or their index where only that was kept.
        purpose: what the answer is for, in the words of the trail ("Memesan tempat perekaman").
        at: the moment.
    """
    sealer = sealing.sealer()
    found = recording_facts.facts_of(sealer.index(sealing.NIK, nik), _home(kk_number))
    _write_down(nik, found, [found.resident_id] if found else [], purpose, at)
    return found


@transaction.atomic
def answer_household(
    *, nik: str, kk_number: str | uuid.UUID, purpose: str, at: datetime.datetime
) -> tuple[MemberDue, ...]:
    """Return who of her household has yet to be recorded, or nobody where her numbers do not agree; written down alike.

    Everybody who is named stands in the entry; so does she who asks.
    """
    home = _home(kk_number)
    asking = recording_facts.facts_of(sealing.sealer().index(sealing.NIK, nik), home)
    due = recording_facts.members_due(home, on=localdate(at))
    if asking is None:
        _write_down(nik, None, [], purpose, at)
        return ()
    _write_down(nik, asking, [asking.resident_id, *(member.facts.resident_id for member in due)], purpose, at)
    return due


def _home(kk_number: str | uuid.UUID) -> uuid.UUID:
    return kk_number if isinstance(kk_number, uuid.UUID) else sealing.sealer().index(sealing.KK_NUMBER, kk_number)


def _write_down(nik: str, asking: ResidentFacts | None, shown: list[int], purpose: str, at: datetime.datetime) -> None:
    """Write the entry, for the auditors of her regency; a search for that NIK in the trail finds it by its mark."""
    access.record(
        action=AccessAction.ANSWER,
        subject="jawaban untuk penduduk",
        purpose=purpose,
        by=None,
        at=at,
        residents=shown,
        mark=sealing.sealer().index(sealing.SEARCH, nik),
        area=asking.home_regency if asking else "",
    )
