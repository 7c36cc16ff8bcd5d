"""Elections as data: what a list is called and what a code means differs by year, and seeding twice changes nothing."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.management import call_command

from elections.choices import FindingKind, RollKind
from elections.models import Election
from elections.rules.known_elections import KNOWN_ELECTIONS, PEMILU_2024, PILKADA_2020, KnownElection

EVERY = pytest.mark.parametrize("known", KNOWN_ELECTIONS.values(), ids=list(KNOWN_ELECTIONS))


def seed() -> str:
    out = io.StringIO()
    call_command("seed_elections", stdout=out)
    return out.getvalue()


def test_the_pilkada_of_2020_is_held_on_the_ninth_of_december() -> None:
    assert PILKADA_2020.polling_date == datetime.date(2020, 12, 9)


@pytest.mark.parametrize(
    ("known", "unlisted", "movers"), [(PILKADA_2020, "DPTB", "DPPH"), (PEMILU_2024, "DPK", "DPTB")]
)
def test_the_list_of_the_unlisted_is_called_differently_each_time(
    known: KnownElection, unlisted: str, movers: str
) -> None:
    lists = known.rules["list_types"]
    assert "tidak terdaftar" in lists[unlisted]
    assert "pindahan" in lists[movers]


def test_a_dpk_is_no_list_of_the_pilkada_and_a_dpph_none_of_the_pemilu() -> None:
    assert "DPK" not in PILKADA_2020.rules["list_types"]
    assert "DPPH" not in PEMILU_2024.rules["list_types"]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("1", "Meninggal"),
        ("2", "Ganda"),
        ("3", "Di bawah umur"),
        ("4", "Pindah domisili"),
        ("5", "Tidak dikenal"),
        ("6", "TNI"),
        ("7", "Polri"),
        ("8", "Hilang ingatan"),
        ("9", "Hak pilih dicabut"),
        ("10", "Bukan penduduk setempat"),
    ],
)
def test_the_tms_codes_of_2020_mean_what_kpu_printed(code: str, meaning: str) -> None:
    assert PILKADA_2020.rules["tms_codes"][code] == meaning


def test_code_eight_means_another_thing_in_2024() -> None:
    assert PEMILU_2024.rules["tms_codes"]["8"] == "Salah penempatan TPS"


@EVERY
def test_every_list_type_is_one_that_a_roll_can_be(known: KnownElection) -> None:
    assert set(known.rules["list_types"]) <= set(RollKind.values)


@EVERY
def test_every_finding_has_a_code_of_its_own_election(known: KnownElection) -> None:
    codes = known.rules["finding_codes"]
    assert set(codes) <= set(FindingKind.values)
    assert set(codes.values()) <= set(known.rules["tms_codes"])


@EVERY
def test_every_election_names_the_sources_of_its_rules(known: KnownElection) -> None:
    assert known.rules["sources"]


@pytest.mark.django_db
@pytest.mark.database
def test_seeding_twice_changes_nothing() -> None:
    first = seed()
    stored = list(Election.objects.order_by("pk").values())

    assert seed() == first
    assert list(Election.objects.order_by("pk").values()) == stored
    assert {row["slug"] for row in stored} == set(KNOWN_ELECTIONS)


@pytest.mark.django_db
@pytest.mark.database
def test_seeding_mends_the_rules_and_leaves_a_date_set_by_hand() -> None:
    seed()
    moved = datetime.date(2020, 12, 16)
    Election.objects.filter(slug="pilkada-2020").update(rules={}, polling_date=moved, regions=["35.16"])

    seed()

    pilkada = Election.objects.get(slug="pilkada-2020")
    assert pilkada.rules == PILKADA_2020.rules
    assert (pilkada.polling_date, pilkada.regions) == (moved, ["35.16"])
