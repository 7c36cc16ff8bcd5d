"""What exceeds after a cut: exactly that, families whole, and the nearest places for them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queueing.rules.seating import Lane
from queueing.rules.slot_seats import SlotSeats
from queueing.rules.surplus import Booked, nearest, surplus

NOON = datetime(2020, 11, 23, 5, tzinfo=UTC)
SLOT = 7


def booked(*parties: str) -> list[Booked]:
    """Make parties, the earliest booked first: "a3" is party a of three, "b2!" is one of priority."""
    people: list[Booked] = []
    for minute, party in enumerate(parties):
        lane = Lane.PRIORITY if party.endswith("!") else Lane.GENERAL
        for _ in range(int(party[1])):
            people.append(Booked(len(people), party[0], SLOT, lane, NOON + timedelta(minutes=minute)))
    return people


@pytest.mark.parametrize(
    ("parties", "seats", "moved"),
    [
        ("", 0, ""),
        ("a1 b1 c1", 3, ""),
        ("a1 b1 c1", 4, ""),
        ("a1 b1 c1", 2, "c"),
        ("a1 b1 c1", 0, "abc"),
        ("a1 b1 c1", -1, "abc"),
        # Whole parties, the latest first where as few persons are moved.
        ("a2 b1 c3", 3, "c"),
        ("a1 b2 c1 d2", 4, "d"),
        ("a1 b2 c1 d2", 3, "cd"),
        # Only what exceeds: one who came alone rather than three of whom two could have stayed.
        ("a1 b3", 3, "a"),
        ("a2 b2 c3", 3, "ab"),
        # Nothing adds up: as little more as possible.
        ("a3 b3", 5, "b"),
        ("a4 b3", 6, "b"),
        ("a3 b4", 6, "a"),
        # Priority last, and a family with one of them is of priority.
        ("a1 b1!", 1, "a"),
        ("a3 b1!", 3, "a"),
        ("a1 b1! c1!", 1, "ac"),
        ("a1 b3!", 3, "a"),
        # A party of priority has to go and is enough by itself: the others stay.
        ("a1 b3!", 2, "b"),
    ],
)
def test_parties_go_whole_few_and_latest_first(parties: str, seats: int, moved: str) -> None:
    people = booked(*parties.split())
    found = {person.party for person in people if person.id in surplus(people, {SLOT: seats})}

    assert "".join(sorted(str(party) for party in found)) == moved


def test_one_person_of_priority_makes_a_family_go_last() -> None:
    people = booked("a1", "b2")
    grandmother = Booked(9, "b", SLOT, Lane.PRIORITY, people[-1].booked_at)

    assert surplus([*people, grandmother], {SLOT: 3}) == [0]


def test_only_slots_that_are_cut_are_looked_at_and_each_by_itself() -> None:
    people = [Booked(number, number, slot, Lane.GENERAL, NOON) for number, slot in enumerate([1, 1, 2, 2, 3, 3])]

    assert surplus(people, {3: 1, 1: 2}) == [5]
    assert surplus(people, {3: 1, 1: 1}) == [5, 1]


def test_a_party_in_two_slots_is_looked_at_slot_by_slot() -> None:
    people = [Booked(1, "a", 1, Lane.GENERAL, NOON), Booked(2, "a", 2, Lane.GENERAL, NOON)]

    assert surplus(people, {1: 0, 2: 1}) == [1]


def by_trying(people: Sequence[Booked], seats: int) -> set[int]:
    """Look at every set of parties and take the best by the rule as it is written down."""
    parties = sorted({person.party for person in people}, key=str, reverse=True)  # the latest first
    size = {party: sum(person.party == party for person in people) for party in parties}
    ranks = {person.party for person in people if person.lane == Lane.PRIORITY}
    exceed = len(people) - seats

    def badness(moved: tuple[object, ...]) -> tuple[int, int, list[bool]]:
        of_priority = sum(size[party] for party in moved if party in ranks)
        return of_priority, sum(size[party] for party in moved), [party not in moved for party in parties]

    sets = [each for count in range(len(parties) + 1) for each in combinations(parties, count)]
    best = min((each for each in sets if sum(size[party] for party in each) >= exceed), key=badness)
    return {person.id for person in people if person.party in best}


@settings(max_examples=250, deadline=None)
@given(
    sizes=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["", "", "!"])), max_size=8),
    share=st.floats(0, 1),
)
def test_no_set_of_parties_is_better_than_the_one_found(sizes: list[tuple[int, str]], share: float) -> None:
    people = booked(*(f"{name}{size}{mark}" for name, (size, mark) in zip("abcdefgh", sizes, strict=False)))
    seats = round(share * len(people))
    moved = surplus(people, {SLOT: seats})
    parties = {person.party for person in people if person.id in moved}
    smallest = min((sum(person.party == party for person in people) for party in parties), default=1)

    assert set(moved) == by_trying(people, seats)
    assert len(moved) == len(set(moved))
    assert 0 <= len(moved) - max(len(people) - seats, 0) <= smallest - 1


def slots(*hours_and_free: tuple[float, int]) -> list[SlotSeats]:
    """Make slots so many hours after noon in Jakarta, numbered from 0."""
    return [SlotSeats(id_, NOON + timedelta(hours=hours), free) for id_, (hours, free) in enumerate(hours_and_free)]


@pytest.mark.parametrize(
    ("candidates", "persons", "expected"),
    [
        ([], 1, []),
        ([(2, 1), (1, 1), (-1.5, 1)], 1, [1, 2, 0]),
        ([(1, 1), (2, 3)], 2, [1]),
        ([(1, 0)], 1, []),
        # As near: the later one.
        ([(-1, 1), (1, 1)], 1, [1, 0]),
        # No more than three.
        ([(4, 1), (3, 1), (2, 1), (1, 1)], 1, [3, 2, 1]),
        # The same day first: in Jakarta 11.5 hours before noon is today, 12.5 hours before is yesterday.
        ([(-12.5, 1), (13, 1), (-11.5, 1)], 1, [2, 0, 1]),
        ([(12.5, 1), (-11.9, 1), (11.9, 1)], 1, [2, 1, 0]),
    ],
)
def test_the_nearest_places_with_room_for_all_come_first(
    candidates: list[tuple[float, int]], persons: int, expected: list[int]
) -> None:
    assert nearest(NOON, slots(*candidates), persons, zone="Asia/Jakarta") == expected


def test_which_day_is_the_same_depends_on_the_zone() -> None:
    candidates = slots((-11, 1), (10.5, 1))

    assert nearest(NOON, candidates, 1, zone="Asia/Jakarta", limit=1) == [1]
    assert nearest(NOON, candidates, 1, zone="Asia/Jayapura", limit=1) == [0]
