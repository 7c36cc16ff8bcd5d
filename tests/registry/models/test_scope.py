"""Nobody sees a person of another area, and code that names no area sees nobody."""

import datetime
import uuid

import pytest

from registry import scope, sealing
from registry.models import Household, Officer, Region, Resident
from registry.scope import ScopeMissing

pytestmark = [pytest.mark.django_db, pytest.mark.database]

VILLAGES = ["35.16.08.2001", "35.16.09.2001", "35.17.01.2001"]


def make_region(code: str, level: str, parent: str | None) -> None:
    Region.objects.get_or_create(code=code, defaults={"name": code, "level": level, "parent_id": parent})


def make_resident(village: str) -> Resident:
    make_region("00", "nation", None)
    make_region(village[:2], "province", "00")
    make_region(village[:5], "regency", village[:2])
    make_region(village[:8], "district", village[:5])
    make_region(village, "village", village[:8])
    sealer, number = sealing.sealer(), f"{uuid.uuid4().int % 10**16:016d}"
    kk_index, nik_index = sealer.index(sealing.KK_NUMBER, number), sealer.index(sealing.NIK, number)
    household = Household.unscoped.create(
        region_id=village,
        kk_number_index=kk_index,
        kk_number_sealed=sealer.seal(sealing.KK_NUMBER, number, kk_index),
    )
    return Resident.unscoped.create(
        nik_index=nik_index, nik_sealed=sealer.seal(sealing.NIK, number, nik_index), household=household,
        relation_to_head=1, name=f"WARGA {village}", birth_date=datetime.date(1990, 8, 1), sex="L",
        marital_status=1, residency_status=1, region_id=village,
    )  # fmt: skip


@pytest.fixture
def residents() -> list[Resident]:
    return [make_resident(village) for village in VILLAGES]


@pytest.mark.parametrize(
    ("area", "seen"),
    [("00", 3), ("35", 3), ("35.16", 2), ("35.16.08", 1), ("35.16.08.2001", 1), ("35.1", 0), (None, 0)],
)
def test_an_officer_sees_her_area_and_what_lies_inside_it(
    residents: list[Resident], area: str | None, seen: int
) -> None:
    with scope.of(Officer(area_id=area)):
        assert Resident.objects.count() == seen
        assert Household.objects.count() == seen


def test_code_that_names_no_scope_gets_an_error_and_never_rows(residents: list[Resident]) -> None:
    with pytest.raises(ScopeMissing):
        list(Resident.objects.all())


def test_a_scope_ends_with_its_block(residents: list[Resident]) -> None:
    with scope.everywhere():
        assert Resident.objects.alive().count() == 3
    with pytest.raises(ScopeMissing):
        Resident.objects.alive()


def test_a_resident_gives_her_nik_only_through_the_sealer(residents: list[Resident]) -> None:
    with scope.everywhere():
        resident = Resident.objects.living_in("35.16").first()
    assert resident is not None
    assert len(resident.nik) == 16
    assert resident.nik.encode() not in bytes(resident.nik_sealed)
