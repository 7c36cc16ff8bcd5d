"""Addresses that nobody writes by hand: a page that is not there, never an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from elections.models import RankingEdition

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    "address",
    [
        "/peringkat/{}/00/?tingkat=kabupaten&halaman=99999999999999999999",
        "/peringkat/{}/00/?tingkat=kabupaten&halaman=-1",
        "/peringkat/{}/%00/",
        "/peringkat/{}/%00/unduh/",
        "/api/peringkat/{}/%00/",
        "/peringkat/{}/35.16.99/",
        "/peringkat/999999/00/",
    ],
)
def test_an_address_that_leads_nowhere_says_so(edition: RankingEdition, address: str) -> None:
    assert Client().get(address.format(edition.pk)).status_code == 404


def test_a_region_that_cannot_be_leads_to_the_first_page(edition: RankingEdition) -> None:
    assert Client().get("/peringkat/?wilayah=%00").status_code == 302
