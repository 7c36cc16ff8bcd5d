"""The proof on the live database: what is sound passes, and every damage done past the guards is found."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from queueing.actions import tickets
from queueing.models import Booking
from queueing.queries import invariants
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_party
from tests.factories.registry import OfficerFactory

pytestmark = pytest.mark.django_db

CONFIRMED = "(SELECT min(id) FROM queueing_booking WHERE state = 'confirmed')"


@pytest.fixture
def day() -> datetime.date:
    """Two parties with places, one of two people whose first has a number, one form being filled, two free seats."""
    make_region("35.16.08")
    slot = SlotFactory.create(seats=6)
    party = a_booking(slot, persons=2)
    a_booking(slot)
    a_party(slot)
    tickets.check_in(
        booking=Booking.unscoped.get(party=party, ordinal=1).pk,
        day=slot.day,
        by=OfficerFactory.create(),
        at=timezone.now(),
    )
    return slot.day


@pytest.fixture
def unguarded(day: datetime.date) -> None:
    """The tables without their guards, as after a repair by hand; the test's rollback brings them back."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for index in ("one_live_booking_per_seat", "one_live_booking_per_resident"):
            cursor.execute(f"DROP INDEX {index}")
        for table, constraint in (
            ("queueing_ticket", "a_number_is_given_once_a_day_in_an_office"),
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
    "an_offered_party_has_a_seat_for_each": """UPDATE queueing_booking SET state = 'wished' WHERE state = 'held';
        UPDATE queueing_party SET state = 'offered', slot_id = NULL,
        joined_at = now(), wish_from = now(), wish_until = now() WHERE state = 'held'""",
    "rows_keep_to_the_area_of_their_office": "UPDATE queueing_booking SET area = '35.17' WHERE state = 'held'",
    "a_slot_lies_on_its_day": "UPDATE queueing_recordingslot SET day = day + 1",
    "every_confirmed_booking_stands_in_the_book": "DELETE FROM queueing_queueevent WHERE kind = 'confirmed'",
    "every_confirmed_party_was_told_once": "DELETE FROM queueing_notice WHERE kind = 'confirmed'",
    "no_notice_waits_too_long": "UPDATE queueing_notice SET due_at = now() - interval '1 hour'",
    "numbers_have_neither_gap_nor_twin": "UPDATE queueing_ticket SET number = 3",
    "the_sequence_is_at_its_last_number": "UPDATE queueing_numbersequence SET last_number = 7",
    "a_number_and_its_booking_agree": "DELETE FROM queueing_ticket",
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
        cursor.execute("UPDATE queueing_numbersequence SET last_number = 7")
    out = StringIO()

    with pytest.raises(CommandError, match="1 dari"):
        call_command("prove", stdout=out)

    assert "TIDAK Urutan nomor menunjuk nomor terakhir" in out.getvalue()
