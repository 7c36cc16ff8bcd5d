"""Pages are set once in a moment for everybody; what is one visitor's own reaches no other."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from queueing.models import Office, Party
from queueing.views.public import slots, stencil
from tests.queueing.places.choosing import MONDAY, form, page_of, send, slot_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OWN = ("kunci", "csrfmiddlewaretoken", "tunggu")


@pytest.fixture(autouse=True)
def moment(settings: Settings, office: Office) -> Iterator[None]:
    slot_of(office)
    settings.MOMENT = datetime.timedelta(seconds=30)
    stencil.forget()
    yield
    stencil.forget()


def own_of(page: bytes) -> dict[str, str]:
    """Return what the page holds for this visitor alone."""
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]+)"', page.decode()))
    return {name: fields[name] for name in OWN}


def test_a_page_is_set_once_and_filled_in_for_each() -> None:
    pages_set: list[Mapping[str, str]] = []

    def set_page(marks: Mapping[str, str]) -> str:
        pages_set.append(marks)
        return f"<p>{marks['key']}</p>{marks['key']}"

    shown = [stencil.filled("a", set_page, {"key": key}) for key in ("1", '"<2>')]
    assert shown == ["<p>1</p>1", "<p>&quot;&lt;2&gt;</p>&quot;&lt;2&gt;"]
    assert stencil.filled("b", set_page, {"key": "3"}) == "<p>3</p>3"
    assert len(pages_set) == 2


def test_two_visitors_of_a_page_that_was_set_once_share_nothing_of_their_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Client().get(page_of(office)).content
    monkeypatch.setattr(slots, "_context", None)  # whoever sets the page anew breaks here
    second = Client().get(page_of(office)).content
    assert all(own_of(first)[name] != own_of(second)[name] for name in OWN)
    assert all(value.encode() not in second for value in own_of(first).values())


def test_a_form_of_a_page_that_was_set_for_another_is_taken(office: Office) -> None:
    Client().get(page_of(office))
    visitor = Client(enforce_csrf_checks=True)
    own = own_of(visitor.get(page_of(office)).content)
    assert visitor.post(page_of(office), form(slot_of(office)) | own).status_code == 302
    assert str(Party.unscoped.get().pk) == own["kunci"]


def test_a_refusal_is_set_once_for_those_with_the_same_choice(office: Office) -> None:
    slot = slot_of(office)
    slot.seats.update(withheld="cut")
    first, same, other = send(office, slot), send(office, slot), send(office, slot, orang="2")
    assert [answer.status_code for answer in (first, same, other)] == [409] * 3
    assert words(first) == words(same)
    assert own_of(first.content) != own_of(same.content)
    assert re.search(r'value="2"\s+id="orang-2"|value="2"[^>]*checked', other.content.decode())


def test_no_language_is_shown_to_who_reads_the_other(office: Office) -> None:
    for page in ("/antre/", f"/antre/kantor/{office.pk}/", page_of(office, MONDAY)):
        for language, word in [("id", "Langkah"), ("en", "Step"), ("id", "Langkah")]:
            visitor = Client()
            visitor.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
            assert word in words(visitor.get(page))
