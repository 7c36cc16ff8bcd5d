"""The ticket on paper: a PDF of every size, a page for each printer, a QR code that holds the code alone."""

from __future__ import annotations

import re
import zlib

import pytest
from django.test import Client
from django.utils import timezone

from queueing.actions import bookings
from queueing.choices import BookingState
from queueing.models import Booking, Office
from queueing.paper.letters import printable
from queueing.paper.qr import QUIET, drawing_of
from tests.factories.queueing import a_booking
from tests.queueing.tickets.booked import a_slot, path, people_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
#: Millimetres to points.
MM = 72 / 25.4


def pages(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of every page in millimetres."""
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    return [(round(float(width) / MM), round(float(height) / MM)) for width, height in boxes]


def words(pdf: bytes) -> str:
    """Return what the pages say, in the order in which it was written."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    written = b"\n".join(_unpacked(stream) for stream in streams)
    found = re.findall(rb"\((.*?)(?<!\\)\) Tj", written)
    return " ".join(re.sub(rb"\\([()])", rb"\1", one).decode("cp1252", errors="replace") for one in found)


def _unpacked(stream: bytes) -> bytes:
    import base64

    try:
        return zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
    except (ValueError, zlib.error):
        return b""


@pytest.mark.parametrize(
    ("asked", "sizes"),
    [
        ("", [(148, 210)] * 3),
        ("a5", [(148, 210)] * 3),
        ("a4", [(297, 210)] * 2),
        ("58", [(58, 105)] * 3),
        ("80", [(80, 120)] * 3),
        ("a3", [(148, 210)] * 3),
    ],
)
def test_a_family_of_three_has_a_ticket_each_on_the_paper_that_is_asked_for(
    phone: Client, office: Office, asked: str, sizes: list[tuple[int, int]]
) -> None:
    party = a_booking(a_slot(office, seats=3), persons=3)

    answer = phone.get(path(party, "pdf/"), {"kertas": asked})

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert pages(answer.content) == sizes
    said = words(answer.content)
    for person in people_of(party):
        assert str(person.code) in said


@pytest.mark.parametrize("paper", ["a5", "58"])
def test_a_pdf_says_what_the_page_says_and_no_number_in_full(phone: Client, office: Office, paper: str) -> None:
    party = a_booking(a_slot(office), niks=["3516080108900001"])
    Booking.unscoped.filter(party=party).update(name="SITI AMINAH")

    said = words(phone.get(path(party, "pdf/"), {"kertas": paper}).content)

    for told in ("Siti A.", "351608**********", "WIB", "Bawa Kartu Keluarga (KK)."):
        assert told in said
    assert "AMINAH" not in said.upper().replace("SITI A.", "")
    assert "0001" not in said


def test_whoever_has_given_her_place_up_has_no_ticket(phone: Client, office: Office) -> None:
    party = a_booking(a_slot(office), persons=2)
    staying, leaving = people_of(party)
    Booking.unscoped.filter(pk=staying.pk).update(state=BookingState.SERVED)
    Booking.unscoped.filter(pk=leaving.pk).update(state=BookingState.NO_SHOW)

    for tail in ("pdf/", "cetak/58/"):
        assert phone.get(path(party, tail)).headers["Location"] == path(party)


@pytest.mark.parametrize("width", [58, 80])
def test_a_receipt_of_each_person_is_a_page_for_the_browsers_printing(
    phone: Client, office: Office, width: int
) -> None:
    party = a_booking(a_slot(office), persons=2)
    leaving = people_of(party)[1]
    bookings.cancel(party=party.pk, bookings=[leaving.pk], at=timezone.now())

    page = text_of(phone, path(party, f"cetak/{width}/"))

    assert f"css/print_{width}.css" in page
    assert page.count('class="receipt"') == 1
    assert str(leaving.code) not in page
    assert "style=" not in page


def test_a_qr_code_has_a_white_edge_of_four_modules_and_one_path() -> None:
    drawing = drawing_of("K7QF-2M9X")

    assert drawing.size == 21 + 2 * QUIET
    assert min(column for column, _, _ in drawing.runs) == QUIET
    assert max(column + length for column, _, length in drawing.runs) == drawing.size - QUIET
    assert drawing.path.count("M") == len(drawing.runs)


def test_a_qr_code_holds_the_code_and_nothing_else(office: Office) -> None:
    import segno

    (person,) = people_of(a_booking(a_slot(office)))
    rows = [bytes(row) for row in segno.make_qr(str(person.code), error="q", boost_error=False).matrix_iter(border=4)]
    drawn = [[0] * len(rows) for _ in rows]
    for column, row, length in drawing_of(str(person.code)).runs:
        drawn[row][column : column + length] = [1] * length

    assert [bytes(row) for row in drawn] == rows


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Siti Aminah", "Siti Aminah"),
        ("Nur ‘Aini", "Nur ‘Aini"),
        ("José Müller", "José Müller"),
        ("Suk…", "Suk…"),
        ("ʻAbdullāh", "'Abdullah"),
        ("Łukasz", "Lukasz"),
        ("王", "?"),
    ],
)
def test_letters_that_paper_lacks_are_written_plainly(name: str, shown: str) -> None:
    assert printable(name) == shown
