"""Recording sessions begin and end here; one that ends with a recording moves the card, in the same transaction."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError

from queueing import hall_locks, locks
from queueing.actions import book, calls
from queueing.actions.at_counter import AlreadyMoved, TakenOver
from queueing.choices import QueueEventKind, SessionOutcome, TicketState
from queueing.models import Office, RecordingSession, SessionPart, Ticket
from queueing.queries import recordings
from queueing.rules.recording import MOST_ATTEMPTS, PARTS, PartTold, what_is_missing
from registry.actions import access, cards, correction_requests
from registry.locks import FileIsMerging, SomebodyIsAtIt
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.queries import identity


class NotCalled(Exception):
    """The number is not at any counter, so nobody of it is recorded."""

    def __init__(self) -> None:
        super().__init__("Nomor ini sedang tidak dilayani. Panggil dahulu di loket.")


class NotInTheRegister(Exception):
    """The person behind the number is not in the registry of this area."""

    def __init__(self) -> None:
        super().__init__(
            "Orang ini tidak ada di register wilayah ini, jadi sesinya tidak dapat dibuka di sini. "
            "Rekam lewat SIAK, lalu selesaikan nomornya."
        )


class BeingRecorded(Exception):
    """Somebody else is recording this resident just now."""

    def __init__(self) -> None:
        super().__init__("Orang ini sedang direkam di tempat lain. Selesaikan dahulu sesi itu.")


class DeviceInUse(Exception):
    """A session of somebody else is still open on the device."""

    def __init__(self) -> None:
        super().__init__("Alat ini masih dipakai sesi lain. Selesaikan dahulu sesi itu, atau pilih alat lain.")


class TriedEnough(Exception):
    """The resident was tried as often today as she may be."""

    def __init__(self) -> None:
        super().__init__(f"Sudah {MOST_ATTEMPTS} kali dicoba hari ini. Minta datang lagi pada hari lain.")


class AlreadyEnded(Exception):
    """The session has ended meanwhile."""

    def __init__(self) -> None:
        super().__init__("Sesi ini sudah berakhir; hasilnya tidak diubah.")


class NotToBeRecorded(Exception):
    """The registry says that her card does not wait for a recording: she has one, or it is further on."""


class RegisterIsBusy(Exception):
    """A file is being merged, or another officer changes the same person: nothing was written, try again."""


class NotComplete(Exception):
    """What is told is no recording yet; `missing` says in sentences what is to be done."""

    def __init__(self, missing: Collection[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(" ".join(missing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a session ended, in the officer's words."""

    outcome: str
    parts: Collection[PartTold]
    is_checked: bool
    differences: str = ""
    reason: str = ""
    note: str = ""


def start_from_ticket(*, ticket: int, device: int | None, by: Officer, at: datetime.datetime) -> RecordingSession:
    """Begin the session of the person whose number is being served; a repeat gives the one that is open.

    Raises:
        Ticket.DoesNotExist: there is none in the scope in force.
        NotCalled, NotInTheRegister: see the classes.
        BeingRecorded, DeviceInUse, TriedEnough: see the classes.
    """
    try:
        with locks.patient():
            found = hall_locks.lock_ticket(Ticket.objects.only("pk").get(pk=ticket).pk)
            if found.state != TicketState.CALLED:
                raise NotCalled
            resident = found.resident_id or (identity.id_of(found.nik_index) if found.nik_index else None)
            if resident is None:
                raise NotInTheRegister
            return _start(found.office, resident, found, "", device, by, at)
    except IntegrityError as error:
        raise _spoken(error) from error


def start_elsewhere(
    *, resident: int, office: int, place: str, device: int | None, by: Officer, at: datetime.datetime
) -> RecordingSession:
    """Begin a session without a number: on a team visit, or at the bed of somebody who is ill.

    Raises:
        Office.DoesNotExist: there is none.
        BeingRecorded, DeviceInUse, TriedEnough: see the classes.
    """
    try:
        with locks.patient():
            return _start(Office.objects.get(pk=office), resident, None, place, device, by, at)
    except IntegrityError as error:
        raise _spoken(error) from error


def look(*, session: int, by: Officer, at: datetime.datetime) -> tuple[RecordingSession, identity.PersonHere]:
    """Return a session and the person it is about, and write down that she was shown.

    Raises:
        RecordingSession.DoesNotExist: there is none in the scope in force.
    """
    found = recordings.session(session)
    access.record(
        action=AccessAction.VIEW,
        subject=f"perekaman {session}",
        purpose="Merekam KTP-el",
        residents=[found.resident_id],
        by=by,
        at=at,
    )
    person = identity.find(found.resident_id, on=found.day)
    if person is None:
        raise RecordingSession.DoesNotExist
    return found, person


