"""Who stands on the lists of those due: by the day alone, by marriage, by village, inside the scope."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry import row_security, scope
from registry.actions import card_tallies
from registry.choices import CardStatus, MaritalStatus, ResidencyStatus
from registry.models import Region
from registry.queries import due
from registry.queries.due import Kind, Wish
from registry.rules.due import Period, SchoolYear
from tests.factories.registry import CardFactory, OfficerFactory
from tests.registry.desk import ELSEWHERE, KAUMAN, MOJOSARI, number_of, resident

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 27)
YEAR = SchoolYear(2026).period
EVER = Period(datetime.date(2000, 1, 1), datetime.date(2050, 1, 1))


def unrecorded(name: str, born: datetime.date | str, **given: Any) -> int:
    day = datetime.date.fromisoformat(born) if isinstance(born, str) else born
    made = resident(name, birth_date=day, card__state=CardStatus.UNREGISTERED, **given)
    return made.pk


def names(kind: Kind, region: str = "35.16", period: Period = YEAR, on: datetime.date = TODAY) -> list[str]:
    with scope.of(OfficerFactory.build(area_id="35.16")):
        ids = due.listed(Wish(kind, region, period), on=on).values_list("pk", flat=True)
        return [person.name for person in due.people(ids)]


def test_somebody_becomes_due_by_the_day_alone() -> None:
    unrecorded("LAHIR KABISAT", "2008-02-29")
    before, after = datetime.date(2025, 2, 28), datetime.date(2025, 3, 1)
    assert names(Kind.UNRECORDED, on=before) == []
    assert names(Kind.UNRECORDED, on=after) == ["LAHIR KABISAT"]
    assert names(Kind.SEVENTEEN, period=Period(before, before)) == []
    assert names(Kind.SEVENTEEN, period=Period(after, after)) == ["LAHIR KABISAT"]
    leap = datetime.date(2024, 2, 29)
    assert names(Kind.SIXTEEN, period=Period(leap, leap)) == ["LAHIR KABISAT"]
    assert names(Kind.SEVENTEEN, period=Period(leap, leap)) == []


def test_a_marriage_makes_due_at_once_and_takes_off_the_lists_of_birthdays() -> None:
    unrecorded("KAWIN MUDA", "2010-03-05", marital_status=MaritalStatus.MARRIED)
    unrecorded("CERAI MUDA", "2010-03-05", marital_status=MaritalStatus.DIVORCED)
    unrecorded("BELUM KAWIN", "2010-03-05")
    assert sorted(names(Kind.UNRECORDED)) == ["CERAI MUDA", "KAWIN MUDA"]
    assert names(Kind.SEVENTEEN) == ["BELUM KAWIN"]


@pytest.mark.parametrize("status", [status for status in ResidencyStatus if status != ResidencyStatus.ALIVE])
def test_who_is_dead_or_gone_stands_on_no_list(status: ResidencyStatus) -> None:
    for born in ("1990-08-01", "2010-03-05", "2011-03-05"):
        unrecorded("TIDAK DI SINI", born, residency_status=status)
    assert [names(kind) for kind in Kind] == [[], [], []]


def test_who_is_recorded_stands_on_no_list_and_who_must_be_recorded_again_does() -> None:
    for born in ("1990-08-01", "2010-03-05", "2011-03-05"):
        resident("SUDAH REKAM", birth_date=datetime.date.fromisoformat(born), card__state=CardStatus.BIO_CAPTURED)
        again = CardStatus.ENROLL_FAILURE_AT_CENTRAL
        resident("REKAM ULANG", birth_date=datetime.date.fromisoformat(born), card__state=again)
    resident("TANPA KARTU", card=None)
    assert sorted(names(Kind.UNRECORDED)) == ["REKAM ULANG", "TANPA KARTU"]
    assert names(Kind.SEVENTEEN) == ["REKAM ULANG"]
    assert names(Kind.SIXTEEN) == ["REKAM ULANG"]


def test_a_school_year_holds_its_birthdays_from_july_to_june() -> None:
    for name, born in [
        ("TERLALU TUA", "2009-06-30"),
        ("TUJUH BELAS AWAL", "2009-07-01"),
        ("TUJUH BELAS AKHIR", "2010-06-30"),
        ("ENAM BELAS AWAL", "2010-07-01"),
        ("ENAM BELAS AKHIR", "2011-06-30"),
        ("TERLALU MUDA", "2011-07-01"),
    ]:
        unrecorded(name, born)
    assert sorted(names(Kind.SEVENTEEN)) == ["TUJUH BELAS AKHIR", "TUJUH BELAS AWAL"]
    assert sorted(names(Kind.SIXTEEN)) == ["ENAM BELAS AKHIR", "ENAM BELAS AWAL"]


def test_a_list_is_walked_village_by_village_and_rt_by_rt() -> None:
    for name, region, rw, rt in [
        ("D", MOJOSARI, "001", "001"),
        ("C", KAUMAN, "002", "001"),
        ("B", KAUMAN, "001", "002"),
        ("A2", KAUMAN, "001", "001"),
        ("A1", KAUMAN, "001", "001"),
    ]:
        unrecorded(name, "1990-08-01", region=region, household__rw=rw, household__rt=rt)
    assert names(Kind.UNRECORDED) == ["A1", "A2", "B", "C", "D"]
    assert names(Kind.UNRECORDED, region=MOJOSARI) == ["D"]


def test_nobody_outside_the_scope_is_named_or_counted() -> None:
    near = unrecorded("ORANG DEKAT", "1990-08-01")
    far = unrecorded("ORANG JAUH", "1990-08-01", region=ELSEWHERE)
    card_tallies.count(at=timezone.now())
    officer = OfficerFactory.create(area_id="35.16")
    born: dict[str, Any] = {"born_from": datetime.date(1990, 1, 1), "born_until": datetime.date(1990, 12, 31)}
    with scope.of(officer), row_security.of(officer):
        assert due.unrecorded_ids(region="00", **born) == due.unrecorded_ids(region="35", **born) == [near]
        assert due.unrecorded_ids(region=ELSEWHERE, **born) == []
        assert [person.resident_id for person in due.people([far, near])] == [near]
        assert due.numbers(Region.objects.get(pk=ELSEWHERE), EVER).lines == ()
    with pytest.raises(scope.ScopeMissing):
        due.unrecorded_ids(region="35.16", **born)


def test_a_team_takes_along_the_eldest_first_and_no_more_than_it_can_serve() -> None:
    young = unrecorded("MUDA", "2010-06-30")
    old = unrecorded("TUA", "2009-07-01", marital_status=MaritalStatus.MARRIED)
    twin = unrecorded("MUDA JUGA", "2010-06-30")
    unrecorded("DI LUAR", "2010-07-01")
    resident("SUDAH", birth_date=datetime.date(2010, 1, 1))
    born: dict[str, Any] = {"born_from": datetime.date(2009, 7, 1), "born_until": datetime.date(2010, 6, 30)}
    with scope.everywhere():
        assert due.unrecorded_ids(region=MOJOSARI, **born) == [old, young, twin]
        assert due.unrecorded_ids(region="35.16.08", **born, limit=2) == [old, young]


def test_people_come_in_the_order_asked_for_with_all_that_a_list_shows() -> None:
    one, other = unrecorded("SITI AMINAH", "2010-03-05", sex="P", region=KAUMAN), resident("BUDI", card=None)
    CardFactory.create(resident=other, state=CardStatus.ENROLL_FAILURE_AT_CENTRAL)
    with scope.everywhere(), CaptureQueriesContext(connection) as asked:
        found = due.people([other.pk, 10**9, one])
    assert len(asked) == 1
    assert [person.resident_id for person in found] == [other.pk, one]
    siti = found[1]
    assert (siti.name, siti.sex, siti.birth_date, siti.ever_married) == (
        "SITI AMINAH", "P", datetime.date(2010, 3, 5), False,
    )  # fmt: skip
    assert (siti.address, siti.rt, siti.rw, siti.region_code) == ("DSN SAWAHAN NO 1", "001", "002", KAUMAN)
    assert [person.card_state for person in found] == ["ENROLL_FAILURE_AT_CENTRAL", "UNREGISTERED"]
    number = number_of(other)
    assert found[0].masked_nik == f"{number[:6]}******{number[12:]}"
    assert found[0].nik_on_paper == f"{number[:6]}**********"


def test_the_numbers_of_a_region_add_up_and_agree_with_its_lists() -> None:
    for _ in range(3):
        unrecorded("WAJIB", "1990-08-01")
    resident("SUDAH")
    unrecorded("TUJUH BELAS", "2010-03-05", region=KAUMAN)
    unrecorded("ENAM BELAS", "2011-03-05", region=KAUMAN)
    unrecorded("MATI", "1990-08-01", residency_status=ResidencyStatus.DECEASED)
    at = timezone.make_aware(datetime.datetime(2026, 11, 27, 8))
    card_tallies.count(at=at)
    with scope.of(OfficerFactory.build(area_id="35.16")), CaptureQueriesContext(connection) as asked:
        regency = due.numbers(Region.objects.get(pk="35.16"), YEAR)
        district = due.numbers(Region.objects.get(pk="35.16.08"), YEAR)
        village = due.numbers(Region.objects.get(pk=MOJOSARI), YEAR)
    assert len(asked) == 18
    shown = {line.region.code: (line.due, line.recorded, line.unrecorded, line.seventeen, line.sixteen)
             for found in (regency, district, village) for line in found.lines}  # fmt: skip
    assert shown == {"35.16.08": (4, 1, 3, 1, 1), MOJOSARI: (4, 1, 3, 0, 0), KAUMAN: (0, 0, 0, 1, 1)}
    assert regency.counted_at == at
    assert [len(names(kind, "35.16.08")) for kind in Kind] == [3, 1, 1]


def test_before_the_first_count_no_moment_is_claimed() -> None:
    resident()
    with scope.everywhere():
        assert due.numbers(Region.objects.get(pk="35.16.08"), YEAR).counted_at is None


def test_pages_hold_everybody_once_and_no_page_lies_beyond_the_last() -> None:
    people = [unrecorded("ORANG", "1990-08-01") for _ in range(7)]
    wish = Wish(Kind.UNRECORDED, MOJOSARI, YEAR)
    with scope.everywhere():
        pages = [due.page_of(wish, number, size=3, on=TODAY) for number in (1, 2, 3)]
        beyond = due.page_of(wish, 99, size=3, on=TODAY)
        nobody = due.page_of(Wish(Kind.SIXTEEN, MOJOSARI, YEAR), 1, size=3, on=TODAY)
    assert sorted(person.resident_id for page in pages for person in page.people) == sorted(people)
    assert [(page.number, page.pages, page.total, page.before) for page in pages] == [
        (1, 3, 7, 0), (2, 3, 7, 3), (3, 3, 7, 6),
    ]  # fmt: skip
    assert beyond == pages[2]
    assert (nobody.people, nobody.number, nobody.pages, nobody.total) == ((), 1, 1, 0)


def test_a_list_is_kept_by_an_export_as_codes_and_days() -> None:
    wish = Wish(Kind.SEVENTEEN, MOJOSARI, YEAR)
    assert due.wish_of(wish.codes()) == wish
    assert wish.codes() == {
        "region": MOJOSARI, "cards": "menjadi-17", "first": "2026-07-01", "last": "2027-06-30",
    }  # fmt: skip
