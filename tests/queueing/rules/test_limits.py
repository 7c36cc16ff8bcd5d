"""The limits of booking, and that they agree with each other."""

import pytest

from queueing.rules import limits


@pytest.mark.parametrize(
    ("used", "persons", "may"),
    [
        (0, 1, True),
        (0, 6, True),
        (0, 7, False),
        (0, 0, False),
        (1, 4, True),
        (1, 5, False),
        (4, 1, True),
        (5, 1, False),
        (6, 1, False),
    ],
)
def test_a_phone_books_one_household_whole_and_then_five_people_in_all(used: int, persons: int, *, may: bool) -> None:
    assert limits.phone_may_book(used=used, persons=persons) is may


def test_a_code_dies_no_later_than_the_place_it_was_asked_for() -> None:
    assert limits.OTP_MINUTES <= limits.HOLD_MINUTES


def test_guessing_a_code_every_day_of_a_year_nearly_always_fails() -> None:
    guesses = limits.OTP_TRIES * limits.NIK_TRIES_A_DAY * 365

    assert guesses / 10**limits.OTP_FIGURES < 0.01


def test_a_cool_down_ends_before_the_absence_is_forgotten() -> None:
    assert limits.COOLING_DAYS < limits.COOLING_WINDOW_DAYS
