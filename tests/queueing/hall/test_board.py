"""The board of the waiting room: what it shows, to whom, and what it costs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from queueing import voice
from queueing.actions import calls, tickets
from queueing.models import Call, Counter, Office, Outage, Ticket
from queueing.queries.board import board_of
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import CounterFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.queueing.tickets.booked import a_slot, an_office, people_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]
#: Ten in the morning in Jakarta.
NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office() -> Office:
    make_region("35.16.08")
    return an_office()


@pytest.fixture
def officer() -> Officer:
    return OfficerFactory.create()


@pytest.fixture
def counters(office: Office) -> list[Counter]:
    return [CounterFactory.create(office=office, number=number) for number in (3, 4)]


def here(office: Office, officer: Officer, persons: int) -> None:
    slot = a_slot(office, days=0, hour=11, seats=persons)
    for person in people_of(a_booking(slot, persons=persons)):
        tickets.check_in(booking=person.pk, day=slot.day, by=officer, at=NOW)


def call(counter: Counter, officer: Officer) -> Ticket:
    ticket = calls.call_next(counter=counter, day=Ticket.unscoped.earliest("pk").day, by=officer, at=timezone.now())
    assert ticket
    return ticket


def call_and_end(counter: Counter, officer: Officer) -> None:
    calls.finish(ticket=call(counter, officer).pk, by=officer, at=timezone.now())


def test_the_last_call_is_large_and_the_four_before_it_stand_below(
    office: Office, officer: Officer, counters: list[Counter]
) -> None:
    here(office, officer, 6)
    for number in range(6):
        call_and_end(counters[number % 2], officer)

    board = board_of(office.pk, NOW)

    assert board.now
    assert (board.now.number, board.now.counter) == ("A-006", 4)
    assert [called.number for called in board.before] == ["A-005", "A-004", "A-003", "A-002"]
    assert board.now.sentence == "Nomor antrean A, nol nol enam. Silakan ke loket empat."


def test_a_number_that_was_called_twice_stands_on_the_board_once(
    office: Office, officer: Officer, counters: list[Counter]
) -> None:
    here(office, officer, 2)
    call(counters[0], officer)
    call(counters[1], officer)
    first = Call.objects.get(ordinal=1)
    first.pk, first.ordinal, first.is_repeat = None, 3, True
    first.save()

    board = board_of(office.pk, NOW)

    assert board.now
    assert board.now.number == "A-001"
    assert [called.number for called in board.before] == ["A-002"]
    assert [called.ordinal for called in board.calls] == [3, 2, 1]


def test_what_was_taken_back_or_called_yesterday_is_not_on_the_board(
    office: Office, officer: Officer, counters: list[Counter]
) -> None:
    here(office, officer, 2)
    call_and_end(counters[0], officer)
    call(counters[0], officer)
    Call.objects.filter(ordinal=2).update(withdrawn_at=NOW)

    assert [called.number for called in board_of(office.pk, NOW).calls] == ["A-001"]
    assert board_of(office.pk, NOW + datetime.timedelta(days=1)).calls == ()


def test_a_board_costs_one_query_however_many_were_called(
    office: Office, officer: Officer, counters: list[Counter], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here(office, officer, 6)
    for _ in range(6):
        call_and_end(counters[0], officer)
    with django_assert_num_queries(1):
        board_of(office.pk, NOW)


def test_an_outage_is_told_with_its_estimate(office: Office, officer: Officer, client: Client) -> None:
    Outage.objects.create(
        office=office, note="SIAK pusat", started_at=NOW, started_by=officer, updated_at=NOW,
        estimate=datetime.datetime(2026, 11, 27, 3, 30, tzinfo=datetime.UTC),
    )  # fmt: skip
    text = " ".join(client.get(f"/papan/{office.pk}/").content.decode().split())
    assert "<strong>Sistem sedang gangguan.</strong> SIAK pusat Perkiraan selesai pukul 10.30 WIB." in text


def test_who_has_the_numbers_already_is_sent_nothing(
    office: Office, officer: Officer, counters: list[Counter], client: Client
) -> None:
    here(office, officer, 2)
    call_and_end(counters[0], officer)
    address = f"/papan/{office.pk}/isi/"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    call(counters[0], officer)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert b"A-002" in changed.content
    assert len(changed.content) < 2_000
    assert first.headers["Cache-Control"] == "no-store"


def test_the_board_names_nobody(office: Office, officer: Officer, counters: list[Counter], client: Client) -> None:
    slot = a_slot(office, days=0, hour=11)
    (person,) = people_of(a_booking(slot))
    type(person).unscoped.filter(pk=person.pk).update(name="SITI AMINAH")
    tickets.check_in(booking=person.pk, day=slot.day, by=officer, at=NOW)
    call(counters[0], officer)
    page = client.get(f"/papan/{office.pk}/").content
    assert b"A-001" in page
    assert b"SITI" not in page


def test_an_office_that_is_none_has_no_board(client: Client, db: None) -> None:
    assert client.get("/papan/4711/").status_code == client.get("/papan/4711/isi/").status_code == 404


def test_nobodys_session_is_read_for_the_board(
    office: Office, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(OfficerFactory.create())
    with django_assert_num_queries(1):
        assert client.get(f"/papan/{office.pk}/isi/").status_code == 200


def test_recordings_are_given_by_their_names_alone(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.VOICE_FOLDER = tmp_path
    (tmp_path / "angka-3.wav").write_bytes(b"RIFF")
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    given = client.get("/papan/suara/angka-3.wav")
    assert b"".join(given.streaming_content) == b"RIFF"  # type: ignore[attr-defined]
    assert [client.get(f"/papan/suara/{name}.wav").status_code for name in ("angka-4", "secret")] == [404, 404]


def test_the_voice_is_made_by_a_program_of_the_machine(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VOICE_FOLDER = tmp_path / "voice"
    program = tmp_path / voice.ESPEAK
    program.write_text('#!/bin/sh\nprintf "%s" "$7" > "$6"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    assert voice.make() == len(list(settings.VOICE_FOLDER.glob("*.wav"))) > 50
    assert (settings.VOICE_FOLDER / "huruf-b.wav").read_text() == "be"
    assert voice.is_made()
    assert voice.make() == 0


def test_a_machine_without_the_program_says_what_to_install(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VOICE_FOLDER = tmp_path
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(voice.NoVoice, match="apt-get install espeak-ng"):
        voice.make()
