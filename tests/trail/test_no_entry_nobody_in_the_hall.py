"""In the hall, too, nobody is shown without a line in the trail: at the counter, and where the front desk looks.

The fault is a real one: in the database the desk may not write into the access log any more.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from queueing.actions import counters
from queueing.models import Booking
from queueing.urls import urlpatterns
from registry.models import AccessEntry, Officer
from tests.factories.hall import a_ticket
from tests.factories.queueing import CounterFactory, SlotFactory, a_booking
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NAME = "KINANTI PUSPARINI"
#: Pages of the counter that show whom it serves, and what is posted to them; the others show nobody.
COUNTER_PAGES: dict[str, dict[str, str] | None] = {"counter": None, "counter_step": {"langkah": "batal"}}
COUNTER_SHOWS_NOBODY = {"counter_sit", "counter_hall"}
#: The front desk shows people where it looks somebody up; elsewhere names are masked.
FRONT_DESK_SHOWS_NOBODY = {
    "front_desk_office",
    "front_desk_receive",
    "front_desk_walk_in",
    "front_desk_number",
    "front_desk_book",
}

Asked = Callable[[], tuple[int, str]]


@pytest.fixture
def officer() -> Officer:
    plant_regency("35.16")
    found: Officer = OfficerFactory.create()
    return found


@pytest.fixture
def client(officer: Officer) -> Client:
    return sign_in(Client(raise_request_exception=False), officer)


def shows_nobody_without_its_line(asked: Asked) -> None:
    status, body = asked()
    assert (status, NAME in body) == (200, True)
    before = AccessEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON registry_accessentry FROM kependudukan_desk")
    status, body = asked()

    assert status == 500
    assert NAME not in body
    assert AccessEntry.objects.count() == before


@pytest.mark.parametrize("name", COUNTER_PAGES)
def test_without_its_line_in_the_trail_a_counter_shows_nobody(name: str, client: Client, officer: Officer) -> None:
    counter = CounterFactory.create()
    counters.take_over(counter=counter.pk, by=officer, at=timezone.now())
    a_ticket(counter.office, counter=counter, name=NAME)
    address, form = reverse(f"queueing:{name}"), COUNTER_PAGES[name]

    def asked() -> tuple[int, str]:
        got = client.get(address) if form is None else client.post(address, form, headers={"HX-Request": "true"})
        return got.status_code, got.content.decode()

    shows_nobody_without_its_line(asked)


def test_without_its_line_in_the_trail_the_front_desk_finds_nobody(client: Client) -> None:
    slot = SlotFactory.create(seats=2)
    person = Booking.unscoped.get(party=a_booking(slot))
    Booking.unscoped.filter(pk=person.pk).update(name=NAME)
    client.post(reverse("queueing:front_desk_office"), {"kantor": slot.office_id, "kertas": "58"})

    def asked() -> tuple[int, str]:
        got = client.post(reverse("queueing:front_desk"), {"cari": person.code})
        return got.status_code, got.content.decode()

    shows_nobody_without_its_line(asked)


@pytest.mark.parametrize(
    ("begins", "pages"),
    [
        ("counter", set(COUNTER_PAGES) | COUNTER_SHOWS_NOBODY),
        ("front_desk", {"front_desk"} | FRONT_DESK_SHOWS_NOBODY),
    ],
)
def test_every_page_of_the_hall_is_thought_of(begins: str, pages: set[str]) -> None:
    named = {str(getattr(pattern, "name", "")) for pattern in urlpatterns}
    assert {name for name in named if name.startswith(begins)} == pages
