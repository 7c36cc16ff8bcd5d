"""How long booking rests after people stayed away."""

from datetime import date, timedelta

import pytest

from queueing.rules.cooling_down import cooling_until

TODAY = date(2020, 11, 26)


@pytest.mark.parametrize(
    ("days_ago", "rests_for"),
    [
        ([], None),
        ([0], None),
        ([3, 0], 7),
        ([0, 3], 7),
        ([4, 2], 5),
        ([8, 6], 1),
        ([9, 7], None),
        # Ninety days, half-open.
        ([89, 0], 7),
        ([90, 0], None),
        # A third absence rests it again, counted with the second.
        ([120, 100, 1], None),
        ([120, 40, 1], 6),
        ([5, 3, 1], 6),
        # Still to come.
        ([1, -1], None),
    ],
)
def test_the_second_absence_in_ninety_days_rests_booking_for_a_week(days_ago: list[int], rests_for: int | None) -> None:
    again = cooling_until([TODAY - timedelta(days=ago) for ago in days_ago], on=TODAY)

    assert again == (None if rests_for is None else TODAY + timedelta(days=rests_for))
