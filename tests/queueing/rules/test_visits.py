"""Whom the list of a team visit is made of, and which answers it takes in."""

import datetime

import pytest

from queueing.rules.visits import born_for_a_school, born_to_be_recorded, takes_answers
from registry.rules.due import SchoolYear

DAY = datetime.date(2026, 11, 27)


def test_whoever_turns_16_on_the_day_is_the_youngest_on_a_list() -> None:
    assert born_to_be_recorded(DAY).last == datetime.date(2010, 11, 27)


@pytest.mark.parametrize(
    ("begins", "first", "last"),
    [
        (2025, datetime.date(2008, 7, 1), datetime.date(2009, 6, 30)),
        (2026, datetime.date(2009, 7, 1), datetime.date(2010, 6, 30)),
        (2027, datetime.date(2010, 7, 1), datetime.date(2010, 11, 27)),  # the others are not 16 yet
    ],
)
def test_a_school_year_is_those_who_turn_17_in_it_and_may_be_recorded(
    begins: int, first: datetime.date, last: datetime.date
) -> None:
    born = born_for_a_school(SchoolYear(begins), DAY)
    assert born is not None
    assert (born.first, born.last) == (first, last)


def test_a_school_year_of_children_gives_nobody() -> None:
    assert born_for_a_school(SchoolYear(2028), DAY) is None


@pytest.mark.parametrize(
    ("state", "outcome", "taken"),
    [
        ("planned", "", False),
        ("under_way", "", True),
        ("under_way", "absent", True),
        ("closed", "", True),
        ("closed", "absent", False),
        ("called_off", "", False),
    ],
)
def test_a_late_answer_fills_what_is_empty_and_changes_nothing(state: str, outcome: str, taken: bool) -> None:
    assert takes_answers(state, outcome) is taken
