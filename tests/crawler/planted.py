"""Area B: two hundred people and everything that hangs on them, each text and number marked.

Every text holds the word "perkutut", every number begins with an area code that exists nowhere else: either of them
in an answer to an officer of area A is a person of B.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from elections.choices import FindingKind, Outcome
from elections.models import Finding, Match, VoterRollEntry
from queueing.actions import cuts, draws, outages
from queueing.models import Booking, Office, RecordingSlot, Seat
from queueing.queries.cuts import Cutting
from registry.actions import access, alarms, correction_requests, officers
from registry.choices import CardStatus, CivilEventKind, Role
from registry.models import (
    CivilEvent,
    ExportRequest,
    Household,
    IntakeBatch,
    Officer,
    Region,
    Resident,
    SavedFilter,
)
from registry.models.access import AccessAction
from registry.models.alarm import AlarmKind
from registry.models.export import ExportKind, ExportState
from tests.factories.elections import RunFactory, VoterRollFactory
from tests.factories.hall import a_session, a_ticket
from tests.factories.notices import put_notice
from tests.factories.offices import DeviceFactory
from tests.factories.queueing import CounterFactory, OfficeFactory, SlotFactory, a_booking
from tests.factories.registry import BatchFactory, HeldRowFactory, HouseholdFactory, ResidentFactory
from tests.factories.visits import a_name, a_visit

PEOPLE: Final = 200
REGENCY: Final = "35.17"
VILLAGE: Final = "35.17.01.2001"
MARK: Final = "perkutut"
#: The name of B's office, which everybody sees where places are booked, and no officer of A elsewhere.
OFFICE_MARK: Final = "gelatik"
#: Typed into search boxes, which may say it back.
TYPED: Final = "KENARI"
NUMBER_MARK: Final = "351799"
NIK: Final = f"{NUMBER_MARK}0108900001"
KK_NUMBER: Final = f"{NUMBER_MARK}0101050001"
HELD_ROW: Final = "2"
#: Under which a phone sends an answer of a team visit.
KEY: Final = "6d8f5f0c-2f0e-4d3a-9d53-1b6c8b1f7a10"
#: On which B's people have places.
DAY: Final = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()  # noqa: DTZ011 - any day ahead will do
_MOMENT: Final = datetime.datetime(2020, 11, 20, 3, 0, tzinfo=datetime.UTC)


@dataclass
class Planted:
    """What was planted: objects by model, as far as an address may name them."""

    objects: dict[type[models.Model], models.Model] = field(default_factory=dict)

    def add(self, one: models.Model) -> None:
        """Remember an object as the one of its model."""
        self.objects.setdefault(type(one), one)

    def pk(self, model: str) -> Any:  # noqa: ANN401 - keys are numbers, codes or ids
        """Return the key of the object of a model, named "app.Model"."""
        return self.objects[apps.get_model(model)].pk


def plant() -> Planted:
    """Make area B's people, files and officer."""
    planted = Planted()
    officer = officers.make(
        username=f"{MARK}.b", password="x", role=Role.CLERK, area_code=REGENCY, name=f"{TYPED} {MARK}"
    )
    planted.add(officer)
    batch = BatchFactory.create(region_id=REGENCY, file_name=f"{MARK}.csv", source_letter=f"{MARK}/1")
    planted.add(batch)
    row = {"row_number": int(HELD_ROW), "found": MARK, "values_as_written": [NIK, f"{TYPED} {MARK}"]}
    planted.add(HeldRowFactory.create(batch=batch, **row))
    for person in _people(batch):
        planted.add(person)
        planted.add(person.household)
    _happened(planted, officer)
    _listed(planted, officer)
    _booked(planted, officer)
    return planted


def _booked(planted: Planted, officer: Officer) -> None:
    """Give the first of B's people a place that a cut takes; the office, its cuts and its outage are public."""
    office = planted.objects[Office]
    assert isinstance(office, Office)
    starts_at = datetime.datetime.fromisoformat(f"{DAY}T03:00:00+00:00")
    slot = SlotFactory.create(office=office, starts_at=starts_at, seats=2)
    party = a_booking(slot, niks=[NIK])
    person = Booking.unscoped.get(party=party)
    Booking.unscoped.filter(pk=person.pk).update(name=f"{TYPED} {MARK.upper()}")
    now = timezone.now()
    cut = cuts.make(cutting=Cutting(office, slot.day, devices=1), reason="Alat rusak.", by=officer, at=now)
    _drawn_for(planted, slot, officer)
    planted.add(slot)
    planted.add(person)
    planted.add(cut)
    _in_the_hall(planted, office, officer)
    planted.add(outages.start(office=office, note="SIAK gangguan.", estimate=None, by=officer, at=now))


def _in_the_hall(planted: Planted, office: Office, officer: Officer) -> None:
    """Let somebody of B be served at a counter, and another be recorded at home, who differs from the register."""
    served, recorded = Resident.unscoped.filter(region=VILLAGE).order_by("pk")[1:3]
    counter = CounterFactory.create(office=office)
    planted.add(counter)
    planted.add(a_ticket(office, counter=counter, resident=served, name=f"{TYPED} {MARK.upper()}"))
    planted.add(a_session(office, recorded, officer, place=f"Rumah {MARK}"))
    _visited(planted, office, officer, served)
    planted.add(correction_requests.open_one(resident=recorded.pk, noted=f"Nama {MARK}", by=officer, at=timezone.now()))


def _visited(planted: Planted, office: Office, officer: Officer, person: Resident) -> None:
    """Let a team of B be under way to somebody of B."""
    visit = a_visit(office, officer, place=f"Balai {MARK}", region_id=VILLAGE)
    planted.add(visit)
    planted.add(a_name(visit, person))
    planted.add(DeviceFactory.create(office=office, name=f"Alat {MARK}"))


