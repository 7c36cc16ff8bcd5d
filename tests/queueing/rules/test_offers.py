"""How long an offer to the waiting list lives."""

from datetime import UTC, datetime, timedelta

import pytest

from queueing.rules.offers import offer_expires

NOW = datetime(2020, 11, 26, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes_left", "lives"),
    [
        (-60, None),
        (0, None),
        (29.9, None),
        (30, 15),
        (31, 15.5),
        (60, 30),
        (8 * 60, 4 * 60),
        (24 * 60 - 1, 12 * 60 - 0.5),
        (24 * 60, 12 * 60),
        (24 * 60 + 1, 12 * 60),
        (30 * 24 * 60, 12 * 60),
    ],
)
def test_an_offer_lives_twelve_hours_and_never_beyond_half_of_what_is_left(
    minutes_left: float, lives: float | None
) -> None:
    expires = offer_expires(NOW, NOW + timedelta(minutes=minutes_left))

    assert expires == (None if lives is None else NOW + timedelta(minutes=lives))


def test_a_seat_that_nobody_takes_is_offered_again_and_again_until_it_is_too_late() -> None:
    slot_starts_at = NOW + timedelta(days=1)
    moment, offers = NOW, 0
    while (expires := offer_expires(moment, slot_starts_at)) is not None:
        assert moment < expires < slot_starts_at
        moment, offers = expires, offers + 1

    assert offers == 6
    assert timedelta(0) < slot_starts_at - moment < timedelta(minutes=30)
