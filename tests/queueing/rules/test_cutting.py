"""What a cut takes of a slot, as tables."""

from __future__ import annotations

import datetime

import pytest

from queueing.rules.cutting import SeatNow, answer_by, cut_of, seats_lost
from queueing.rules.surplus import Booked

NINE = datetime.datetime(2020, 11, 24, 2, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def free(number: int, lane: str = "general", *, withheld: str = "", is_offered: bool = False) -> SeatNow:
    return SeatNow(number, number, lane, withheld=withheld, is_offered=is_offered)


def booked(number: int, party: str, *, minutes: int = 0, unfinished: bool = False) -> SeatNow:
    one = Booked(100 + number, party, 1, "general", NINE + datetime.timedelta(minutes=minutes))
    if unfinished:
        return SeatNow(number, number, "general", is_taken=True, unfinished=one)
    return SeatNow(number, number, "general", is_taken=True, booked=one)


@pytest.mark.parametrize(
    ("open_seats", "protocol", "cut", "devices", "lost"),
    [
        (9, 0, 0, None, 9),
        (9, 0, 0, 1, 3),
        (9, 0, 0, 3, 9),
        (9, 0, 0, 5, 9),
        (4, 5, 0, 1, 2),  # of the six seats that stay, four of nine are open: two
        (6, 0, 3, 1, 3),  # a device that stopped before is not counted again
        (0, 0, 9, 1, 0),
        (0, 9, 0, None, 0),
    ],
)
def test_a_device_takes_its_share_of_the_open_seats(
    open_seats: int, protocol: int, cut: int, devices: int | None, lost: int
) -> None:
    reasons = [""] * open_seats + ["protocol"] * protocol + ["cut"] * cut
    seats = [free(number, withheld=reason) for number, reason in enumerate(reasons, start=1)]

    assert seats_lost(seats, devices=devices, per_device=3) == lost


def test_free_seats_go_first_and_those_of_the_priority_lane_last() -> None:
    seats = [free(1), free(2), free(3, "priority"), free(4, "walk_in"), free(5, is_offered=True), booked(6, "a")]

    assert cut_of(1, seats, 2).seats == [2, 1]
    assert cut_of(1, seats, 5).seats == [2, 1, 4, 3, 5]
    assert cut_of(1, seats, 5).surplus == []


def test_unfinished_forms_end_before_anybody_who_is_booked_is_asked() -> None:
    seats = [booked(1, "a"), booked(2, "form", unfinished=True), booked(3, "form", unfinished=True)]

    cut = cut_of(1, seats, 1)

    assert (cut.unfinished, len(cut.seats), cut.surplus) == (["form"], 1, [])


def test_a_family_is_asked_whole_and_only_the_seats_that_are_missing_close() -> None:
    seats = [booked(1, "a"), booked(2, "a"), booked(3, "b", minutes=5), booked(4, "b", minutes=5)]

    cut = cut_of(1, seats, 1)

    assert sorted(cut.surplus) == [103, 104]
    assert len(cut.seats) == 1


def test_people_in_the_hall_are_asked_nothing() -> None:
    here = SeatNow(1, 1, "general", is_taken=True)

    cut = cut_of(1, [here], 1)

    assert (cut.seats, cut.surplus) == ([], [])


@pytest.mark.parametrize(
    ("was", "proposed", "hours"),
    [(72, 96, 24), (10, 30, 9.5), (72, 5, 4.5), (72, None, 24), (0.25, None, 0)],
)
def test_an_answer_is_awaited_a_day_but_not_beyond_either_slot(
    was: float, proposed: float | None, hours: float
) -> None:
    until = answer_by(NINE, was=NINE + was * HOUR, proposed=None if proposed is None else NINE + proposed * HOUR)

    assert until == NINE + hours * HOUR
