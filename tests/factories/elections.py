"""Made-up regions, rolls, runs and matches for tests about elections; made outside any scope."""

# mypy: disable-error-code="no-untyped-call"
# The declarations of factory_boy have no types of their own.

from __future__ import annotations

import datetime
import hashlib
import itertools
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from elections.choices import ElectionKind, Outcome, RollKind, RunState
from elections.models import Election, Match, ReconciliationRun, VoterRoll
from registry import sealing
from registry.choices import (
    IntakeKind,
    IntakeState,
    MaritalStatus,
    RegionKind,
    RegionLevel,
    RelationToHead,
    ResidencyStatus,
    Sex,
)
from registry.models import Household, IntakeBatch, Officer, Region, Resident
from registry.rules.region_codes import split

MOMENT = datetime.datetime(2020, 11, 20, 3, 0, tzinfo=datetime.UTC)
LINKED = {Outcome.MATCHED, Outcome.MATCHED_WITH_DIFFERENCES, Outcome.PROBABLE}


Made = TypeVar("Made", bound=models.Model)


class UnscopedFactory(DjangoModelFactory[Made]):
    """Makes rows through the manager that asks for no scope."""

    class Meta:
        abstract = True

    @classmethod
    def _get_manager(cls, model_class: type[models.Model]) -> models.Manager[Any]:
        return model_class._base_manager


def make_region(code: str, name: str = "") -> Region:
    """Return the region of that code, made with all regions around it where they are missing, in one statement."""
    around = _around(code)
    known = Region.objects.in_bulk(around)
    if code not in known:
        missing = [one for one in around if one not in known]
        for one in missing:
            known[one] = _region(one, name if one == code else "", known)
        Region.objects.bulk_create(known[one] for one in missing)
    return known[code]


def _around(code: str) -> list[str]:
    """The codes from the nation down to this one."""
    if code == "00":
        return [code]
    parent = split(code).parent
    return [*_around(parent.dotted if parent else "00"), code]


def _region(code: str, name: str, known: Mapping[str, Region]) -> Region:
    if code == "00":
        return Region(code=code, name="Indonesia", level=RegionLevel.NATION)
    parts = split(code)
    return Region(
        code=code,
        name=name or f"Wilayah {code}",
        level=RegionLevel(parts.level.value),
        kind=RegionKind(parts.kind.value),
        parent=known[parts.parent.dotted if parts.parent else "00"],
    )


class OfficerFactory(UnscopedFactory[Officer]):
    """Somebody of the office, with an area."""

    class Meta:
        model = Officer

    username = Sequence(lambda number: f"petugas{number}")
    area = LazyFunction(lambda: make_region("35.16"))


class ElectionFactory(UnscopedFactory[Election]):
    """The Pilkada of 2020, once."""

    class Meta:
        model = Election
        django_get_or_create = ("slug",)

    slug = "pilkada-2020"
    name = "Pilkada Serentak 2020"
    kind = ElectionKind.PILKADA
    polling_date = datetime.date(2020, 12, 9)


class IntakeBatchFactory(UnscopedFactory[IntakeBatch]):
    """A finished file of its own."""

    class Meta:
        model = IntakeBatch

    kind = IntakeKind.VOTER_ROLL
    state = IntakeState.DONE
    file_name = "daftar.csv"
    sha256 = Sequence(lambda number: hashlib.sha256(str(number).encode()).hexdigest())
    size = 1
    region = LazyFunction(lambda: make_region("35.16"))
    received_at = MOMENT
    finished_at = MOMENT


class VoterRollFactory(UnscopedFactory[VoterRoll]):
    """A loaded DPT of Kabupaten Mojokerto; its rows are made where a test needs them."""

    class Meta:
        model = VoterRoll

    election = SubFactory(ElectionFactory)
    region = LazyFunction(lambda: make_region("35.16"))
    kind = RollKind.DPT
    batch = SubFactory(IntakeBatchFactory, region=SelfAttribute("..region"))
    loaded_at = MOMENT
    entry_count = 0
    made_up = False


class RunFactory(UnscopedFactory[ReconciliationRun]):
    """A finished reconciliation."""

    class Meta:
        model = ReconciliationRun

    roll = SubFactory(VoterRollFactory)
    region = SelfAttribute("roll.region")
    state = RunState.DONE
    purpose = "Peringkat perekaman"
    retain_until = datetime.date(2021, 11, 20)
    asked_at = MOMENT
    snapshot_at = MOMENT
    finished_at = MOMENT
    digest = "d" * 64


class HouseholdFactory(UnscopedFactory[Household]):
    """A household with a KK number of its own."""

    class Meta:
        model = Household

    class Params:
        kk_number = Sequence(lambda number: f"351601010120{number:04d}")

    region = LazyFunction(lambda: make_region("35.16.01.2001"))
    kk_number_index = LazyAttribute(lambda made: sealing.sealer().index(sealing.KK_NUMBER, made.kk_number))
    kk_number_sealed = LazyAttribute(
        lambda made: sealing.sealer().seal(sealing.KK_NUMBER, made.kk_number, made.kk_number_index)
    )


class ResidentFactory(UnscopedFactory[Resident]):
    """Somebody alive, born in 1990, with a NIK of her own."""

    class Meta:
        model = Resident

    class Params:
        nik = Sequence(lambda number: f"351601410190{number:04d}")

    household = SubFactory(HouseholdFactory)
    region = SelfAttribute("household.region")
    nik_index = LazyAttribute(lambda made: sealing.sealer().index(sealing.NIK, made.nik))
    nik_sealed = LazyAttribute(lambda made: sealing.sealer().seal(sealing.NIK, made.nik, made.nik_index))
    relation_to_head = RelationToHead.HEAD
    name = "SRI WAHYUNI"
    birth_date = datetime.date(1990, 1, 1)
    sex = Sex.FEMALE
    marital_status = MaritalStatus.SINGLE
    residency_status = ResidencyStatus.ALIVE


Rows = tuple[int, int, int, int]
"""Roll rows of a village by what was found: recorded, linked but unrecorded, in review, not found."""

_FOUND = ((Outcome.MATCHED, True), (Outcome.PROBABLE, False), (Outcome.REVIEW, False), (Outcome.NOT_FOUND, False))


def make_run(villages: Mapping[str, Rows], **roll: Any) -> ReconciliationRun:
    """Return a finished run with so many matches in each village; all links are to one resident, for speed."""
    run = RunFactory.create(roll=VoterRollFactory.create(entry_count=sum(map(sum, villages.values())), **roll))
    resident = ResidentFactory.create()
    entries = itertools.count(1)
    regions = {code: make_region(code) for code in villages}
    Match.unscoped.bulk_create(
        Match(
            run=run,
            entry_id=next(entries),
            region=regions[code],
            outcome=outcome,
            resident=resident if outcome in LINKED else None,
            recorded=recorded,
        )
        for code, rows in villages.items()
        for (outcome, recorded), number in zip(_FOUND, rows, strict=True)
        for _ in range(number)
    )
    return run
