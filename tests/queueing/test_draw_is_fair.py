"""A draw among many: whoever asks twenty times and first is drawn as often as everybody else."""

from __future__ import annotations

from math import sqrt

import pytest

from queueing.actions import drawing, waiting_list
from queueing.models import Party
from tests.factories.draws import a_draw, an_entry, many_entries, slots_to_draw
from tests.factories.elections import make_region

pytestmark = pytest.mark.django_db
PEOPLE, BOTS, SEATS, TRIES = 1_000, 50, 250, 20


def test_bots_that_try_twenty_times_are_drawn_as_often_as_people(monkeypatch: pytest.MonkeyPatch) -> None:
    make_region("35.16.08")
    monkeypatch.setattr("queueing.actions.draws.secrets.token_bytes", lambda _: bytes(range(32)))
    monkeypatch.setattr(drawing, "number_of", lambda _draw, party: str(party))  # so that every run draws the same
    draw = a_draw(slots_to_draw(*[25] * 10))
    parties = many_entries(draw, [1] * (PEOPLE + BOTS))
    nik = "3516080108900001"
    an_entry(draw, niks=[nik])
    for _ in range(TRIES - 1):
        with pytest.raises(waiting_list.AlreadyWaiting):
            an_entry(draw, niks=[nik])

    drawing.draw(draw=draw.pk, at=draw.closes_at)

    won = set(Party.unscoped.filter(state="confirmed").values_list("pk", flat=True))
    share = SEATS / (PEOPLE + BOTS + 1)
    assert len(won) == SEATS
    for group in (parties[:PEOPLE], parties[PEOPLE:]):
        rate = len(won & set(group)) / len(group)
        assert abs(rate - share) <= 3 * sqrt(share * (1 - share) / len(group))
