"""The pages of the supervisor's day: figures that open their numbers, the part that is followed, who may look."""

from __future__ import annotations

import csv
import datetime
import io
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from queueing.actions import calls
from queueing.models import Office, Ticket
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory
from tests.queueing.counter.in_the_hall import TODAY
from tests.queueing.hall_day.calling import LATER
from tests.queueing.tickets.booked import an_office
from tests.signing import sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def address(office: Office, name: str = "hall_day", *more: str, day: datetime.date = TODAY) -> str:
    return reverse(f"queueing:{name}", args=[office.pk, day.isoformat(), *more])


def test_every_number_on_the_page_opens_as_many_rows(day: Office, desk: Client) -> None:
    page = desk.get(address(day)).content.decode()
    links = re.findall(r'href="([^"]*/nomor/[^"]*)">(\d+)</a>', page)

    assert len(links) > 20
    for link, count in links:
        rows = desk.get(link.replace("&amp;", "&")).content.decode()
        assert f"{count} nomor per" in rows, link
        assert "ORANG" not in rows
    assert "ORANG" not in page


def test_the_part_is_sent_again_only_when_it_has_changed(day: Office, desk: Client, officer: Officer) -> None:
    page = desk.get(address(day)).content.decode()
    (stamp,) = re.findall(r'data-stamp="([^"]*)"', page)
    stamp = stamp.replace("&quot;", '"')
    part = address(day, "follow_hall_day")

    assert desk.get(part, headers={"If-None-Match": stamp}).status_code == 304
    calls.finish(ticket=Ticket.unscoped.get(state="called").pk, by=officer, at=LATER)
    answer = desk.get(part, headers={"If-None-Match": stamp})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != stamp
    assert "<html" not in answer.content.decode()


def test_a_day_that_is_over_is_not_followed_and_names_no_officer(day: Office, desk: Client) -> None:
    with time_machine.travel(LATER + datetime.timedelta(days=1), tick=False):
        sign_in(desk, OfficerFactory.create(supervisor=True))
        page = desk.get(address(day)).content.decode()

    assert "data-from" not in page
    assert "hall_day.js" not in page
    assert "Sri Wahyuni" not in page
    assert "A-003" not in page


def rows_of(client: Client, where: str) -> list[list[str]]:
    answer = client.get(where)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_file_holds_the_figures_of_the_page_and_nobody(day: Office, desk: Client) -> None:
    Office.objects.filter(pk=day.pk).update(name="=1+1")
    rows = rows_of(desk, f"{address(day, 'hall_day_csv')}?pemisah=titik-koma")

    assert rows[0] == ["Kantor", "Hari", "Per", "Bagian", "Rincian", "Ukuran", "Angka"]
    assert rows[1][:3] == ["'=1+1", "20-11-2026", "20-11-2026 11.00 WIB"]
    found = {(row[3], row[4], row[5]): row[6] for row in rows[1:]}
    assert found["Kantor", "", "Menunggu"] == "2"
    assert found["Kantor", "", "Median tunggu (menit)"] == "74"
    assert found["Kantor", "", "Dipanggil dalam rentang (%)"] == "33"
    assert found["Loket", "Loket 3", "Tanpa nomor (menit)"] == "11"
    assert found["Jam", "09.00", "Datang"] == "4"
    assert found["Layanan dan jalur", "Pengambilan KTP-el, Prioritas", "Menunggu"] == "1"
    assert not any("Sri" in cell or "ORANG" in cell for row in rows for cell in row)


def test_the_halls_of_the_area_stand_side_by_side(
    day: Office, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        an_office(name=f"Zona {number}")
    with django_assert_max_num_queries(12):
        page = desk.get(reverse("queueing:hall_days")).content.decode()
    rows = rows_of(desk, reverse("queueing:hall_days_csv") + "?pemisah=titik-koma")

    assert page.count("Zona ") >= 12
    assert address(day) in page
    assert len(page.encode()) < 60_000
    assert len(rows) == 14
    mine = next(row for row in rows if row[0] == day.name)
    assert mine[3:8] == ["2", "1", "1", "0", "5"]


def test_a_chosen_office_and_day_lead_to_its_page(day: Office, desk: Client) -> None:
    where = reverse("queueing:hall_days")

    assert desk.get(where, {"kantor": str(day.pk), "hari": "2026-11-19"}).headers["Location"] == address(
        day, day=datetime.date(2026, 11, 19)
    )
    assert desk.get(where, {"kantor": day.pk}).headers["Location"] == address(day)
    assert desk.get(where, {"hari": "kemarin"}).status_code == 422
    assert "Median tunggu" in desk.get(where, {"hari": "2026-11-19"}).content.decode()


@pytest.mark.parametrize(
    ("name", "more", "query"),
    [
        ("hall_day_numbers", ("apa",), ""),
        ("hall_day_numbers", ("antre",), ""),
        ("hall_day_numbers", ("batal",), "?jam=9"),
        ("hall_day_numbers", ("datang",), "?jalur=apa"),
    ],
)
def test_what_is_no_figure_is_not_found(
    day: Office, desk: Client, name: str, more: tuple[str, ...], query: str
) -> None:
    assert desk.get(address(day, name, *more) + query).status_code == 404


def test_nobody_else_watches_the_day(office: Office, client: Client) -> None:
    sign_in(client, OfficerFactory.create())

    for where in (reverse("queueing:hall_days"), address(office), address(office, "follow_hall_day")):
        assert client.get(where).status_code == 403


def test_an_office_of_another_area_is_not_found(desk: Client) -> None:
    make_region("35.17.01.2001")
    other = an_office(region_id="35.17", name="Kantor lain")

    for where in (address(other), address(other, "hall_day_csv"), address(other, "hall_day_numbers", "datang")):
        assert desk.get(where).status_code == 404
    assert "Kantor lain" not in desk.get(reverse("queueing:hall_days")).content.decode()
