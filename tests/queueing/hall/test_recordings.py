"""Recording sessions: who is recorded where, what becomes of the card, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from queueing.actions import counters, recordings
from queueing.actions.recordings import Told
from queueing.choices import SessionOutcome, SessionReason, TicketState
from queueing.models import Device, Office, RecordingSession, SessionPart, Ticket
from queueing.rules.recording import PARTS, PartTold
from registry import scope
from registry.actions import cards
from registry.choices import CardStatus
from registry.locks import FileIsMerging
from registry.models import AccessEntry, CardEvent, CardRecord, CorrectionRequest, Officer, Resident
from tests.factories.hall import a_session, a_ticket, being_served
from tests.factories.offices import DeviceFactory
from tests.factories.queueing import CounterFactory, OfficeFactory, SlotFactory, a_booking
from tests.registry.desk import at_the_desk, number_of, resident

pytestmark = [pytest.mark.database, pytest.mark.django_db]

ALL = tuple(PartTold(part, is_taken=True) for part in PARTS)
RECORDED = Told(outcome=SessionOutcome.CAPTURED, parts=ALL, is_checked=True)
FAILED = Told(outcome=SessionOutcome.FAILED, parts=ALL[:1], is_checked=True, reason=SessionReason.DEVICE)


@pytest.fixture
def officer() -> Officer:
    return at_the_desk()[1]


@pytest.fixture
def office(officer: Officer) -> Office:
    found: Office = OfficeFactory.create()
    return found


@pytest.fixture
def person(office: Office) -> Resident:
    return resident(card__state=CardStatus.UNREGISTERED)


@pytest.fixture(autouse=True)
def everywhere() -> Iterator[None]:
    with scope.everywhere():
        yield


def start(ticket: Ticket, by: Officer, device: int | None = None) -> RecordingSession:
    return recordings.start_from_ticket(ticket=ticket.pk, device=device, by=by, at=timezone.now())


def finish(session: RecordingSession, by: Officer, told: Told = RECORDED) -> RecordingSession:
    return recordings.finish(session=session.pk, told=told, by=by, at=timezone.now())


def card_of(person: Resident) -> str:
    return CardRecord.objects.get(resident=person).state


def test_a_session_that_records_moves_the_card_and_ends_the_number(
    office: Office, person: Resident, officer: Officer
) -> None:
    ticket = being_served(office, person)

    session = finish(start(ticket, officer), officer)

    ticket.refresh_from_db()
    assert (session.outcome, ticket.state) == (SessionOutcome.CAPTURED, TicketState.SERVED)
    assert card_of(person) == CardStatus.BIO_CAPTURED
    event = CardEvent.objects.latest("pk")
    assert (event.by, event.reason) == (officer, f"perekaman {session.pk}")
    assert SessionPart.objects.filter(session=session, is_taken=True).count() == 4
    assert AccessEntry.objects.filter(action="change", residents=[person.pk]).exists()


def test_whoever_booked_is_found_by_the_nik_of_her_booking(office: Office, person: Resident, officer: Officer) -> None:
    booked = a_booking(SlotFactory.create(office=office), niks=[number_of(person)]).bookings.get()
    ticket = a_ticket(office, counter=CounterFactory.create(office=office), nik_index=booked.nik_index)
    assert start(ticket, officer).resident == person


@pytest.mark.parametrize("outcome", [SessionOutcome.FAILED, SessionOutcome.SENT_BACK])
def test_a_session_without_a_recording_leaves_the_card_and_says_why(
    office: Office, person: Resident, officer: Officer, outcome: str
) -> None:
    told = Told(outcome=outcome, parts=(), is_checked=False, reason=SessionReason.NO_DOCUMENT, note="KK tertinggal")
    session = finish(start(being_served(office, person), officer), officer, told)
    assert card_of(person) == CardStatus.UNREGISTERED
    assert (session.reason, session.note) == ("no_document", "KK tertinggal")


def test_what_differs_asks_for_a_look_whatever_became_of_the_recording(
    office: Office, person: Resident, officer: Officer
) -> None:
    told = Told(outcome=SessionOutcome.CAPTURED, parts=ALL, is_checked=True, differences="Nama tertulis BUDDI")
    finish(start(being_served(office, person), officer), officer, told)
    asked = CorrectionRequest.unscoped.get()
    assert (asked.resident, asked.noted, asked.closed_at) == (person, "Nama tertulis BUDDI", None)


def test_what_is_not_complete_is_no_recording_and_nothing_is_written(
    office: Office, person: Resident, officer: Officer
) -> None:
    session = start(being_served(office, person), officer)
    with pytest.raises(recordings.NotComplete) as refused:
        finish(session, officer, Told(outcome=SessionOutcome.CAPTURED, parts=ALL[:3], is_checked=True))
    assert refused.value.missing == ("Tanda tangan: pilih terekam, atau sebab tidak dapat direkam.",)
    session.refresh_from_db()
    assert session.ended_at is None
    assert not SessionPart.objects.exists()


def test_a_card_that_may_not_move_leaves_session_and_number_open(office: Office, officer: Officer) -> None:
    holder = resident()
    ticket = being_served(office, holder)
    session = start(ticket, officer)
    with pytest.raises(recordings.NotToBeRecorded, match="Pilih hasil lain"):
        finish(session, officer)
    session.refresh_from_db()
    ticket.refresh_from_db()
    assert (session.ended_at, ticket.state, card_of(holder)) == (None, TicketState.CALLED, CardStatus.CARD_ISSUED)


def test_a_recording_stands_where_somebody_else_sits_at_the_counter_by_now(
    office: Office, person: Resident, officer: Officer
) -> None:
    ticket = being_served(office, person)
    session = start(ticket, officer)
    assert ticket.counter
    counters.take_over(counter=ticket.counter.pk, by=at_the_desk()[1], at=timezone.now())

    finish(session, officer)

    ticket.refresh_from_db()
    assert (card_of(person), ticket.state) == (CardStatus.BIO_CAPTURED, TicketState.CALLED)


def test_a_register_that_takes_a_file_in_leaves_the_session_open(
    office: Office, person: Resident, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_told: object) -> None:
        raise FileIsMerging

    monkeypatch.setattr(cards, "capture", busy)
    session = start(being_served(office, person), officer)
    with pytest.raises(recordings.RegisterIsBusy, match="Coba lagi"):
        finish(session, officer)
    session.refresh_from_db()
    assert session.ended_at is None


def test_a_repeated_start_gives_the_session_that_is_open(office: Office, person: Resident, officer: Officer) -> None:
    ticket = being_served(office, person)
    assert start(ticket, officer) == start(ticket, officer)


def test_an_ended_session_stays_as_it_is(office: Office, person: Resident, officer: Officer) -> None:
    session = finish(start(being_served(office, person), officer), officer, FAILED)
    with pytest.raises(recordings.AlreadyEnded):
        finish(session, officer)
    assert card_of(person) == CardStatus.UNREGISTERED


def test_a_number_that_is_not_at_a_counter_is_not_recorded(office: Office, person: Resident, officer: Officer) -> None:
    with pytest.raises(recordings.NotCalled):
        start(a_ticket(office, resident=person), officer)


def test_somebody_of_elsewhere_has_no_session_here(office: Office, officer: Officer) -> None:
    ticket = a_ticket(office, counter=CounterFactory.create(office=office), name="ORANG JAUH")
    with pytest.raises(recordings.NotInTheRegister, match="Rekam lewat SIAK"):
        start(ticket, officer)


def test_a_resident_who_is_being_recorded_is_not_recorded_beside_it(
    office: Office, person: Resident, officer: Officer
) -> None:
    a_session(office, person, at_the_desk()[1])
    with pytest.raises(recordings.BeingRecorded):
        start(being_served(office, person), officer)


def test_a_device_serves_one_session_at_a_time(office: Office, person: Resident, officer: Officer) -> None:
    device: Device = DeviceFactory.create(office=office)
    start(being_served(office, person), officer, device.pk)
    other = resident(name="SITI", card__state=CardStatus.UNREGISTERED)
    with pytest.raises(recordings.DeviceInUse):
        start(being_served(office, other), officer, device.pk)


def test_the_fourth_try_of_a_day_is_for_another_day(office: Office, person: Resident, officer: Officer) -> None:
    for _ in range(3):
        finish(start(being_served(office, person), officer), officer, FAILED)
    with pytest.raises(recordings.TriedEnough, match="3 kali"):
        start(being_served(office, person), officer)


def test_somebody_is_recorded_without_a_number_at_home(office: Office, person: Resident, officer: Officer) -> None:
    session = recordings.start_elsewhere(
        resident=person.pk, office=office.pk, place="Rumah pemohon", device=None, by=officer, at=timezone.now()
    )
    finish(session, officer)
    assert card_of(person) == CardStatus.BIO_CAPTURED


WRONG = {
    "a_part_is_taken_or_says_why_not": {"part": "face", "is_taken": False},
    "a_part_is_tried_three_times_at_most": {"part": "face", "is_taken": True, "attempts": 4},
    "a_part_is_one_of_the_four": {"part": "voice", "is_taken": True},
}


@pytest.mark.parametrize("constraint", WRONG)
def test_the_database_refuses_parts_that_cannot_be(
    constraint: str, office: Office, person: Resident, officer: Officer
) -> None:
    session = a_session(office, person, officer)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SessionPart.objects.create(session=session, **WRONG[constraint])


def test_the_database_refuses_a_recording_of_somebody_unchecked(
    office: Office, person: Resident, officer: Officer
) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError, match="nobody_is_recorded_unchecked"), transaction.atomic():
        a_session(office, person, officer, started_at=now, ended_at=now, outcome="captured")
