"""The codes that the rules give are those that are stored."""

from typing import get_args, get_type_hints

from queueing.choices import Lane, Withheld
from queueing.models import Booking
from queueing.rules import seating
from queueing.rules.entitlement import Verdict


def test_the_lanes_of_a_plan_are_those_of_a_seat() -> None:
    assert [lane.value for lane in seating.Lane] == Lane.values


def test_a_plan_withholds_for_reasons_that_a_seat_knows() -> None:
    assert set(get_args(get_type_hints(seating.SeatPlan)["withheld"])) <= set(Withheld.values)


def test_every_verdict_fits_into_its_column() -> None:
    assert max(len(verdict) for verdict in Verdict) <= (Booking._meta.get_field("verdict").max_length or 0)
