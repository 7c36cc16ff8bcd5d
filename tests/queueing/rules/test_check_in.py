"""Who gets her number now, from when else, and what is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from queueing.choices import BookingState
from queueing.rules.check_in import EARLIEST, Arrival, decide

JAKARTA = ZoneInfo("Asia/Jakarta")
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=JAKARTA)
HALF_PAST = TEN + timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "is_here", "now", "arrival", "said"),
    [
        ("confirmed", True, TEN - EARLIEST - MINUTE, Arrival.TOO_EARLY, "mulai pukul 09.00"),
        ("confirmed", True, TEN - EARLIEST, Arrival.ON_TIME, "10.00 sampai 10.30"),
        ("confirmed", True, HALF_PAST - MINUTE, Arrival.ON_TIME, "Tepat waktu"),
        ("confirmed", True, HALF_PAST, Arrival.LATE, "Terlambat: sesinya 10.00 sampai 10.30"),
        ("no_show", True, TEN + MINUTE, Arrival.LATE, "sejak sekarang"),
        ("confirmed", True, TEN - timedelta(days=1), Arrival.LATER_DAY, "20 November 2026 pukul 10.00, bukan hari ini"),
        ("confirmed", True, TEN + timedelta(days=1), Arrival.DAY_PAST, "sudah lewat"),
        ("no_show", True, TEN + timedelta(days=1), Arrival.DAY_PAST, "tercatat tidak datang"),
        ("confirmed", False, TEN, Arrival.ELSEWHERE, "di Kantor Zona 2, 20 November 2026"),
        ("confirmed", False, TEN + timedelta(days=1), Arrival.DAY_PAST, "sudah lewat"),
        ("checked_in", True, TEN, Arrival.HAS_NUMBER, "Sudah punya nomor"),
        ("served", True, TEN, Arrival.SERVED, "Sudah dilayani"),
        ("cancelled", True, TEN, Arrival.CANCELLED, "dibatalkan"),
        ("held", True, TEN, Arrival.NOT_BOOKED, "belum menjadi pesanan"),
    ],
)
def test_how_somebody_has_come(state: str, is_here: bool, now: datetime, arrival: Arrival, said: str) -> None:
    found = decide(state, office="Kantor Zona 2", is_here=is_here, starts_at=TEN, ends_at=HALF_PAST, now=now)

    assert (found.arrival, said in found.sentence) == (arrival, True), found.sentence
    assert not (found.gets_number and found.may_walk_in)


def test_every_state_of_a_booking_is_answered() -> None:
    for state in BookingState.values:
        assert decide(state, office="", is_here=True, starts_at=None, ends_at=None, now=TEN).sentence


@pytest.mark.parametrize(
    ("arrival_of", "gets", "may_walk_in"),
    [("confirmed", True, False), ("checked_in", False, False), ("served", False, False), ("cancelled", False, True)],
)
def test_who_may_come_in_without_her_booking(arrival_of: str, gets: bool, may_walk_in: bool) -> None:
    found = decide(arrival_of, office="", is_here=True, starts_at=TEN, ends_at=HALF_PAST, now=TEN)

    assert (found.gets_number, found.may_walk_in) == (gets, may_walk_in)
