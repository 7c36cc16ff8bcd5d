"""Made-up officers, batches, households, residents and cards, made outside any scope."""

# mypy: disable-error-code="no-untyped-call"
# The declarations of factory_boy have no types of their own.

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from typing import Any, TypeVar

from django.db import models
from factory.declarations import LazyAttribute, LazyFunction, RelatedFactory, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from registry import sealing
from registry.choices import (
    CardStatus,
    HeldRowState,
    IntakeKind,
    IntakeState,
    MaritalStatus,
    RelationToHead,
    ResidencyStatus,
    Role,
    RowVerdict,
    Sex,
)
from registry.models import CardRecord, HeldRow, Household, IntakeBatch, Officer, Resident

MOMENT = datetime.datetime(2020, 11, 20, 3, 0, tzinfo=datetime.UTC)
VILLAGE = "35.16.08.2001"

Made = TypeVar("Made", bound=models.Model)


class UnscopedFactory(DjangoModelFactory[Made]):
    """Makes rows through the manager that asks for no scope; regions must be there."""

    class Meta:
        abstract = True

    @classmethod
    def _get_manager(cls, model_class: type[models.Model]) -> models.Manager[Any]:
        return model_class._base_manager


class OfficerFactory(UnscopedFactory[Officer]):
    """Somebody of the office."""

    class Meta:
        model = Officer

    class Params:
        supervisor = Trait(role=Role.SUPERVISOR)
        reviewer = Trait(role=Role.REVIEWER)

    username = Sequence(lambda number: f"pegawai{number}")
    area_id = "35.16"


class BatchFactory(UnscopedFactory[IntakeBatch]):
    """A finished SIAK extract of its own."""

    class Meta:
        model = IntakeBatch

    class Params:
        received = Trait(state=IntakeState.RECEIVED, finished_at=None)
        failed = Trait(state=IntakeState.FAILED, failure="Berkas penduduk.csv: berkas kosong.")

    kind = IntakeKind.SIAK_EXTRACT
    state = IntakeState.DONE
    file_name = "penduduk.csv"
    sha256 = Sequence(lambda number: hashlib.sha256(f"siak {number}".encode()).hexdigest())
    size = 1
    region_id = "35.16"
    received_at = MOMENT
    finished_at = MOMENT


class HeldRowFactory(UnscopedFactory[HeldRow]):
    """A row with a NIK of fifteen figures."""

    class Meta:
        model = HeldRow

    class Params:
        rejected = Trait(verdict=RowVerdict.REJECTED, rule="baris_kembar")
        values_as_written = LazyFunction(lambda: ["351608010890000", "SITI AMINAH"])

    batch = SubFactory(BatchFactory)
    row_number = Sequence(lambda number: number + 2)
    verdict = RowVerdict.HELD
    column = "NIK"
    rule = "nik_not_sixteen_digits"
    found = "*" * 15
    advice = "NIK harus 16 angka."
    anchor = LazyFunction(uuid.uuid4)
    row_sealed = LazyAttribute(
        lambda row: sealing.sealer().seal(sealing.HELD_ROW, json.dumps(row.values_as_written), row.anchor)
    )
    state = HeldRowState.HELD


class HouseholdFactory(UnscopedFactory[Household]):
    """One KK of Mojosari."""

    class Meta:
        model = Household

    class Params:
        number = Sequence(lambda number: f"351608010105{number % 9999 + 1:04d}")

    kk_number_index = LazyAttribute(lambda home: sealing.sealer().index(sealing.KK_NUMBER, home.number))
    kk_number_sealed = LazyAttribute(
        lambda home: sealing.sealer().seal(sealing.KK_NUMBER, home.number, home.kk_number_index)
    )
    region_id = VILLAGE
    address = "DSN SAWAHAN NO 1"
    rt = "001"
    rw = "002"


class CardFactory(UnscopedFactory[CardRecord]):
    """Where a resident's card stands."""

    class Meta:
        model = CardRecord

    resident = SubFactory("tests.factories.registry.ResidentFactory", card=None)
    state = CardStatus.UNREGISTERED


class ResidentFactory(UnscopedFactory[Resident]):
    """A man of Mojosari, the head of his household, with a card that was issued."""

    class Meta:
        model = Resident
        skip_postgeneration_save = True

    class Params:
        number = Sequence(lambda number: f"351608010890{number % 9999 + 1:04d}")
        woman = Trait(sex=Sex.FEMALE, name="SITI AMINAH")
        unrecorded = Trait(card__state=CardStatus.UNREGISTERED)
        deceased = Trait(residency_status=ResidencyStatus.DECEASED)

    nik_index = LazyAttribute(lambda person: sealing.sealer().index(sealing.NIK, person.number))
    nik_sealed = LazyAttribute(lambda person: sealing.sealer().seal(sealing.NIK, person.number, person.nik_index))
    household = SubFactory(HouseholdFactory, region_id=SelfAttribute("..region_id"))
    relation_to_head = RelationToHead.HEAD
    name = "BUDI SANTOSO"
    birth_place = "MOJOKERTO"
    birth_date = datetime.date(1990, 8, 1)
    sex = Sex.MALE
    marital_status = MaritalStatus.SINGLE
    residency_status = ResidencyStatus.ALIVE
    region_id = VILLAGE
    card = RelatedFactory(CardFactory, factory_related_name="resident", state=CardStatus.CARD_ISSUED)
