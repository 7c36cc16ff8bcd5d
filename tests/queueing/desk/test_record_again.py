"""Whose recording failed is invited to book again, where she can be reached; the others get a letter."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from queueing.actions.record_again import REST, Invited, invite
from queueing.choices import BookingState, NoticeKind
from queueing.models import Booking, Notice, Party
from queueing.tasks import ring_for_notices
from registry import scope
from registry.choices import CardStatus, Role
from registry.models import AccessEntry, Officer, Resident
from tests.factories.queueing import SlotFactory, a_booking
from tests.registry.desk import ELSEWHERE, at_the_desk, number_of, resident

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PAGE = "/petugas/rekam-ulang/"
FAILED = CardStatus.ENROLL_FAILURE_AT_CENTRAL


@pytest.fixture
def desk() -> tuple[Client, Officer]:
    return at_the_desk()


def failed(name: str = "SITI AMINAH", **given: Any) -> Resident:
    return resident(name, **{"card__state": FAILED, **given})


def booked(person: Resident, state: str = BookingState.SERVED, **given: Any) -> Party:
    """Let her have booked with a proven contact, and been here."""
    party = a_booking(SlotFactory.create(), niks=[number_of(person)], **given)
    Booking.unscoped.filter(party=party).update(agrees=True, state=state, name=person.name)
    return party


def invited(by: Officer, *people: Resident, later: datetime.timedelta = datetime.timedelta()) -> Invited:
    with scope.of(by):
        return invite(residents=[person.pk for person in people], by=by, at=timezone.now() + later)


def test_who_can_be_reached_is_told_once_and_again_after_two_weeks(desk: tuple[Client, Officer]) -> None:
    person, by = failed(), desk[1]
    party = booked(person)

    assert invited(by, person) == Invited(told=(person.pk,))
    notice = Notice.unscoped.get(kind=NoticeKind.RECORD_AGAIN)
    assert (notice.party_id, notice.address) == (party.pk, party.contact)
    assert "Untuk: Siti A." in notice.body
    assert notice.body.endswith("/antre/")
    entry = AccessEntry.objects.get(action="change", subject="undangan rekam ulang")
    assert entry.residents == [person.pk]

    assert invited(by, person, later=REST - datetime.timedelta(minutes=1)) == Invited(told_lately=(person.pk,))
    assert invited(by, person, later=REST + datetime.timedelta(minutes=1)) == Invited(told=(person.pk,))
    assert Notice.unscoped.filter(kind=NoticeKind.RECORD_AGAIN).count() == 2


def test_each_of_a_family_with_one_contact_is_told(desk: tuple[Client, Officer]) -> None:
    people = [failed("SITI AMINAH"), failed("DEWI LESTARI")]
    party = a_booking(SlotFactory.create(), persons=2, niks=[number_of(person) for person in people])
    Booking.unscoped.filter(party=party).update(agrees=True, state=BookingState.SERVED)

    assert invited(desk[1], people[0]).told == (people[0].pk,)
    assert invited(desk[1], *people) == Invited(told=(people[1].pk,), told_lately=(people[0].pk,))


@pytest.mark.parametrize(
    ("of_booking", "of_party"),
    [
        ({"agrees": False}, {}),
        ({"nik_index": None}, {}),
        ({"state": BookingState.NO_SHOW}, {}),
        ({}, {"channel": "", "contact_index": None, "contact_sealed": b""}),
    ],
    ids=["numbers differ", "forgotten", "did not come", "no contact"],
)
def test_who_has_no_proven_contact_is_not_written_to(
    desk: tuple[Client, Officer], of_booking: dict[str, Any], of_party: dict[str, Any]
) -> None:
    person = failed()
    party = booked(person)
    Booking.unscoped.filter(party=party).update(**{"ordinal": 1, **of_booking})
    Party.unscoped.filter(pk=party.pk).update(**{"persons": 1, **of_party})

    assert invited(desk[1], person, failed("DEWI LESTARI")).told == ()
    assert not Notice.unscoped.filter(kind=NoticeKind.RECORD_AGAIN).exists()
    assert not AccessEntry.objects.filter(action="change").exists()


def test_who_has_a_place_is_not_asked_to_book_one(desk: tuple[Client, Officer]) -> None:
    person = failed()
    booked(person, BookingState.CONFIRMED)

    assert invited(desk[1], person) == Invited(has_place=(person.pk,))
    after_it = datetime.timedelta(days=30)
    assert invited(desk[1], person, later=after_it) == Invited(told=(person.pk,))


def test_who_is_out_of_scope_or_needs_no_other_recording_is_left_out(desk: tuple[Client, Officer]) -> None:
    people = [failed(region=ELSEWHERE), resident(card__state=CardStatus.CARD_ISSUED)]
    for person in people:
        booked(person)

    assert invited(desk[1], *people) == Invited()
    assert not Notice.unscoped.filter(kind=NoticeKind.RECORD_AGAIN).exists()


def test_the_page_says_who_can_be_reached_and_invites(
    desk: tuple[Client, Officer], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client, reached, other = desk[0], failed(), failed("DEWI LESTARI")
    party = booked(reached)
    far = failed("ORANG JAUH", region=ELSEWHERE)

    page = client.get(PAGE).content.decode()
    assert page.count("dapat dihubungi") == page.count("tanpa kontak\n") == 1
    assert far.name not in page
    assert number_of(reached) not in page
    assert party.contact not in page
    assert AccessEntry.objects.filter(action="list").latest("pk").residents == [reached.pk, other.pk]

    with django_capture_on_commit_callbacks() as rung:
        answer = client.post(PAGE, {"penduduk": [reached.pk, other.pk, far.pk, "x"]}, follow=True)
    assert ring_for_notices in rung
    said = answer.content.decode()
    assert "1 orang diundang. 1 orang tanpa kontak: cetak suratnya." in said
    assert f"diundang {timezone.localdate():%d-%m-%Y}" in said
    assert "Pilih dahulu orangnya." in client.post(PAGE, follow=True).content.decode()


def test_letters_are_a_print_with_the_area_of_the_nik_alone(desk: tuple[Client, Officer]) -> None:
    client, person, far = desk[0], failed(), failed("ORANG JAUH", region=ELSEWHERE)

    page = client.post(f"{PAGE}surat/", {"penduduk": [person.pk, far.pk]}).content.decode()
    number = number_of(person)
    assert person.name in page
    assert number[:6] in page
    assert number[6:12] not in page
    assert far.name not in page
    assert AccessEntry.objects.filter(action="print").latest("pk").residents == [person.pk]
    nobody = client.post(f"{PAGE}surat/", {"penduduk": far.pk}, follow=True)
    assert "Pilih dahulu orangnya." in nobody.content.decode()
    assert client.get(f"{PAGE}surat/").status_code == 405


def test_a_full_list_asks_as_often_as_one_line(desk: tuple[Client, Officer]) -> None:
    client = desk[0]
    booked(failed())
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    people = [failed() for _ in range(50)]
    booked(people[0])
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE).content.decode()
    assert len(many) == len(one) <= 16
    assert f"?setelah={people[48].pk}" in page
    assert client.get(PAGE, {"setelah": people[48].pk}).content.decode().count('name="penduduk"') == 1


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_bookings_may_invite_and_nobody_else(role: Role) -> None:
    client, officer = at_the_desk(role)
    may = role in {Role.CLERK, Role.FRONT_DESK, Role.SUPERVISOR}
    assert officer.has_perm("queueing.change_booking") == may
    assert client.get(PAGE).status_code == (200 if may else 403)
    assert client.post(PAGE).status_code == (302 if may else 403)
    assert client.post(f"{PAGE}surat/").status_code == (302 if may else 403)
