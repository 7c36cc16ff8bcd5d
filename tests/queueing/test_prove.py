"""The proof on the live database: what is sound passes, and every damage done past the guards is found."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from queueing.actions import calls, tickets
from queueing.choices import SessionOutcome
from queueing.models import Booking, RecordingSession
from queueing.queries import invariants
from registry import scope
from registry.actions import cards
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, SlotFactory, a_booking, a_party
from tests.factories.registry import OfficerFactory, ResidentFactory

pytestmark = pytest.mark.django_db

CONFIRMED = "(SELECT min(id) FROM queueing_booking WHERE state = 'confirmed')"


@pytest.fixture
def day() -> datetime.date:
    """Two parties with places, one of two people who have numbers, one form being filled, two free seats.

    The first number is at a counter; somebody was recorded, and somebody else is being recorded.
    """
    make_region("35.16.08.2001")
    slot = SlotFactory.create(seats=6)
    party = a_booking(slot, persons=2)
    a_booking(slot)
    a_party(slot)
    officer, now = OfficerFactory.create(), timezone.now()
    for person in Booking.unscoped.filter(party=party).order_by("ordinal"):
        tickets.check_in(booking=person.pk, day=slot.day, by=officer, at=now)
    calls.call_next(counter=CounterFactory.create(office=slot.office), day=slot.day, by=officer, at=now)
    for end in ({"checked_at": now, "ended_at": now, "outcome": SessionOutcome.CAPTURED}, {}):
        recorded = ResidentFactory.create(unrecorded=True)
        RecordingSession.unscoped.create(
            resident=recorded, office=slot.office, area=slot.office.region_id, day=slot.day, officer=officer,
            started_at=now, **end,
        )  # fmt: skip
        if end:
            with scope.everywhere():
                cards.capture(resident=recorded.pk, by=officer, at=now, reason="uji")
    return slot.day


@pytest.fixture
def unguarded(day: datetime.date) -> None:
    """The tables without their guards, as after a repair by hand; the test's rollback brings them back."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for index in (
            "one_live_booking_per_seat",
            "one_live_booking_per_resident",
            "a_counter_serves_one_ticket_at_a_time",
        ):
            cursor.execute(f"DROP INDEX {index}")
        for table, constraint in (
            ("queueing_ticket", "a_number_is_given_once_a_day_in_an_office"),
            ("queueing_call", "calls_of_a_day_are_counted_without_twin"),
            ("queueing_party", "a_held_party_has_a_slot_and_an_end"),
        ):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        cursor.execute("SET LOCAL session_replication_role = replica")


def broken() -> set[str]:
    return {proof.invariant.name for proof in invariants.prove() if not proof.holds}


def test_a_sound_day_is_proved(day: datetime.date) -> None:
    out = StringIO()

    call_command("prove", stdout=out)

    assert out.getvalue().count("ya   ") == len(invariants.INVARIANTS)


DAMAGES = {
    "one_live_booking_per_seat": f"""UPDATE queueing_booking SET seat_id = (SELECT seat_id FROM queueing_booking
        WHERE id = {CONFIRMED}) WHERE state = 'held'""",
    "a_taken_seat_has_its_booking": f"UPDATE queueing_booking SET state = 'cancelled' WHERE id = {CONFIRMED}",
    "a_live_booking_has_its_seat": "UPDATE queueing_seat SET taken_by_id = NULL",
    "no_slot_is_oversold": "DELETE FROM queueing_seat WHERE number > 2",
    "one_live_booking_per_resident": f"""UPDATE queueing_booking SET nik_index = (SELECT nik_index FROM queueing_booking
        WHERE id = {CONFIRMED}) WHERE state = 'checked_in'""",
    "a_party_and_its_people_agree": "UPDATE queueing_party SET state = 'cancelled' WHERE state = 'held'",
    "people_of_a_party_sit_in_its_slot": "UPDATE queueing_party SET slot_id = slot_id + 1 WHERE state = 'confirmed'",
    "no_party_is_larger_than_its_form": "UPDATE queueing_party SET persons = 1",
    "an_offered_seat_has_a_party_that_is_asked": """UPDATE queueing_seat SET offered_to_id = (SELECT id FROM
        queueing_party WHERE state = 'held'), offered_until = now() WHERE taken_by_id IS NULL""",
    "a_place_that_a_cut_took_is_asked_about": f"""UPDATE queueing_seat SET withheld = 'cut', cut_id = 1
        WHERE taken_by_id = {CONFIRMED}""",
    "an_offered_party_has_a_seat_for_each": """WITH asked AS (UPDATE queueing_party SET state = 'offered',
        slot_id = NULL, joined_at = now(), wish_from = now(), wish_until = now() WHERE state = 'held' RETURNING id)
        UPDATE queueing_booking SET state = 'wished', seat_id = NULL FROM asked WHERE party_id = asked.id""",
    "rows_keep_to_the_area_of_their_office": "UPDATE queueing_booking SET area = '35.17' WHERE state = 'held'",
    "a_slot_lies_on_its_day": "UPDATE queueing_recordingslot SET day = day + 1",
    "every_confirmed_booking_stands_in_the_book": "DELETE FROM queueing_queueevent WHERE kind = 'confirmed'",
    "every_confirmed_party_was_told_once": "DELETE FROM queueing_notice WHERE kind = 'confirmed'",
    "no_notice_waits_too_long": "UPDATE queueing_notice SET due_at = now() - interval '1 hour'",
    "numbers_have_neither_gap_nor_twin": "UPDATE queueing_ticket SET number = 3",
    "the_sequence_is_at_its_last_number": "UPDATE queueing_numbersequence SET last_number = 7",
    "a_number_and_its_booking_agree": "DELETE FROM queueing_ticket",
    "calls_have_neither_gap_nor_twin": "UPDATE queueing_call SET ordinal = 2",
    "a_counter_serves_one_number": """UPDATE queueing_ticket SET state = 'called', called_at = now(),
        counter_id = (SELECT min(counter_id) FROM queueing_ticket WHERE state = 'called') WHERE state = 'waiting'""",
    "a_number_at_a_counter_was_called_there": "UPDATE queueing_call SET withdrawn_at = now()",
    "no_recording_lasts_longer_than_a_day": """UPDATE queueing_recordingsession
        SET started_at = now() - interval '25 hours' WHERE ended_at IS NULL""",
    "a_recording_has_moved_the_card": "DELETE FROM registry_cardevent",
    "holds_end": "UPDATE queueing_party SET held_until = now() - interval '2 hours' WHERE state = 'held'",
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_done_past_the_guards_is_found(unguarded: None, name: str) -> None:
    assert name not in broken()

    with connection.cursor() as cursor:
        cursor.execute(DAMAGES[name])

    assert name in broken()


def test_every_thing_that_is_asked_can_be_broken() -> None:
    assert set(DAMAGES) == {invariant.name for invariant in invariants.INVARIANTS}


def test_the_command_ends_with_an_error_and_names_the_rows(unguarded: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE queueing_numbersequence SET last_number = 7 WHERE letter = 'A'")
    out = StringIO()

    with pytest.raises(CommandError, match="1 dari"):
        call_command("prove", stdout=out)

    assert "TIDAK Urutan nomor menunjuk nomor terakhir" in out.getvalue()
