"""A resident books, comes, is called and recorded, and the ranking of her village moves: from URL to row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections.actions import elections, reconciliations, rolls
from elections.choices import Outcome, RollKind
from elections.made_up.making import make_population
from elections.models import Match, RankingEdition, ReconciliationRun, RegionScore, VoterRoll
from elections.rules.known_elections import PILKADA_2020
from elections.tasks import reconcile
from queueing.choices import BookingState, NoticeKind, SessionOutcome, TicketState
from queueing.models import Booking, Counter, Notice, Office, Party, RecordingSession, Ticket
from queueing.queries import invariants
from queueing.rules.recording import PARTS
from queueing.views.public import looking
from registry import scope
from registry.actions import intakes
from registry.choices import CardStatus, IntakeKind, Role
from registry.ingest import running
from registry.models import CardEvent, IntakeBatch, Resident
from tests.factories.offices import an_office
from tests.factories.queueing import CounterFactory
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.journeys.phone import Phone
from tests.signing import sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

REGENCY = "35.16"


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    looking.forget()
    yield
    looking.forget()


@pytest.fixture
def roll(tmp_path: Path) -> VoterRoll:
    """A small regency's registry and roll, taken in as files."""
    plant_regency(REGENCY)
    files = make_population(tmp_path / "made-up", seed=5, residents=2000).regencies[0]
    now = timezone.now()
    take_in(intakes.receive(files.siak, kind=IntakeKind.SIAK_EXTRACT, region=REGENCY, by=None, at=now))
    election = elections.set_up(PILKADA_2020)
    take_in(
        rolls.receive(files.roll, election=election, region=REGENCY, kind=RollKind.DPT, by=None, at=now, made_up=True)
    )
    return VoterRoll.unscoped.get()


def take_in(batch: IntakeBatch) -> None:
    running.run(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "done"


def reconciled(roll: VoterRoll) -> RankingEdition:
    """Reconcile the roll with the registry as it is now, and return the new ranking."""
    with scope.everywhere():
        run = reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Uji")
    reconcile(run.pk)
    return RankingEdition.objects.get(run=run)


def score_of(village: str, edition: RankingEdition) -> RegionScore:
    return RegionScore.objects.get(edition=edition, region_id=village)


def a_voter_to_record() -> Resident:
    """Return somebody who is on the roll, surely, and was never recorded."""
    matched = Match.unscoped.filter(run=ReconciliationRun.unscoped.latest("pk"), outcome=Outcome.MATCHED)
    waiting = Resident.unscoped.alive().filter(
        pk__in=matched.values("resident"), card__state=CardStatus.UNREGISTERED, birth_date__lt="2000-01-01"
    )
    found = waiting.select_related("household").order_by("pk").first()
    assert found
    return found


def test_whoever_books_comes_and_is_recorded_moves_the_ranking_of_her_village(roll: VoterRoll) -> None:
    first = reconciled(roll)
    voter, office = a_voter_to_record(), an_office(main=True)
    before = score_of(voter.region_id, first)

    booking = book(voter)
    assert booking.slot
    with time_machine.travel(booking.slot.starts_at - timedelta(minutes=10), tick=True):
        number = check_in(office, booking)
        be_recorded(office, number)
    after = score_of(voter.region_id, reconciled(roll))

    assert CardEvent.objects.get(resident=voter, by__isnull=False).to_state == CardStatus.BIO_CAPTURED
    assert (after.voters, after.recorded, after.unrecorded) == (
        before.voters, before.recorded + 1, before.unrecorded - 1,
    )  # fmt: skip
    broken = {proof.invariant.name for proof in invariants.prove() if proof.count}
    assert broken - {"no_notice_waits_too_long"} == set()  # nobody carries messages here


def book(voter: Resident) -> Booking:
    """Book as a resident does, without JavaScript, a day from tomorrow on."""
    phone = Phone().open("/")
    phone.follow("Pesan tempat perekaman")
    phone.follow("Tempat terdekat")
    days = [href for said, href in phone.page.links if re.search(r"\d+ tempat", said) and "prioritas" not in said]
    phone.open(days[-1])
    form = phone.form("Ambil tempat ini")
    phone.send("Ambil tempat ini", sesi=form.choices["sesi"][0])
    with scope.everywhere():
        told = {"nik_1": voter.nik, "kk": voter.household.kk_number}
    phone.send("Lanjutkan", nama_1=voter.name, kontak="0812 3456 789", **told)
    party = Party.unscoped.get()
    code = Notice.unscoped.filter(party_id=party.pk, kind=NoticeKind.ONE_TIME_CODE).latest("created_at")
    figures = re.search(r"\b\d{6}\b", code.body)
    assert figures
    phone.send("Lanjutkan", kode=figures[0])
    assert "Anda terdaftar dalam DPT" in phone.text or "Periksa isian Anda" in phone.text
    phone.send("Pesan 1 tempat")
    assert "Tempat Anda sudah dipesan" in phone.text
    return Booking.unscoped.get(party=party, state=BookingState.CONFIRMED)


def check_in(office: Office, booking: Booking) -> Ticket:
    """Come to the front desk with the code of the ticket."""
    desk = sign_in(Client(), OfficerFactory.create(role=Role.FRONT_DESK))
    desk.post(reverse("queueing:front_desk_office"), {"kantor": office.pk, "kertas": "58"})
    found = desk.post(reverse("queueing:front_desk"), {"cari": booking.code})
    assert booking.name in found.content.decode()
    desk.post(reverse("queueing:front_desk_receive"), {"orang": [booking.pk]})
    ticket = Ticket.unscoped.get()
    assert (ticket.state, ticket.booking) == (TicketState.WAITING, booking)
    return ticket


def be_recorded(office: Office, ticket: Ticket) -> None:
    """Be called to a counter, shown on the board, and recorded there."""
    clerk = sign_in(Client(), OfficerFactory.create())
    counter: Counter = CounterFactory.create(office=office, is_open=False)
    clerk.post(reverse("queueing:counter_sit"), {"loket": counter.pk, "langkah": "buka"})
    clerk.post(reverse("queueing:counter_step"), {"langkah": "panggil"})
    assert str(ticket) in Client().get(reverse("queueing:board", args=[office.pk])).content.decode()

    clerk.post(reverse("queueing:start_session", args=[ticket.pk]))
    session = RecordingSession.unscoped.get()
    told = {"cocok": "on", "hasil": SessionOutcome.CAPTURED.value, **dict.fromkeys(PARTS, "terekam")}
    ended = clerk.post(reverse("queueing:recording", args=[session.pk]), told, follow=True)

    assert "Terekam. Status KTP-el sudah berubah." in ended.content.decode()
    assert ended.redirect_chain[-1][0] == reverse("queueing:counter")
    ticket.refresh_from_db()
    assert ticket.state == TicketState.SERVED
    assert Booking.unscoped.get().state == BookingState.SERVED
