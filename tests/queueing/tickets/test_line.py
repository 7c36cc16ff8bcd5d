"""The queue on the phone: honest numbers, small and cheap, also for whoever is not there yet."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from queueing import hall_news
from queueing.actions import calls, tickets
from queueing.choices import Lane, TicketState
from queueing.models import Counter, Office, Party, ReleasePlan, Ticket
from queueing.queries.line import line_of
from queueing.views.public import line as page
from registry.models import Officer
from tests.factories.queueing import CounterFactory, a_booking, a_party
from tests.factories.registry import OfficerFactory
from tests.queueing.deaf import Deaf
from tests.queueing.tickets.booked import a_slot, path, people_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
#: Ten in the morning in Jakarta.
NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def officer() -> Officer:
    return OfficerFactory.create()


@pytest.fixture
def counter(office: Office) -> Counter:
    return CounterFactory.create(office=office, number=3)


def here(office: Office, officer: Officer, *, persons: int = 1, lane: str = Lane.GENERAL) -> Party:
    """Return a party that has booked for today and is in the hall."""
    slot = a_slot(office, days=0, hour=10, minute=30 + Ticket.unscoped.count() % 29, seats=persons)
    slot.seats.update(lane=lane)
    party = a_booking(slot, persons=persons, lane=lane)
    for person in people_of(party):
        tickets.check_in(booking=person.pk, day=slot.day, by=officer, at=timezone.now())
    return party


def call(counter: Counter, officer: Officer) -> Ticket | None:
    today = timezone.now().astimezone(ZoneInfo(counter.office.time_zone)).date()
    return calls.call_next(counter=counter, day=today, by=officer, at=timezone.now())


def call_and_end(counter: Counter, officer: Officer) -> str:
    ticket = call(counter, officer)
    assert ticket
    calls.finish(ticket=ticket.pk, by=officer, at=timezone.now())
    return str(ticket)


def follow(phone: Client, party: Party, **headers: str) -> tuple[int, str]:
    answer = phone.get(path(party, f"antrean/{party.office_id}/"), headers=headers)
    return answer.status_code, re.sub(r"<.*?>", "", answer.content.decode())


def test_a_line_is_in_the_order_in_which_it_is_called(office: Office, officer: Officer, counter: Counter) -> None:
    for lane in (Lane.GENERAL, Lane.PRIORITY, Lane.GENERAL, Lane.PRIORITY):
        here(office, officer, lane=lane)

    foreseen = [one.number for one in line_of(office.pk, NOW).waiting]

    assert foreseen == [call_and_end(counter, officer) for _ in range(4)] == ["A-002", "A-004", "A-001", "A-003"]


def test_whoever_waits_is_told_number_people_and_a_range(
    phone: Client, office: Office, officer: Officer, counter: Counter
) -> None:
    ReleasePlan.objects.create(office=office, minutes_per_recording=12)
    others = [here(office, officer) for _ in range(4)]
    mine = here(office, officer)
    call(counter, officer)

    _, said = follow(phone, mine)

    assert "Nomor Anda A-005. Di depan Anda 3 orang." in said
    assert "Kira-kira 25 sampai 65 menit." in said
    assert "Boleh pergi dan kembali sebelum pukul 10.15." in said
    assert "Sekarang dilayani: A-001 loket 3" in said
    assert "Keadaan pukul 10.00." in said
    assert "Nomor A-001 dipanggil: pergi ke loket 3." in follow(phone, others[0])[1]
    assert "Anda yang berikutnya." in follow(phone, others[1])[1]


def test_measured_recordings_count_for_more_than_the_plan(
    office: Office, officer: Officer, counter: Counter, clock: time_machine.Traveller
) -> None:
    for _ in range(6):
        here(office, officer)
        called = call(counter, officer)
        assert called is not None
        clock.shift(4 * MINUTE)
        calls.finish(ticket=called.pk, by=officer, at=timezone.now())

    line = line_of(office.pk, timezone.now())

    assert line.recent_minutes == (4.0,) * 6
    wait = line.wait_behind(5)
    assert wait is not None
    assert (wait.low_minutes, wait.high_minutes) == (20, 25)


def test_a_counter_that_has_somebody_counts_as_open(office: Office, officer: Officer, counter: Counter) -> None:
    here(office, officer)
    call(counter, officer)
    Counter.objects.update(is_open=False)

    assert line_of(office.pk, NOW).open_counters == 1


def test_whoever_has_not_come_yet_sees_how_the_hall_is(
    phone: Client, office: Office, officer: Officer, counter: Counter
) -> None:
    for _ in range(3):
        here(office, officer)
    call(counter, officer)
    mine = a_booking(a_slot(office, days=2))

    _, said = follow(phone, mine)
    whole = text_of(phone, path(mine, "antrean/"))

    assert "Yang menunggu: 2 orang." in said
    assert "Jika Anda mengambil nomor sekarang: Kira-kira 15 sampai 40 menit." in said
    assert "Minggu, 22 November 2026, pukul 09.00 WIB" in whole
    assert "Datang 10 menit sebelumnya" in whole


def test_without_an_open_counter_nothing_is_promised(phone: Client, office: Office, officer: Officer) -> None:
    mine = here(office, officer)

    _, said = follow(phone, mine)

    assert "Belum ada loket yang buka." in said
    assert "menit" not in said


def test_whoever_was_passed_over_or_served_is_told_so(
    phone: Client, office: Office, officer: Officer, counter: Counter
) -> None:
    mine = here(office, officer, persons=2)
    first, second = Ticket.unscoped.order_by("number")
    Ticket.unscoped.filter(pk=first.pk).update(state=TicketState.NO_SHOW)
    call(counter, officer)
    calls.finish(ticket=second.pk, by=officer, at=timezone.now())

    _, said = follow(phone, mine)

    assert "Nomor A-001 sudah dipanggil dan dilewati. Lapor kepada petugas." in said
    assert "Nomor A-002 sudah selesai." in said


def test_whoever_was_not_there_is_told_that_she_is_called_once_more(
    phone: Client, office: Office, officer: Officer, counter: Counter
) -> None:
    mine = here(office, officer)
    ticket = call(counter, officer)
    assert ticket is not None
    calls.not_here(ticket=ticket.pk, by=officer, at=timezone.now())

    _, said = follow(phone, mine)

    assert "Tetap di ruang tunggu: nomor ini dipanggil sekali lagi." in said


def test_the_numbers_of_a_family_of_six_stay_under_a_kilobyte(
    phone: Client, office: Office, officer: Officer, counter: Counter
) -> None:
    for _ in range(20):
        here(office, officer)
    mine = here(office, officer)
    call(counter, officer)

    answer = phone.get(path(mine, f"antrean/{office.pk}/"))

    assert len(answer.content) < 1_000


def test_a_phone_that_knows_the_numbers_is_sent_none(
    phone: Client, office: Office, officer: Officer, counter: Counter
) -> None:
    mine, address = here(office, officer), ""
    address = path(mine, f"antrean/{office.pk}/")
    stamp = phone.get(address).headers["ETag"]

    again = phone.get(address, headers={"If-None-Match": stamp})
    assert (again.status_code, again.content) == (304, b"")
    assert f'data-stamp="{stamp.replace(chr(34), "&quot;")}"' in text_of(phone, path(mine, "antrean/"))

    call(counter, officer)
    assert phone.get(address, headers={"If-None-Match": stamp}).status_code == 200


def test_a_hundred_phones_cost_as_many_questions_as_one(
    phone: Client, office: Office, officer: Officer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall_news, "_listener", Deaf())
    parties = [here(office, officer) for _ in range(5)]
    settings.MOMENT = datetime.timedelta(seconds=60)
    page._lines.forget()

    with CaptureQueriesContext(connection) as first:
        follow(phone, parties[0])
    with CaptureQueriesContext(connection) as others:
        for _ in range(20):
            for party in parties:
                follow(phone, party)
    page._lines.forget()

    assert (len(first), len(others)) == (1, 0)


def test_numbers_are_written_out_once_for_all_who_are_shown_the_same(
    phone: Client, office: Office, officer: Officer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall_news, "_listener", Deaf())
    mine, written = here(office, officer), list[str]()
    strangers = [a_booking(a_slot(office, days=day)) for day in (2, 3, 4)]

    def write(name: str, _numbers: object) -> str:
        written.append(name)
        return "<p>"

    monkeypatch.setattr(page, "render_to_string", write)
    settings.MOMENT = datetime.timedelta(seconds=60)
    page._lines.forget()

    for party in (mine, *strangers, mine):
        stamp = phone.get(path(party, f"antrean/{office.pk}/")).headers["ETag"]
        assert follow(phone, party, **{"If-None-Match": stamp})[0] == 304
    page._lines.forget()

    assert len(written) == 2


def test_a_stamp_is_another_one_in_another_minute_and_another_language(
    phone: Client, office: Office, clock: time_machine.Traveller
) -> None:
    party = a_booking(a_slot(office, days=2))
    address = path(party, f"antrean/{office.pk}/")

    def stamp() -> str:
        return phone.get(address).headers["ETag"]

    stamps = [stamp()]
    clock.shift(MINUTE)
    stamps.append(stamp())
    phone.cookies["django_language"] = "en"
    stamps.append(stamp())

    assert len(set(stamps)) == 3


def test_a_broken_link_and_an_unknown_office_follow_nothing(phone: Client, office: Office) -> None:
    party = a_party(a_slot(office))

    assert phone.get(f"/tiket/salah/antrean/{office.pk}/").status_code == 404
    assert phone.get(path(party, f"antrean/{office.pk + 999}/")).status_code == 404
