"""A draw: anybody can recompute it, it allots what there is, and speed and repetition buy nothing."""

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import permutations
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queueing.rules.draw import Allotment, Wish, allot, order, seed_digest
from queueing.rules.slot_seats import SlotSeats

DAY = datetime(2020, 11, 30, tzinfo=UTC)
ALWAYS = (DAY, DAY + timedelta(days=7))


def seed(number: int) -> bytes:
    return hashlib.sha256(f"seed {number}".encode()).digest()


def slot(id_: int, hour: int, free: int) -> SlotSeats:
    return SlotSeats(id_, DAY + timedelta(hours=hour), free)


def wish(persons: int = 1, from_hour: int = 0, until_hour: int = 24) -> Wish:
    return Wish(persons, DAY + timedelta(hours=from_hour), DAY + timedelta(hours=until_hour))


def test_the_order_is_what_a_shell_computes_from_the_seed() -> None:
    """As `(head -c 32 seed; printf r1) | sha256sum` gives it for each id, sorted."""
    by_hand = {id_: hashlib.sha256(bytes(32) + id_.encode()).hexdigest() for id_ in ("r1", "r2", "r3")}

    assert order(bytes(32), ["r1", "r2", "r3"]) == sorted(by_hand, key=by_hand.__getitem__) == ["r3", "r2", "r1"]
    assert seed_digest(bytes(32)) == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_seed_that_could_be_found_by_trying_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seed_digest(bytes(length))


@settings(max_examples=100, deadline=None)
@given(ids=st.lists(st.text(max_size=12)), number=st.integers(), data=st.data())
def test_neither_the_moment_nor_the_number_of_requests_moves_a_rank(
    ids: list[str], number: int, data: st.DataObject
) -> None:
    sent_again = data.draw(st.permutations(ids + ids[:3]))

    assert order(seed(number), sent_again) == order(seed(number), ids)
    assert sorted(order(seed(number), ids)) == sorted(set(ids))


@pytest.mark.parametrize(
    ("wishes", "slots", "given_", "without"),
    [
        ({"a": wish()}, [], {}, ["a"]),
        ({"a": wish()}, [slot(1, 8, 1)], {"a": 1}, []),
        # The earliest slot, whatever the order of slots.
        ({"a": wish()}, [slot(1, 9, 1), slot(2, 8, 1)], {"a": 2}, []),
        ({"a": wish(), "b": wish()}, [slot(1, 8, 1), slot(2, 9, 5)], {"a": 1, "b": 2}, []),
        ({"a": wish()}, [slot(2, 8, 1), slot(1, 8, 1)], {"a": 1}, []),
        # Within the wish, half-open.
        ({"a": wish(from_hour=9)}, [slot(1, 8, 1), slot(2, 9, 1)], {"a": 2}, []),
        ({"a": wish(until_hour=8)}, [slot(1, 8, 1)], {}, ["a"]),
        # A party is never split; a smaller one further down takes what is left.
        ({"a": wish(3)}, [slot(1, 8, 2), slot(2, 9, 2)], {}, ["a"]),
        ({"a": wish(3), "b": wish(2)}, [slot(1, 8, 2), slot(2, 9, 3)], {"a": 2, "b": 1}, []),
        ({"a": wish(2), "b": wish(2), "c": wish(1)}, [slot(1, 8, 3)], {"a": 1, "c": 1}, ["b"]),
    ],
)
def test_each_party_gets_the_earliest_slot_that_holds_all_of_it(
    wishes: dict[str, Wish], slots: list[SlotSeats], given_: dict[str, int], without: list[str]
) -> None:
    assert allot(list(wishes), wishes, slots) == Allotment(given_, without)


def test_a_wish_that_was_taken_back_gets_nothing_and_takes_nothing() -> None:
    assert allot(["a", "b"], {"b": wish()}, [slot(1, 8, 1)]) == Allotment({"b": 1}, ["a"])


@settings(max_examples=100, deadline=None)
@given(
    parties=st.lists(st.builds(wish, st.integers(1, 6), st.integers(0, 12), st.integers(12, 24)), max_size=30),
    free=st.lists(st.tuples(st.integers(0, 23), st.integers(0, 12)), max_size=6),
)
def test_no_seat_is_given_twice_and_nobody_goes_without_where_there_was_room(
    parties: list[Wish], free: list[tuple[int, int]]
) -> None:
    slots = [slot(number, hour, seats) for number, (hour, seats) in enumerate(free)]
    wishes = {f"r{number}": party for number, party in enumerate(parties)}
    result = allot(order(seed(1), wishes), wishes, slots)

    taken = Counter({each.id: 0 for each in slots})
    for id_, slot_id in result.given.items():
        taken[slot_id] += wishes[id_].persons
    assert all(taken[each.id] <= each.free for each in slots)
    assert sorted([*result.given, *result.without]) == sorted(wishes)
    for id_ in result.without:
        inside = [each for each in slots if wishes[id_].earliest <= each.starts_at < wishes[id_].latest]
        assert all(each.free - taken[each.id] < wishes[id_].persons for each in inside)


def test_every_order_of_four_is_equally_probable() -> None:
    """Chi-square over 24 orders, 23 degrees of freedom: 49.7 is passed by one fair draw in a thousand."""
    draws = 4800
    seen = Counter(tuple(order(seed(number), "abcd")) for number in range(draws))
    expected = draws / 24

    assert sum((seen[each] - expected) ** 2 / expected for each in permutations("abcd")) < 49.7


def test_bots_that_send_twenty_times_and_first_win_as_often_as_people() -> None:
    """1,000 people and 50 bots for 250 seats, 200 draws: both rates within three standard deviations of the seats'."""
    people = [f"person {number}" for number in range(1000)]
    bots = [f"bot {number}" for number in range(50)]
    wishes = {id_: Wish(1, *ALWAYS) for id_ in people + bots}
    slots = [slot(number, 1 + number, 50) for number in range(5)]
    draws, share = 200, 250 / 1050
    won = Counter(
        id_.split()[0]
        for number in range(draws)
        for id_ in allot(order(seed(number), bots * 20 + people), wishes, slots).given
    )

    assert won.total() == 250 * draws
    for kind, members in (("bot", 50), ("person", 1000)):
        # Drawn without replacement: what one kind gets varies by as much as what the other does.
        deviation = sqrt(draws * 250 * (50 / 1050) * (1000 / 1050) * (800 / 1049))
        assert abs(won[kind] - draws * members * share) < 3 * deviation
