"""What a party's ticket says, by the states of the party and its people and by the clock."""

from __future__ import annotations

import datetime

import pytest

from queueing.choices import BookingState, PartyState
from queueing.rules.ticket_standing import Standing, standing_of

STARTS = datetime.datetime(2020, 11, 24, 2, 0, tzinfo=datetime.UTC)
ENDS = STARTS + datetime.timedelta(minutes=30)
BEFORE, DURING, AFTER = STARTS - datetime.timedelta(hours=1), STARTS, ENDS


@pytest.mark.parametrize(
    ("party", "standing"),
    [
        (PartyState.HELD, Standing.HELD),
        (PartyState.WAITING, Standing.WAITING),
        (PartyState.DRAWING, Standing.DRAWING),
        (PartyState.OFFERED, Standing.OFFERED),
        (PartyState.EXPIRED, Standing.LAPSED),
        (PartyState.CANCELLED, Standing.CANCELLED),
    ],
)
def test_a_party_that_is_not_confirmed_stands_as_it_is_stored(party: str, standing: Standing) -> None:
    assert standing_of(party, ["held"], starts_at=STARTS, ends_at=ENDS, now=BEFORE) is standing


@pytest.mark.parametrize(
    ("people", "now", "standing"),
    [
        (["confirmed"], BEFORE, Standing.CONFIRMED),
        (["confirmed"], DURING, Standing.UNDER_WAY),
        (["confirmed"], AFTER, Standing.PAST),
        (["confirmed", "cancelled"], BEFORE, Standing.CONFIRMED),
        (["confirmed", "checked_in"], BEFORE, Standing.HERE),
        (["served", "checked_in"], AFTER, Standing.HERE),
        (["served", "confirmed"], AFTER, Standing.PAST),
        (["served", "no_show"], AFTER, Standing.SERVED),
        (["served", "cancelled"], AFTER, Standing.SERVED),
        (["no_show", "cancelled"], AFTER, Standing.NO_SHOW),
        (["cancelled"], BEFORE, Standing.CANCELLED),
    ],
)
def test_a_confirmed_party_stands_as_its_people_and_the_clock_say(
    people: list[str], now: datetime.datetime, standing: Standing
) -> None:
    assert standing_of("confirmed", people, starts_at=STARTS, ends_at=ENDS, now=now) is standing


def test_every_stored_state_has_its_words() -> None:
    for party in PartyState:
        for person in BookingState:
            assert standing_of(party, [person], starts_at=STARTS, ends_at=ENDS, now=BEFORE) in Standing
