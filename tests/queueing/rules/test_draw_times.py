"""When a draw takes requests: announced before, long enough for everybody, and over before the day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from queueing.rules.draw_times import ImpossibleTimes, check, rest_opens_at

DAY = date(2020, 11, 30)
MIDNIGHT = datetime(2020, 11, 29, 17, tzinfo=UTC)  # in WIB
NOW = MIDNIGHT - timedelta(days=3)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "sentence"),
    [
        (NOW, NOW + HOUR, "yang akan datang"),
        (NOW + HOUR, NOW + HOUR + 9 * MINUTE, "10 menit"),
        (NOW + HOUR, NOW, "10 menit"),
        (NOW + MINUTE, NOW + 8 * 24 * HOUR, "7 hari"),
        (MIDNIGHT - 3 * HOUR, MIDNIGHT - 59 * MINUTE, "23.00"),
    ],
)
def test_times_that_no_draw_can_have_are_refused_in_words(opens: datetime, closes: datetime, sentence: str) -> None:
    with pytest.raises(ImpossibleTimes, match=sentence):
        check(day=DAY, opens_at=opens, closes_at=closes, zone="Asia/Jakarta", now=NOW)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(NOW + MINUTE, NOW + 11 * MINUTE), (MIDNIGHT - 3 * HOUR, MIDNIGHT - HOUR)],
)
def test_times_before_the_day_are_accepted(opens: datetime, closes: datetime) -> None:
    check(day=DAY, opens_at=opens, closes_at=closes, zone="Asia/Jakarta", now=NOW)


def test_what_is_left_opens_an_hour_later_on_a_whole_minute() -> None:
    assert rest_opens_at(NOW + timedelta(seconds=7)) == NOW + HOUR
