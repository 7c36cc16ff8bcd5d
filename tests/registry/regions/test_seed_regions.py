"""The whole country's regions, in one command, with the codes of the past."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from registry.ingest.regions import seed_regions
from registry.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def country() -> str:
    output = StringIO()
    call_command("seed_regions", stdout=output)
    return output.getvalue()


def test_one_command_brings_the_whole_country_with_its_old_codes(country: str) -> None:
    assert "91599 wilayah berlaku" in country
    today = Region.objects.in_force_on(datetime.date(2026, 11, 1)).exclude(level="nation")
    levels = {level: today.filter(level=level).count() for level in ("province", "regency", "district", "village")}
    assert levels == {"province": 38, "regency": 514, "district": 7285, "village": 83762}
    assert Region.objects.within("35.16").filter(level="village").count() == 304
    mojokerto = {str(region) for region in Region.objects.filter(name="Mojokerto", level="regency")}
    assert mojokerto == {"Kabupaten Mojokerto", "Kota Mojokerto"}
    merauke = Region.objects.historical().get(code="91.01")
    assert (merauke.successor_id, merauke.valid_to) == ("93.01", datetime.date(2022, 7, 25))
    assert Region.objects.in_force_on(datetime.date(2020, 12, 9)).filter(level="province").count() == 34


def test_seeding_again_changes_nothing_and_closes_what_the_decree_dropped(country: str) -> None:
    Region.objects.create(code="35.16.99", name="Bekas", level="district", parent_id="35.16", kind="kecamatan")
    again = seed_regions()
    assert (again.in_force, again.closed) == (91599, 1)
    assert Region.objects.get(code="35.16.99").valid_to is not None
