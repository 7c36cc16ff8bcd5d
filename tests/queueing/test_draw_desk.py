"""Supervisors announce draws for offices of their own area, and see what becomes of them."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from queueing.actions import drawing
from queueing.choices import DrawState
from queueing.models import Draw
from tests.factories.draws import MINUTE, a_draw, an_entry, slots_to_draw
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory
from tests.signing import sign_in

pytestmark = pytest.mark.django_db
PAGE = "queueing:draws"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")
    make_region("35.17.01")


@pytest.fixture
def supervisor() -> Client:
    return sign_in(Client(), OfficerFactory.create(supervisor=True))


def clock(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def announcement(office: int, day: datetime.date, **changes: str) -> dict[str, str]:
    now = timezone.now()
    times = {"dibuka": clock(now + 5 * MINUTE), "ditutup": clock(now + 65 * MINUTE)}
    return {"kantor": str(office), "hari": day.isoformat(), **times, **changes}


def test_a_supervisor_announces_a_draw_on_the_clocks_of_the_office(supervisor: Client) -> None:
    slots = slots_to_draw(1, time_zone="Asia/Jayapura")

    now = timezone.now()
    typed = {"dibuka": clock(now + 180 * MINUTE), "ditutup": clock(now + 240 * MINUTE)}

    answer = supervisor.post(reverse(PAGE), announcement(slots[0].office_id, slots[0].day, **typed), follow=True)

    assert "Undian diumumkan" in answer.content.decode()
    two_hours_before_wib = Draw.unscoped.get().opens_at - now
    assert 58 * MINUTE < two_hours_before_wib <= 60 * MINUTE


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"ditutup": "2020-01-01T08:00"}, "10 menit"), ({"hari": "2020-01-01"}, "23.00"), ({"dibuka": ""}, "Undian")],
)
def test_what_cannot_be_announced_is_refused_in_words(
    supervisor: Client, changes: dict[str, str], sentence: str
) -> None:
    slots = slots_to_draw(1)

    answer = supervisor.post(reverse(PAGE), announcement(slots[0].office_id, slots[0].day, **changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Draw.unscoped.exists()


def test_an_office_of_another_area_is_not_offered(supervisor: Client) -> None:
    slots = slots_to_draw(1, region_id="35.17")

    answer = supervisor.post(reverse(PAGE), announcement(slots[0].office_id, slots[0].day))

    assert answer.status_code == 422
    assert slots[0].office.name not in answer.content.decode()


def test_a_draw_of_another_area_is_neither_shown_nor_called_off(supervisor: Client) -> None:
    draw = a_draw(slots_to_draw(1, region_id="35.17"))

    assert draw.office.name not in supervisor.get(reverse(PAGE)).content.decode()
    assert supervisor.post(reverse("queueing:call_off_draw", args=[draw.pk])).status_code == 404

    draw.refresh_from_db()
    assert draw.state == DrawState.ANNOUNCED


def test_a_supervisor_calls_a_draw_off_while_nobody_takes_part(supervisor: Client) -> None:
    draw = a_draw(slots_to_draw(1))

    supervisor.post(reverse("queueing:call_off_draw", args=[draw.pk]))

    draw.refresh_from_db()
    assert draw.state == DrawState.CALLED_OFF


def test_a_clerk_announces_nothing() -> None:
    client = sign_in(Client(), OfficerFactory.create())

    assert client.get(reverse(PAGE)).status_code == 403


def test_the_command_recomputes_a_draw_and_finds_what_was_changed(capsys: pytest.CaptureFixture[str]) -> None:
    draw = a_draw(slots_to_draw(1))
    for _ in range(2):
        an_entry(draw)
    with pytest.raises(CommandError, match="belum dilakukan"):
        call_command("verify_draw", str(draw.pk))
    drawn = drawing.draw(draw=draw.pk, at=draw.closes_at)

    call_command("verify_draw", str(draw.pk))
    assert "Benar: 2 permintaan" in capsys.readouterr().out

    assert drawn.record is not None
    drawn.record["entries"].reverse()
    drawn.save(update_fields=["record"])
    with pytest.raises(CommandError, match="Urutan tidak mengikuti benih"):
        call_command("verify_draw", str(draw.pk))
