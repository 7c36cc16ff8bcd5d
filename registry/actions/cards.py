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
from registry.choices import CardStatus, CardTaker, ResidencyStatus
from registry.models import CardEvent, CardHandover, CardRecord, Officer, Resident, history
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


class TakerUnnamed(Exception):
    """Whoever takes a card with a written authority is named."""

    def __init__(self) -> None:
        super().__init__("Tulis nama pengambil seperti di surat kuasa.")


class NotOfTheFamily(Exception):
    """The one who is to have taken the card is not on the same KK, or not any more."""

    def __init__(self) -> None:
        super().__init__("Pengambil bukan anggota keluarga dalam KK yang sama. Periksa lagi.")


class HolderIsDead(Exception):
    """The card of somebody who has died is given to nobody."""

    def __init__(self) -> None:
        super().__init__("Penduduk ini tercatat meninggal; KTP-el tidak diserahkan. Musnahkan kartunya.")


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


@transaction.atomic
def issue(
    *,
    resident: int,
    by: Officer,
    at: datetime.datetime,
    taken_by: CardTaker,
    member: int | None = None,
    taker_name: str = "",
    note: str = "",
) -> CardHandover:
    """Write down that a card was handed over at the counter, and into whose hands.

    Two officers at one card hand it over once, the second is refused (`tests/races/test_cards.py`).

    Args:
        resident: whose card it is; she lives in the scope in force.
        by: the officer at the counter.
        at: the moment.
        taken_by: who took it.
        member: the id of the member of her family who took it; of nobody else.
        taker_name: the name of the holder of a written authority; of nobody else.
        note: what else is worth keeping, such as the number of the letter.

    Raises:
        MayNotMove: the card is not at the place where it is fetched, or was handed over already.
        TakerUnnamed, NotOfTheFamily, HolderIsDead: see the classes.
        Resident.DoesNotExist: there is none in the scope in force.
        FileIsMerging, SomebodyIsAtIt: see `locks`.
    """
    taker = CardTaker(taken_by)
    event = _step(resident, CardState.CARD_ISSUED, by, at, taker.label, "Menyerahkan KTP-el")
    person = Resident.objects.only("household_id", "residency_status").get(pk=resident)
    if person.residency_status == ResidencyStatus.DECEASED:
        raise HolderIsDead
    return CardHandover.objects.create(
        resident_id=resident,
        event=event,
        at=at,
        officer=by,
        taken_by=taker,
        member_id=member if taker == CardTaker.FAMILY else None,
        taker_name=_named(taker, person, member, taker_name),
        note=note.strip()[:MOST_OF_A_REASON],
    )


def _named(taker: CardTaker, person: Resident, member: int | None, taker_name: str) -> str:
    """Return the name of whoever took the card for her; nobody's when she came herself."""
    if taker == CardTaker.FAMILY:
        family = Resident.objects.filter(household=person.household_id).exclude(pk=person.pk)
        found = family.filter(pk=member).values_list("name", flat=True).first() if member else None
        if not found:
            raise NotOfTheFamily
        return found
    name = " ".join(taker_name.split())
    if taker == CardTaker.AUTHORISED and not name:
        raise TakerUnnamed
    return name if taker == CardTaker.AUTHORISED else ""


def _step(resident: int, to: CardState, by: Officer, at: datetime.datetime, reason: str, purpose: str) -> CardEvent:
    card = _locked(resident)
    now, reason = CardState(card.state), reason.strip()[:MOST_OF_A_REASON]
    if not may_move(now, to):
        raise MayNotMove(now, to)
    if now == CardState.CARD_ISSUED and not reason:
        raise ReasonMissing
    with history.because(purpose):
        if not _moved(resident, now, to):
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


def _moved(resident: int, now: CardState, to: CardState) -> bool:
    """Write the step over the state that was seen, and over no other."""
    return CardRecord.objects.filter(pk=resident, state=now).update(state=to) == 1


def _locked(resident: int) -> CardRecord:
    """Keep files out, and return the card with its row locked; whoever has none gets one that is not recorded."""
    locks.share_the_register()
    known = Resident.objects.only("pk").get(pk=resident)
    CardRecord.objects.bulk_create([CardRecord(resident_id=known.pk)], ignore_conflicts=True)
    return locks.lock_card(known.pk)