def look_at(*, resident: int, by: Officer, at: datetime.datetime, on: datetime.date) -> identity.PersonHere | None:
    """Return a resident whom somebody wants to record, and write down that she was shown; None where there is none."""
    person = identity.find(resident, on=on)
    if person is not None:
        access.record(
            action=AccessAction.VIEW,
            subject=f"penduduk {resident}",
            purpose="Memulai perekaman",
            residents=[resident],
            by=by,
            at=at,
        )
    return person


def finish(*, session: int, told: Told, by: Officer, at: datetime.datetime) -> RecordingSession:
    """End a session, and with it the number in the officer's hand. A recording moves the card; a difference is noted.

    All in one transaction: where the card may not move, the session stays open and the number in hand. Ended twice at
    once, it ends once (`tests/races/test_recordings.py`).

    Raises:
        RecordingSession.DoesNotExist: there is none in the scope in force.
        AlreadyEnded, NotComplete: see the classes.
        NotToBeRecorded, RegisterIsBusy: see the classes.
    """
    with locks.patient():
        found = hall_locks.lock_session(session)
        if found.ended_at is not None:
            raise AlreadyEnded
        if told.outcome == SessionOutcome.CAPTURED and (
            missing := what_is_missing(told.parts, is_checked=told.is_checked)
        ):
            raise NotComplete(missing)
        _write(found, told, at)
        if told.outcome == SessionOutcome.CAPTURED:
            _move_the_card(found, by, at)
        if told.differences:
            correction_requests.open_one(resident=found.resident_id, noted=told.differences, by=by, at=at)
        if found.ticket_id is not None:
            book.note(kind=QueueEventKind.RECORDED, party=None, ticket=found.ticket_id, at=at, by=by,
                      detail=found.get_outcome_display())  # fmt: skip
            _let_go(found.ticket_id, by, at)
        return found


def _let_go(ticket: int, by: Officer, at: datetime.datetime) -> None:
    """End the number at its counter, where it still is the officer's to end."""
    try:
        calls.finish(ticket=ticket, by=by, at=at)
    except (TakenOver, AlreadyMoved):
        # Somebody else sits at the counter by now, or has let her go: the recording stands, the number is theirs.
        return


def _start(
    office: Office,
    resident: int,
    ticket: Ticket | None,
    place: str,
    device: int | None,
    by: Officer,
    at: datetime.datetime,
) -> RecordingSession:
    day = at.astimezone(ZoneInfo(office.time_zone)).date()
    todays = RecordingSession.unscoped.filter(resident=resident, day=day)
    going_on = RecordingSession.unscoped.filter(resident=resident, ended_at=None).first()
    if going_on is not None:
        if going_on.officer_id == by.pk and going_on.ticket == ticket:
            return going_on
        raise BeingRecorded
    attempt = todays.count() + 1
    if attempt > MOST_ATTEMPTS:
        raise TriedEnough
    begun = RecordingSession.unscoped.create(
        resident_id=resident,
        office=office,
        area=office.region_id,
        day=day,
        ticket=ticket,
        place=place,
        device_id=device,
        officer=by,
        attempt=attempt,
        started_at=at,
    )
    if ticket is not None:
        book.note(kind=QueueEventKind.RECORDING, party=None, ticket=ticket.pk, at=at, by=by)
    return begun


def _write(session: RecordingSession, told: Told, at: datetime.datetime) -> None:
    parts = [part for part in told.parts if part.part in PARTS]
    SessionPart.objects.bulk_create(
        SessionPart(
            session=session,
            part=part.part,
            is_taken=part.is_taken,
            not_possible=part.not_possible,
            attempts=part.attempts,
        )
        for part in parts
    )
    session.outcome, session.reason, session.note = told.outcome, told.reason, told.note
    session.differences, session.ended_at = told.differences, at
    session.checked_at = at if told.is_checked else None
    session.save(update_fields=["outcome", "reason", "note", "differences", "ended_at", "checked_at"])


def _move_the_card(session: RecordingSession, by: Officer, at: datetime.datetime) -> None:
    try:
        cards.capture(resident=session.resident_id, by=by, at=at, reason=f"perekaman {session.pk}")
    except cards.MayNotMove as refused:
        raise NotToBeRecorded(
            f"{refused} Pilih hasil lain, dengan sebab “Belum atau tidak perlu direkam”."
        ) from refused
    except (FileIsMerging, SomebodyIsAtIt) as busy:
        raise RegisterIsBusy(str(busy)) from busy
    except ObjectDoesNotExist as moved:
        # She has moved out of the officer's area since the session began.
        raise RecordingSession.DoesNotExist from moved


def _spoken(error: IntegrityError) -> Exception:
    """Say in words which of the guards of the database refused a session that began at the same moment."""
    if "a_device_records_one_resident_at_a_time" in str(error):
        return DeviceInUse()
    return BeingRecorded()
