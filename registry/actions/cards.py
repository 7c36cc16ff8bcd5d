"""A card moved by an officer: recorded at a counter, sent, printed, printed again; never a step that the table forbids.

Every act here is one step of `registry/rules/card_status.py`, one card event and one entry of the access log, in the
caller's transaction or one of its own.
"""

from __future__ import annotations

import datetime
from typing import Final

from django.db import transaction

from registry import locks
from registry.actions import access
from registry.choices import CardStatus
from registry.models import CardEvent, CardRecord, Officer, Resident, history
from registry.models.access import AccessAction
from registry.rules.card_status import CardState, may_move

#: How much of a reason is kept.
MOST_OF_A_REASON: Final = 200


class MayNotMove(Exception):
    """The card is in a state from which this step is not allowed; maybe somebody else has made it just now."""

    def __init__(self, now: str, to: str) -> None:
        self.now, self.to = CardState(now), CardState(to)
        super().__init__(
            f"Status KTP-el sekarang: {CardStatus(now).label}. Dari sini tidak dapat menjadi: {CardStatus(to).label}."
        )


class HandedOverBySomebody(Exception):
    """A card comes into somebody's hands by `issue` alone, which writes down whose."""

    def __init__(self) -> None:
        super().__init__("Penyerahan KTP-el dicatat lewat tombol Serahkan KTP-el, dengan siapa yang mengambil.")


class ReasonMissing(Exception):
    """A card that was handed over is printed again for a reason that is written down."""

    def __init__(self) -> None:
        super().__init__("Tulis alasan cetak ulang: hilang, rusak, atau data berubah.")


@transaction.atomic
def capture(*, resident: int, by: Officer, at: datetime.datetime, reason: str = "") -> CardEvent:
    """Write down that a resident was recorded just now; for a card that was never recorded or whose recording failed.

    Joins the caller's transaction and stands or falls with it. Two at once record once, the second is refused
    (`tests/races/test_cards.py`).

    Args:
        resident: her id; she lives in the scope in force.
        by: who recorded her.
        at: the moment.
        reason: what the event says beside it, such as the ticket; no number or name of a person.

    Raises:
        MayNotMove: she is recorded already, or her card is further on.
        Resident.DoesNotExist: there is none in the scope in force.
        FileIsMerging, SomebodyIsAtIt: see `locks`.
    """
    return _step(resident, CardState.BIO_CAPTURED, by, at, reason, "Merekam KTP-el")


@transaction.atomic
def move(*, resident: int, to: str, by: Officer, at: datetime.datetime, reason: str = "") -> CardEvent:
    """Take a card one step on by hand; the handing over is `issue`.

    Args:
        resident: her id; she lives in the scope in force.
        to: the state it moves to, one of `CardState`.
        by: the officer.
        at: the moment.
        reason: why; a must where a card that was handed over is printed again.

    Raises:
        MayNotMove: the step is not allowed from where the card is now.
        HandedOverBySomebody, ReasonMissing: see the classes.
        Resident.DoesNotExist: there is none in the scope in force.
        FileIsMerging, SomebodyIsAtIt: see `locks`.
    """
    if to == CardState.CARD_ISSUED:
        raise HandedOverBySomebody
    return _step(resident, CardState(to), by, at, reason, "Mengubah status KTP-el")


def _step(resident: int, to: CardState, by: Officer, at: datetime.datetime, reason: str, purpose: str) -> CardEvent:
    card = _locked(resident)
    now, reason = CardState(card.state), reason.strip()[:MOST_OF_A_REASON]
    if not may_move(now, to):
        raise MayNotMove(now, to)
    if now == CardState.CARD_ISSUED and not reason:
        raise ReasonMissing
    with history.because(purpose):
        if not CardRecord.objects.filter(pk=resident, state=now).update(state=to):
            raise MayNotMove(now, to)
    access.record(
        action=AccessAction.CHANGE,
        subject=f"KTP-el penduduk {resident}: {now} ke {to}",
        purpose=reason or purpose,
        by=by,
        at=at,
        residents=[resident],
    )
    return CardEvent.objects.create(resident_id=resident, from_state=now, to_state=to, at=at, by=by, reason=reason)


def _locked(resident: int) -> CardRecord:
    """Keep files out, and return the card with its row locked; whoever has none gets one that is not recorded."""
    locks.share_the_register()
    known = Resident.objects.only("pk").get(pk=resident)
    CardRecord.objects.bulk_create([CardRecord(resident_id=known.pk)], ignore_conflicts=True)
    return locks.lock_card(known.pk)
