"""From outside nobody tells whether numbers are anybody's: answers, headers, sizes and queries are alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from queueing import links
from queueing.choices import Channel
from queueing.models import Booking, Party, RecordingSlot
from queueing.rules.limits import NIK_TRIES_A_DAY
from registry.choices import CardStatus
from tests.factories.queueing import SlotFactory, a_booking
from tests.queueing.identity.filled import (
    KK_NUMBER,
    NIKS,
    NOBODY,
    OTHER_KK_NUMBER,
    a_held_form,
    a_proven_form,
    figures_sent,
    somebody,
    tell,
)
from tests.queueing.identity.test_form_pages import TYPED, address
from tests.registry.desk import household

THIRD_KK_NUMBER = "3516080101057733"

#: Right numbers of somebody who may book, a NIK with a wrong KK number, a NIK that nobody has.
ASKED = {"right": (NIKS[0], KK_NUMBER), "wrong KK": (NIKS[1], KK_NUMBER), "unknown": (NOBODY, KK_NUMBER)}
#: What differs between any two forms: links, tokens, moments, the mask of the number that was typed.
OWN = re.compile(
    r'csrfmiddlewaretoken" value="[^"]+"|name="tunggu" value="[^"]+"|\d\d\.\d\d(\.\d\d)?|\d{6}\*{6}\d{4}|perangkat=\S+'
    r"|csrftoken=\S+|expires=[^;]+"
)


@dataclass(frozen=True)
class Seen:
    """What somebody outside sees of one step, and what it cost inside."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    queries: tuple[str, ...]


def seen(client: Client, party: Party, step: str, typed: dict[str, str] | None) -> Seen:
    with CaptureQueriesContext(connection) as queries:
        url = address(step, party)
        answer = client.get(url) if typed is None else client.post(url, typed)
    link = links.link_of(party.pk)

    def masked(text: str) -> str:
        return OWN.sub("", text.replace(link, "LINK"))

    headers = [(name, masked(value)) for name, value in answer.headers.items()]
    cookies = [(name, masked(str(cookie))) for name, cookie in sorted(answer.cookies.items())]
    kinds = tuple(query["sql"].partition(" ")[0] for query in queries)
    return Seen(answer.status_code, (*headers, *cookies), masked(answer.content.decode()), kinds)


def steps(slot: RecordingSlot, nik: str, kk_number: str) -> list[Seen]:
    """Fill in, prove, check and book a form, and return what was seen of each step."""
    party, client = a_held_form(slot), Client()
    first = seen(client, party, "people", {**TYPED, "nik_1": nik, "kk": kk_number})
    return [
        first,
        seen(client, party, "code", {"kode": figures_sent(party)}),
        seen(client, party, "check", None),
        seen(client, party, "check", {}),
    ]


@pytest.fixture
def slot() -> RecordingSlot:
    somebody(NIKS[0], kk_number=KK_NUMBER)
    somebody(NIKS[1], kk_number=OTHER_KK_NUMBER)
    made: RecordingSlot = SlotFactory.create(seats=12)
    return made


def booked_by_her(slot: RecordingSlot, nik: str) -> None:
    """A live booking of whoever has that NIK, whose numbers agree."""
    Booking.unscoped.filter(party=a_booking(slot, niks=[nik])).update(agrees=True)


def asked_about_too_often(slot: RecordingSlot, nik: str) -> None:
    for number in range(NIK_TRIES_A_DAY):
        tell(a_proven_form(nik, slot=slot, contact=f"siti{number}@contoh.example", channel=Channel.EMAIL))


def test_whoever_may_book_is_answered_like_a_stranger(slot: RecordingSlot) -> None:
    right, *others = (steps(slot, *numbers) for numbers in ASKED.values())

    assert [one.status for one in right] == [302, 302, 200, 302]
    for other in others:
        assert other == right


def test_a_booked_nik_is_refused_alike_whether_it_is_registered_or_not(slot: RecordingSlot) -> None:
    booked_by_her(slot, NIKS[1])
    booked_by_her(slot, NOBODY)

    registered, unknown = steps(slot, NIKS[1], KK_NUMBER), steps(slot, NOBODY, KK_NUMBER)

    assert registered[-1].status == 409
    assert registered == unknown


def test_a_nik_that_is_booked_and_one_asked_about_too_often_are_refused_in_the_same_words(slot: RecordingSlot) -> None:
    booked_by_her(slot, NIKS[1])
    asked_about_too_often(slot, NOBODY)

    booked, worn = steps(slot, NIKS[1], KK_NUMBER)[-1], steps(slot, NOBODY, KK_NUMBER)[-1]

    assert (booked.status, booked.headers, booked.body) == (worn.status, worn.headers, worn.body)


def test_a_nik_asked_about_too_often_is_shown_like_any_other(slot: RecordingSlot) -> None:
    asked_about_too_often(slot, NIKS[0])

    worn, unknown = steps(slot, NIKS[0], KK_NUMBER)[2], steps(slot, NOBODY, KK_NUMBER)[2]

    assert (worn.status, worn.headers, worn.body) == (unknown.status, unknown.headers, unknown.body)


def test_personal_words_are_for_whoever_has_both_numbers(slot: RecordingSlot) -> None:
    """Control: what is compared above does differ where there is something to tell."""
    home = household(number=THIRD_KK_NUMBER)
    somebody(NIKS[2], household=home, card__state=CardStatus.CARD_ISSUED)

    recorded, stranger = steps(slot, NIKS[2], THIRD_KK_NUMBER), steps(slot, NIKS[2], KK_NUMBER)

    assert recorded[2].body != stranger[2].body