def _drawn_for(planted: Planted, slot: RecordingSlot, officer: Officer) -> None:
    """Announce a draw for a later day of the office."""
    now, day = timezone.now(), datetime.timedelta(days=1)
    hot = SlotFactory.create(office=slot.office, starts_at=slot.starts_at + 7 * day, seats=0)
    Seat.objects.create(slot=hot, number=1, lane="general", opens_at=now + 2 * day)
    planted.add(
        draws.announce(
            office=slot.office, day=hot.day, opens_at=now + day / 24, closes_at=now + day, by=officer, at=now
        )
    )


def _people(batch: IntakeBatch) -> Iterator[Resident]:
    for number in range(1, PEOPLE + 1):
        home = HouseholdFactory.create(
            region_id=VILLAGE, number=f"{NUMBER_MARK}010105{number:04d}", address=f"JALAN {MARK} {number}", batch=batch
        )
        yield ResidentFactory.create(
            household=home,
            region_id=VILLAGE,
            number=f"{NUMBER_MARK}010890{number:04d}",
            name=f"{TYPED}{number:03d} {MARK.upper()}",
            birth_place=MARK.upper(),
            batch=batch,
            card__state=CardStatus.values[number % len(CardStatus.values)],
        )


def _happened(planted: Planted, officer: Officer) -> None:
    person = planted.objects[Resident]
    assert isinstance(person, Resident)
    planted.add(
        CivilEvent.unscoped.create(
            resident=person, kind=CivilEventKind.CORRECTION, event_date=_MOMENT.date(), recorded_at=_MOMENT,
            recorded_by=officer, document=f"{MARK}-1", details={"name": [MARK, MARK]},
        )
    )  # fmt: skip
    planted.add(
        access.record(
            action=AccessAction.VIEW, subject=f"{MARK} 1", purpose=f"{MARK} pelayanan", by=officer, at=_MOMENT,
            residents=[person.pk],
        )
    )  # fmt: skip
    planted.add(alarms.sound(kind=AlarmKind.OPENED, officer=officer, at=_MOMENT, detail=MARK))
    planted.add(
        ExportRequest.objects.create(
            what=ExportKind.RESIDENTS, format="csv", filter={"region": REGENCY, "cards": "unrecorded"},
            purpose=f"{MARK} daftar", row_count=900, state=ExportState.WAITING, asked_by=officer, area=REGENCY,
            asked_at=_MOMENT,
        )
    )  # fmt: skip


def _listed(planted: Planted, officer: Officer) -> None:
    """Put the first of B's people on a roll, with what a comparison found of her, and give B an office."""
    person = planted.objects[Resident]
    assert isinstance(person, Resident)
    region = Region.objects.get(pk=REGENCY)
    run = RunFactory.create(roll=VoterRollFactory.create(region=region, batch__file_name=f"{MARK}-dpt.csv"))
    entry = VoterRollEntry.unscoped.create(
        roll=run.roll, row_number=1, nik_sealed=b"", kk_number_sealed=b"", name=f"{TYPED} {MARK.upper()}",
        address=f"JALAN {MARK}", remark=MARK, region_id=VILLAGE, tps_number="004",
    )  # fmt: skip
    outcome = {"outcome": Outcome.REVIEW, "candidate": person}
    planted.add(run)
    planted.add(run.roll)
    planted.add(Match.unscoped.create(run=run, entry_id=entry.pk, region_id=VILLAGE, **outcome))
    planted.add(
        Finding.unscoped.create(
            run=run, kind=FindingKind.NOT_RECORDED, resident=person, region_id=VILLAGE, rule="uji", evidence=MARK
        )
    )
    planted.add(OfficeFactory.create(name=f"Kantor {OFFICE_MARK}", region_id=REGENCY))
    planted.add(put_notice(area=REGENCY, address=f"{TYPED}@{MARK}.example", subject=MARK, body=MARK))
    planted.add(SavedFilter.objects.create(officer=officer, page="registry.resident", name=MARK, query="kartu=belum"))


def state_of_b() -> str:
    """Return a digest of every row of area B that an officer of A must not change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(person::text || card.state || home::text, '|' ORDER BY person.id))"
            " FROM registry_resident AS person JOIN registry_household AS home ON home.id = person.household_id"
            " JOIN registry_cardrecord AS card ON card.resident_id = person.id WHERE person.region_id LIKE %s",
            [f"{REGENCY}%"],
        )
        people = cursor.fetchone()[0]
        cursor.execute(
            "SELECT md5(string_agg(b.state || b.slot_id || seat.withheld || coalesce(o.ended_at::text, ''), '|'))"
            " FROM queueing_booking AS b JOIN queueing_seat AS seat ON seat.id = b.seat_id"
            " JOIN queueing_recordingslot AS slot ON slot.id = b.slot_id"
            " LEFT JOIN queueing_outage AS o ON o.office_id = slot.office_id WHERE b.area = %s",
            [REGENCY],
        )
        people += cursor.fetchone()[0]
        cursor.execute(
            "SELECT md5(string_agg(visit::text || name::text, '|')) FROM queueing_teamvisit AS visit"
            " JOIN queueing_visitperson AS name ON name.visit_id = visit.id WHERE visit.area = %s",
            [REGENCY],
        )
        people += cursor.fetchone()[0]
        cursor.execute(
            "SELECT md5(string_agg(b::text, '|')) FROM registry_intakebatch AS b WHERE region_id = %s", [REGENCY]
        )
        return f"{people} {cursor.fetchone()[0]} {Household.unscoped.count()} {CivilEvent.unscoped.count()}"
