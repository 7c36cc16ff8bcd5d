"""What must hold of the queue at any moment, as questions that find what breaks it: one query each, no lock taken.

Most of it the database refuses in the first place; these find what came in past it: a restored backup, a repair by
hand, a trigger that somebody switched off. `manage.py prove` asks them all, and so does every night.
"""

# ruff: noqa: S608 - the queries are put together from constants of our own

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that holds, said in Indonesian, and the query for the ids of what breaks it."""

    name: str
    sentence: str
    broken: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What one question found: how many rows break it, and the ids of the first of them."""

    invariant: Invariant
    count: int
    examples: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.count


_SEATED: Final = "('held', 'confirmed', 'checked_in', 'served', 'no_show')"
_EXPECTED: Final = "('confirmed', 'checked_in')"

#: Notices are kept for 90 days (queueing/actions/forgetting.py): older parties have none any more.
INVARIANTS: Final = (
    Invariant(
        "one_live_booking_per_seat",
        "Satu tempat diduduki paling banyak satu pesanan.",
        f"SELECT seat_id FROM queueing_booking WHERE state IN {_SEATED} GROUP BY seat_id HAVING count(*) > 1",
    ),
    Invariant(
        "a_taken_seat_has_its_booking",
        "Tempat yang terisi menunjuk pesanan yang berlaku pada tempat dan sesi itu.",
        f"""SELECT seat.id FROM queueing_seat AS seat
            LEFT JOIN queueing_booking AS booking ON booking.id = seat.taken_by_id
            WHERE seat.taken_by_id IS NOT NULL AND (booking.id IS NULL OR booking.seat_id IS DISTINCT FROM seat.id
                OR booking.slot_id IS DISTINCT FROM seat.slot_id OR booking.state NOT IN {_SEATED})""",
    ),
    Invariant(
        "a_live_booking_has_its_seat",
        "Pesanan yang berlaku menempati tempatnya.",
        f"""SELECT booking.id FROM queueing_booking AS booking
            LEFT JOIN queueing_seat AS seat ON seat.id = booking.seat_id
            WHERE booking.state IN {_SEATED} AND seat.taken_by_id IS DISTINCT FROM booking.id""",
    ),
    Invariant(
        "no_slot_is_oversold",
        "Tidak ada sesi yang pesanannya melebihi tempatnya.",
        f"""SELECT booking.slot_id FROM queueing_booking AS booking WHERE booking.state IN {_SEATED}
            GROUP BY booking.slot_id
            HAVING count(*) > (SELECT count(*) FROM queueing_seat AS seat WHERE seat.slot_id = booking.slot_id)""",
    ),
    Invariant(
        "one_live_booking_per_resident",
        "Satu NIK punya paling banyak satu pesanan yang berlaku.",
        f"""SELECT min(id) FROM queueing_booking WHERE state IN {_EXPECTED} AND nik_index IS NOT NULL
            GROUP BY nik_index HAVING count(*) > 1""",
    ),
    Invariant(
        "a_party_and_its_people_agree",
        "Keadaan rombongan sesuai dengan keadaan orang-orangnya.",
        f"""SELECT party.id FROM queueing_party AS party WHERE
            (party.state = 'held' AND NOT EXISTS
                (SELECT FROM queueing_booking WHERE party_id = party.id AND state = 'held'))
            OR (party.state <> 'held' AND EXISTS
                (SELECT FROM queueing_booking WHERE party_id = party.id AND state = 'held'))
            OR (party.state <> 'confirmed' AND EXISTS
                (SELECT FROM queueing_booking WHERE party_id = party.id AND state IN {_EXPECTED}))
            OR (party.state IN ('waiting', 'drawing', 'offered') AND NOT EXISTS
                (SELECT FROM queueing_booking WHERE party_id = party.id AND state = 'wished'))""",
    ),
    Invariant(
        "people_of_a_party_sit_in_its_slot",
        "Orang-orang satu rombongan datang pada sesi rombongannya.",
        f"""SELECT booking.id FROM queueing_booking AS booking
            JOIN queueing_party AS party ON party.id = booking.party_id
            WHERE booking.state IN {_SEATED} AND booking.slot_id IS DISTINCT FROM party.slot_id""",
    ),
    Invariant(
        "no_party_is_larger_than_its_form",
        "Tidak ada rombongan yang lebih besar daripada formulirnya.",
        """SELECT party.id FROM queueing_party AS party JOIN queueing_booking AS booking ON booking.party_id = party.id
            GROUP BY party.id HAVING count(*) > party.persons""",
    ),
    Invariant(
        "an_offered_seat_has_a_party_that_is_asked",
        "Tempat yang ditawarkan menunggu jawaban rombongan yang masih ditanya.",
        """SELECT seat.id FROM queueing_seat AS seat
            LEFT JOIN queueing_party AS party ON party.id = seat.offered_to_id
            WHERE seat.offered_to_id IS NOT NULL
                AND (party.id IS NULL OR party.state NOT IN ('offered', 'confirmed')
                    OR seat.taken_by_id IS NOT NULL)""",
    ),
    Invariant(
        "an_offered_party_has_a_seat_for_each",
        "Rombongan yang ditawari tempat punya satu tempat untuk setiap orangnya.",
        """SELECT party.id FROM queueing_party AS party WHERE party.state = 'offered'
            AND (SELECT count(*) FROM queueing_seat AS seat WHERE seat.offered_to_id = party.id)
                <> (SELECT count(*) FROM queueing_booking WHERE party_id = party.id AND state = 'wished')""",
    ),
    Invariant(
        "a_place_that_a_cut_took_is_asked_about",
        "Siapa yang tempatnya diambil pengurangan sudah ditanya, dan pertanyaannya belum dijawab.",
        """SELECT seat.id FROM queueing_seat AS seat JOIN queueing_booking AS booking ON booking.id = seat.taken_by_id
            WHERE seat.cut_id IS NOT NULL AND booking.state = 'confirmed' AND NOT EXISTS
                (SELECT FROM queueing_moveproposal AS asked WHERE asked.party_id = booking.party_id
                    AND asked.state IN ('open', 'unanswered'))""",
    ),
    Invariant(
        "rows_keep_to_the_area_of_their_office",
        "Wilayah rombongan, pesanan, dan nomor antrean adalah wilayah kantornya.",
        """SELECT party.id::text FROM queueing_party AS party
            JOIN queueing_office AS office ON office.id = party.office_id
            WHERE party.area <> office.region_id
            UNION ALL
            SELECT booking.id::text FROM queueing_booking AS booking
            JOIN queueing_party AS party
                ON party.id = booking.party_id WHERE booking.area <> party.area
            UNION ALL
            SELECT ticket.id::text FROM queueing_ticket AS ticket JOIN queueing_office AS office
                ON office.id = ticket.office_id WHERE ticket.area <> office.region_id""",
    ),
    Invariant(
        "a_slot_lies_on_its_day",
        "Sesi jatuh pada tanggalnya menurut jam kantor.",
        """SELECT slot.id FROM queueing_recordingslot AS slot
            JOIN queueing_office AS office ON office.id = slot.office_id
            WHERE (slot.starts_at AT TIME ZONE office.time_zone)::date <> slot.day""",
    ),
    Invariant(
        "every_confirmed_booking_stands_in_the_book",
        "Setiap pesanan yang pernah terpesan tercatat sekali dalam buku antrean.",
        """SELECT booking.id FROM queueing_booking AS booking LEFT JOIN queueing_queueevent AS event
                ON event.booking_id = booking.id AND event.kind IN ('confirmed', 'drawn')
            WHERE booking.confirmed_at IS NOT NULL GROUP BY booking.id HAVING count(event.id) <> 1""",
    ),
    Invariant(
        "every_confirmed_party_was_told_once",
        "Setiap rombongan yang terpesan punya tepat satu pemberitahuan terpesan.",
        """SELECT party.id FROM queueing_party AS party
            LEFT JOIN queueing_notice AS notice
                ON notice.party_id = party.id AND notice.once_key = 'confirmed:' || party.id
            WHERE party.state = 'confirmed' AND party.channel <> ''
                AND party.confirmed_at > statement_timestamp() - interval '80 days' -- notices are kept for 90
            GROUP BY party.id HAVING count(notice.id) <> 1""",
    ),
    Invariant(
        "no_notice_waits_too_long",
        "Tidak ada pemberitahuan yang tertunda lebih dari 15 menit.",
        """SELECT id FROM queueing_notice WHERE state IN ('waiting', 'sending')
            AND due_at < statement_timestamp() - interval '15 minutes'""",
    ),
    Invariant(
        "numbers_have_neither_gap_nor_twin",
        "Nomor antrean sehari berurutan tanpa lompatan dan tanpa kembar.",
        """SELECT min(id) FROM queueing_ticket GROUP BY office_id, day, letter
            HAVING count(DISTINCT number) <> count(*) OR max(number) <> count(*) OR min(number) <> 1""",
    ),
    Invariant(
        "the_sequence_is_at_its_last_number",
        "Urutan nomor menunjuk nomor terakhir yang diberikan.",
        """SELECT drawn.id FROM queueing_numbersequence AS drawn LEFT JOIN queueing_ticket AS ticket
                ON ticket.office_id = drawn.office_id AND ticket.day = drawn.day AND ticket.letter = drawn.letter
            WHERE drawn.letter <> '#' -- the calls of the day
            GROUP BY drawn.id HAVING coalesce(max(ticket.number), 0) <> drawn.last_number""",
    ),
    Invariant(
        "a_number_and_its_booking_agree",
        "Pesanan yang sudah datang atau selesai punya nomor antrean, dan sebaliknya.",
        """SELECT booking.id FROM queueing_booking AS booking LEFT JOIN queueing_ticket AS ticket
                ON ticket.booking_id = booking.id
            WHERE (booking.state IN ('checked_in', 'served')) AND ticket.id IS NULL
                OR ticket.state = 'served' AND booking.state <> 'served'""",
    ),
    Invariant(
        "calls_have_neither_gap_nor_twin",
        "Panggilan sehari berurutan tanpa lompatan dan tanpa kembar.",
        """SELECT min(call.id) FROM queueing_call AS call LEFT JOIN queueing_numbersequence AS drawn
                ON drawn.office_id = call.office_id AND drawn.day = call.day AND drawn.letter = '#'
            GROUP BY call.office_id, call.day
            HAVING count(DISTINCT ordinal) <> count(*) OR max(ordinal) <> count(*) OR min(ordinal) <> 1
                OR max(ordinal) IS DISTINCT FROM max(drawn.last_number)""",
    ),
    Invariant(
        "a_counter_serves_one_number",
        "Satu loket melayani paling banyak satu nomor.",
        """SELECT counter_id FROM queueing_ticket WHERE state = 'called'
            GROUP BY counter_id HAVING count(*) > 1 OR counter_id IS NULL""",
    ),
    Invariant(
        "a_number_at_a_counter_was_called_there",
        "Nomor yang sedang dilayani terakhir dipanggil ke loketnya.",
        """SELECT ticket.id FROM queueing_ticket AS ticket WHERE ticket.state = 'called'
            AND ticket.counter_id IS DISTINCT FROM (SELECT call.counter_id FROM queueing_call AS call
                WHERE call.ticket_id = ticket.id AND call.withdrawn_at IS NULL ORDER BY call.ordinal DESC LIMIT 1)""",
    ),
    Invariant(
        "no_recording_lasts_longer_than_a_day",
        "Tidak ada perekaman yang terbuka lebih dari sehari.",
        """SELECT id FROM queueing_recordingsession WHERE ended_at IS NULL
            AND started_at < statement_timestamp() - interval '1 day'""",
    ),
    Invariant(
        "a_recording_has_moved_the_card",
        "Setiap perekaman yang berhasil menggerakkan kartu warganya.",
        """SELECT session.id FROM queueing_recordingsession AS session WHERE session.outcome = 'captured'
            AND NOT EXISTS (SELECT FROM registry_cardevent AS moved
                WHERE moved.resident_id = session.resident_id AND moved.at = session.ended_at)""",
    ),
    Invariant(
        "holds_end",
        "Tempat tidak ditahan lebih dari satu jam oleh formulir yang tidak diselesaikan.",
        """SELECT id FROM queueing_party WHERE state = 'held'
            AND held_until < statement_timestamp() - interval '1 hour'""",
    ),
)


def prove() -> Iterator[Proof]:
    """Ask every question, in order, and give what it found."""
    for invariant in INVARIANTS:
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH broken (id) AS ({invariant.broken})"
                " SELECT (SELECT count(*) FROM broken), ARRAY(SELECT id::text FROM broken ORDER BY 1 LIMIT %s)",
                [SHOWN],
            )
            count, examples = cursor.fetchone()
        yield Proof(invariant, count, tuple(examples))
