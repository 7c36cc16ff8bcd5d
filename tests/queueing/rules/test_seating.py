"""How a slot is cut into seats: counted by tables, and by numbers nobody chose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queueing.rules.seating import ImpossibleShares, Lane, SeatPlan, plan_seats

PERCENT = st.integers(0, 100)


def planned(
    devices: int = 1,
    slot: int = 60,
    each: int = 6,
    *,
    protocol: int = 100,
    walk_in: int = 0,
    priority: int = 0,
    same_day: int = 0,
) -> tuple[SeatPlan, ...]:
    return plan_seats(
        devices=devices,
        slot_minutes=slot,
        minutes_per_recording=each,
        protocol_percent=protocol,
        walk_in_percent=walk_in,
        priority_percent=priority,
        same_day_percent=same_day,
    )


def counted(seats: tuple[SeatPlan, ...]) -> tuple[int, int, int, int, int]:
    """Count general seats, those of the same morning among them, priority, walk-in and withheld ones."""
    given_out = [seat for seat in seats if not seat.withheld]
    lanes = [seat.lane for seat in given_out]
    return (
        lanes.count(Lane.GENERAL),
        sum(seat.same_day for seat in given_out),
        lanes.count(Lane.PRIORITY),
        lanes.count(Lane.WALK_IN),
        len(seats) - len(given_out),
    )


@pytest.mark.parametrize(
    ("devices", "slot", "each", "seats"),
    [(1, 60, 6, 10), (4, 60, 6, 40), (2, 30, 7, 8), (3, 30, 30, 3), (3, 30, 31, 0), (0, 60, 6, 0), (1, 0, 6, 0)],
)
def test_a_device_records_one_person_after_another(devices: int, slot: int, each: int, seats: int) -> None:
    assert counted(planned(devices, slot, each)) == (seats, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("percent", "left", "withheld"),
    [(100, 10, 0), (75, 7, 3), (50, 5, 5), (19, 1, 9), (9, 1, 9), (0, 1, 9)],
)
def test_the_protocol_withholds_the_highest_numbers_and_never_all(percent: int, left: int, withheld: int) -> None:
    seats = planned(protocol=percent)

    assert counted(seats) == (left, 0, 0, 0, withheld)
    assert [seat.number for seat in seats if seat.withheld] == list(range(left + 1, 11))


@pytest.mark.parametrize(
    ("seats", "walk_in", "priority", "same_day", "expected"),
    [
        (10, 20, 10, 0, (7, 0, 1, 2, 0)),
        (10, 20, 10, 30, (7, 3, 1, 2, 0)),
        (10, 20, 10, 100, (7, 7, 1, 2, 0)),
        (10, 25, 0, 0, (7, 0, 0, 3, 0)),
        (10, 24, 0, 0, (8, 0, 0, 2, 0)),
        # A small slot still has a seat of every kind.
        (4, 10, 10, 10, (2, 1, 1, 1, 0)),
        (3, 5, 5, 5, (1, 1, 1, 1, 0)),
        # Too small for every kind: rounded as it comes, and one stays general.
        (2, 20, 20, 20, (2, 0, 0, 0, 0)),
        (2, 30, 20, 0, (1, 0, 0, 1, 0)),
        (2, 50, 50, 0, (1, 0, 1, 0, 0)),
        (1, 20, 20, 0, (1, 0, 0, 0, 0)),
        (1, 100, 0, 0, (0, 0, 0, 1, 0)),
        (1, 0, 0, 100, (1, 1, 0, 0, 0)),
        (2, 51, 25, 0, (1, 0, 0, 1, 0)),
        # The whole given away: one comes back, from the lane furthest above its share.
        (10, 100, 0, 0, (1, 0, 0, 9, 0)),
        (10, 0, 100, 0, (1, 0, 9, 0, 0)),
        (10, 50, 50, 0, (1, 0, 5, 4, 0)),
        (5, 50, 50, 0, (1, 0, 2, 2, 0)),
        (3, 99, 1, 0, (1, 0, 1, 1, 0)),
        (0, 20, 10, 10, (0, 0, 0, 0, 0)),
    ],
)
def test_every_share_gets_its_seats(
    seats: int, walk_in: int, priority: int, same_day: int, expected: tuple[int, ...]
) -> None:
    assert counted(planned(slot=6 * seats, walk_in=walk_in, priority=priority, same_day=same_day)) == expected


def test_shares_are_of_the_seats_that_the_protocol_leaves() -> None:
    assert counted(planned(protocol=50, walk_in=20, priority=20, same_day=20)) == (3, 1, 1, 1, 5)


def test_seats_stand_in_blocks_with_the_general_ones_first() -> None:
    seats = planned(1, 36, 6, protocol=84, walk_in=20, priority=20, same_day=20)

    assert [(seat.number, seat.lane, seat.withheld, seat.same_day) for seat in seats] == [
        (1, "general", "", False),
        (2, "general", "", False),
        (3, "general", "", True),
        (4, "priority", "", False),
        (5, "walk_in", "", False),
        (6, "general", "protocol", False),
    ]


@pytest.mark.parametrize(
    "shares", [{"walk_in": 60, "priority": 41}, {"protocol": 101}, {"protocol": -1}, {"same_day": 101}, {"walk_in": -1}]
)
def test_impossible_shares_are_refused_in_words(shares: dict[str, int]) -> None:
    with pytest.raises(ImpossibleShares, match=r"persen.*\."):
        planned(**shares)


@settings(max_examples=300, deadline=None)
@given(
    devices=st.integers(0, 12),
    slot=st.integers(0, 120),
    each=st.integers(1, 40),
    protocol=PERCENT,
    walk_in=PERCENT,
    priority=PERCENT,
    same_day=PERCENT,
)
def test_the_counts_of_any_plan_add_up(
    devices: int, slot: int, each: int, protocol: int, walk_in: int, priority: int, same_day: int
) -> None:
    priority = min(priority, 100 - walk_in)
    seats = planned(devices, slot, each, protocol=protocol, walk_in=walk_in, priority=priority, same_day=same_day)
    general, same_morning, first, unbooked, withheld = counted(seats)
    left = general + first + unbooked

    assert [seat.number for seat in seats] == list(range(1, devices * (slot // each) + 1))
    assert left + withheld == len(seats)
    assert left >= min(len(seats), 1)
    assert general >= (1 if left >= 2 else 0)
    assert same_morning <= general
    assert not any(seat.same_day for seat in seats if seat.withheld or seat.lane != Lane.GENERAL)
    if left >= 3:
        assert (first > 0, unbooked > 0, same_morning > 0) == (priority > 0, walk_in > 0, same_day > 0)
    for count, percent in ((first, priority), (unbooked, walk_in)):
        # A seat is owed to the general lane and one to the other lane; no more than that is missing.
        assert -2 <= count - left * percent / 100 <= 1
