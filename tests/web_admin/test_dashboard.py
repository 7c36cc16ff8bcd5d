"""The first page: figures of the officer's own area with their age, what waits, and the ranking for supervisors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from elections.actions import rankings
from elections.models import RankingEdition
from kependudukan.waiting import WAITING, Waiting
from registry import scope
from registry.actions import card_tallies
from registry.choices import CardStatus, MaritalStatus, ResidencyStatus, Role
from registry.models import CardTally
from registry.queries.card_tallies import totals
from registry.tasks import count_cards
from tests.factories.elections import MOMENT, make_run
from tests.factories.registry import BatchFactory, HeldRowFactory, ResidentFactory
from tests.web_admin.signing_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CHILD = datetime.date(2019, 5, 4)


@pytest.fixture
def editions() -> list[RankingEdition]:
    """Two editions of one regency: Kecamatan 35.16.01 overtakes 35.16.08."""
    before = make_run({"35.16.08.2001": (9, 1, 0, 0), "35.16.01.2001": (7, 3, 0, 0)}, made_up=True)
    after = make_run({"35.16.08.2001": (9, 1, 2, 1), "35.16.01.2001": (19, 1, 0, 0)}, made_up=True)
    return [
        rankings.publish(before, by=None, at=MOMENT),
        rankings.publish(after, by=None, at=MOMENT + datetime.timedelta(days=8)),
    ]


def text_of(client: Client) -> str:
    """Return the words of the first page, without its tags."""
    body = client.get("/admin/").content.decode()
    main = body[body.index('<div class="board">') :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def people() -> None:
    """Two recorded, one not, one child, one who died, one of another area."""
    ResidentFactory.create(card__state=CardStatus.CARD_ISSUED)
    ResidentFactory.create(card__state=CardStatus.BIO_CAPTURED)
    ResidentFactory.create(unrecorded=True, birth_date=datetime.date(2011, 1, 1), marital_status=MaritalStatus.MARRIED)
    ResidentFactory.create(unrecorded=True, birth_date=CHILD)
    ResidentFactory.create(residency_status=ResidencyStatus.DECEASED)
    ResidentFactory.create(region_id="35.17.01.2001")


def test_the_figures_are_those_of_the_area_and_say_how_old_they_are() -> None:
    people()
    card_tallies.count(at=timezone.now() - datetime.timedelta(minutes=7))
    text = text_of(client_of(Role.CLERK))
    assert "4 Penduduk hidup" in text
    assert "3 Wajib KTP-el" in text
    assert "2 Wajib, sudah merekam 66,67 % dari yang wajib" in text
    assert "1 Wajib, belum merekam 33,33 % dari yang wajib" in text
    assert "Dihitung 7\xa0menit yang lalu" in text or "Dihitung 7 menit yang lalu" in text


def test_every_number_leads_to_its_rows() -> None:
    people()
    card_tallies.count(at=timezone.now())
    HeldRowFactory.create(batch=BatchFactory.create(rows_in=1, held=1))
    client = client_of(Role.CLERK)
    body = client.get("/admin/").content.decode()
    links = set(re.findall(r'<a href="(/admin/[^"]+\?[^"]+)"', body[body.index('<div class="board">') :]))
    assert len(links) > 8
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_who_may_not_open_people_sees_numbers_without_links() -> None:
    people()
    card_tallies.count(at=timezone.now())
    body = client_of(Role.AUDITOR).get("/admin/").content.decode()
    assert "/admin/registry/resident/" not in body
    assert "Penduduk hidup" in body


def test_before_the_first_count_the_page_says_so() -> None:
    assert "Belum ada penduduk yang dihitung" in text_of(client_of(Role.CLERK))


def test_a_count_replaces_the_one_before_and_the_task_makes_it() -> None:
    people()
    count_cards()
    ResidentFactory.create()
    count_cards()
    with scope.everywhere():
        assert totals().alive == 6
        assert sum(CardTally.objects.values_list("alive", flat=True)) == 6


def test_work_that_waits_is_counted_in_the_area_only() -> None:
    HeldRowFactory.create_batch(3, batch=BatchFactory.create(rows_in=3, held=3))
    HeldRowFactory.create(batch=BatchFactory.create(rows_in=1, held=1, region_id="35.17"))
    HeldRowFactory.create(batch=BatchFactory.create(rows_in=1, rejected=1), rejected=True)
    BatchFactory.create(received=True)
    client = client_of(Role.CLERK)
    assert "3 Baris tertahan menunggu telaah" in text_of(client)
    assert "1 Berkas sedang dikerjakan" in text_of(client)


def test_badges_say_what_waits_on_every_page(editions: list[RankingEdition]) -> None:
    HeldRowFactory.create_batch(4, batch=BatchFactory.create(rows_in=4, held=4))
    body = client_of(Role.SUPERVISOR).get("/admin/registry/region/").content.decode()
    badges = [int(number) for number in re.findall(r"uppercase min-w-\[18px\][^>]*>\s*(\d+)\s*<", body)]
    assert badges == [4, 2]


@pytest.mark.parametrize("waiting", WAITING, ids=lambda waiting: waiting.key)
def test_each_kind_of_work_leads_to_a_list_that_its_permission_opens(waiting: Waiting) -> None:
    assert client_of(Role.SUPERVISOR).get(waiting.address).status_code == 200


def test_the_ranking_names_its_day_its_definition_and_its_movement(editions: list[RankingEdition]) -> None:
    text = text_of(client_of(Role.SUPERVISOR))
    assert "84,848 %" in text
    assert "28 dari 33 pemilih sudah merekam, 5 belum" in text
    assert "2 masih diperiksa dan 1 tidak ditemukan" in text
    assert "Keadaan per 28 November 2020" in text or "Keadaan per" in text
    assert "dibagi semua pemilih dalam daftar" in text
    assert "simulasi" in text
    assert "1 Kecamatan Wilayah 35.16.01 95,000 % ▲ naik 1" in text
    assert "2 Kecamatan Wilayah 35.16.08 69,231 % ▼ turun 1" in text


def test_the_ranking_of_the_districts_is_for_supervisors(editions: list[RankingEdition]) -> None:
    assert "84,848 %" in text_of(client_of(Role.CLERK))
    assert "naik 1" not in text_of(client_of(Role.CLERK))


def test_the_standing_of_a_district_lists_its_villages(editions: list[RankingEdition]) -> None:
    text = text_of(client_of(Role.SUPERVISOR, "35.16.08"))
    assert "69,231 %" in text
    assert "Wilayah 35.16.08.2001" in text


def test_an_officer_without_an_area_is_told_so(editions: list[RankingEdition]) -> None:
    people()
    card_tallies.count(at=timezone.now())
    text = text_of(client_of(Role.CLERK, area=None))
    assert "belum mempunyai wilayah kerja" in text
    assert "84,848" not in text
    assert "4 Penduduk hidup" not in text


@pytest.mark.parametrize("role", Role)
def test_the_first_page_asks_at_most_twelve_times(
    role: Role,
    editions: list[RankingEdition],
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    people()
    card_tallies.count(at=timezone.now())
    client = client_of(role)
    with django_assert_max_num_queries(12):
        assert client.get("/admin/").status_code == 200
