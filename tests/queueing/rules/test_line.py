"""Who of the line is offered the freed seats of a slot, and what a larger party gathers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queueing.rules.line import FreedSeat, InLine, Passing, kept_until, pass_on

NOW = datetime(2020, 11, 26, 3, tzinfo=UTC)
SLOT = NOW + timedelta(days=3)


def seats(count: int, *, minutes_ago: int = 0, is_shut: bool = True, first: int = 1) -> list[FreedSeat]:
    freed_at = NOW - timedelta(minutes=minutes_ago)
    return [FreedSeat(number, freed_at, is_shut) for number in range(first, first + count)]


def line(*persons: int) -> list[InLine]:
    return [InLine(UUID(int=place), count) for place, count in enumerate(persons, start=1)]


def offered(passing: Passing) -> dict[int, int]:
    return {party.int: len(given) for party, given in passing.offers.items()}


@pytest.mark.parametrize(
    ("freed", "persons", "given", "kept"),
    [
        (1, [1], {1: 1}, 0),
        (1, [1, 1], {1: 1}, 0),
        (2, [1, 1], {1: 1, 2: 1}, 0),
        (0, [1], {}, 0),
        (3, [], {}, 0),
        (3, [2, 1], {1: 2, 2: 1}, 0),
        (3, [2, 2], {1: 2}, 1),  # half of it is there: the seat is kept for the second
        (2, [4, 1, 1], {}, 2),
        (1, [4, 1], {2: 1}, 0),  # less than half: the seat passes by the larger party
        (3, [1, 6, 1, 1], {1: 1, 3: 1, 4: 1}, 0),
        (4, [1, 6, 1, 1], {1: 1}, 3),
        (5, [1, 6, 6, 1], {1: 1}, 4),
    ],
)
def test_seats_go_to_the_first_they_are_enough_for_and_a_larger_party_gathers(
    freed: int, persons: list[int], given: dict[int, int], kept: int
) -> None:
    passing = pass_on(seats(freed), line(*persons), slot_starts_at=SLOT, now=NOW)

    assert offered(passing) == given
    assert len(passing.kept) == kept


def test_a_seat_that_was_kept_long_enough_passes_to_the_next() -> None:
    freed = [*seats(1, minutes_ago=120), *seats(1, minutes_ago=119, first=2)]

    passing = pass_on(freed, line(4, 1, 1), slot_starts_at=SLOT, now=NOW)

    assert passing.offers == {UUID(int=2): (1,)}
    assert passing.kept == {2: NOW + timedelta(minutes=1)}


def test_a_seat_the_public_may_have_is_given_but_never_shut_again() -> None:
    freed = seats(2, is_shut=False)

    assert offered(pass_on(freed, line(2), slot_starts_at=SLOT, now=NOW)) == {1: 2}
    assert pass_on(freed, line(4), slot_starts_at=SLOT, now=NOW).kept == {}


def test_a_party_keeps_seats_in_one_slot_at_a_time() -> None:
    passing = pass_on(seats(1), line(2, 1), slot_starts_at=SLOT, now=NOW, gathering_elsewhere=frozenset({UUID(int=1)}))

    assert offered(passing) == {2: 1}


@pytest.mark.parametrize(("hours_left", "kept_hours"), [(2, 0.5), (8, 2), (9, 2), (240, 2)])
def test_a_seat_is_kept_two_hours_at_most_and_a_quarter_of_what_is_left(hours_left: int, kept_hours: float) -> None:
    assert kept_until(NOW, NOW + timedelta(hours=hours_left)) == NOW + timedelta(hours=kept_hours)


@given(st.integers(0, 12), st.lists(st.integers(1, 6), max_size=12))
def test_no_seat_is_given_twice_and_whoever_could_be_served_is(freed: int, persons: list[int]) -> None:
    parties = line(*persons)
    passing = pass_on(seats(freed), parties, slot_starts_at=SLOT, now=NOW)
    given_seats = [seat for taken in passing.offers.values() for seat in taken]

    assert len(given_seats) == len(set(given_seats))
    assert not set(given_seats) & set(passing.kept)
    assert all(len(passing.offers[party.id]) == party.persons for party in parties if party.id in passing.offers)
    left = freed - len(given_seats) - len(passing.kept)
    assert all(party.persons > left for party in parties if party.id not in passing.offers)


def test_seats_that_were_given_up_first_go_first() -> None:
    freed = [*seats(1, minutes_ago=1, first=1), *seats(1, minutes_ago=9, first=2)]

    assert pass_on(freed, line(1, 1), slot_starts_at=SLOT, now=NOW).offers == {UUID(int=1): (2,), UUID(int=2): (1,)}
