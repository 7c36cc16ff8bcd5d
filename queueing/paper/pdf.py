"""The ticket of each person as PDF: on A5, on A4 two beside each other, and as receipts of 58 and 80 mm."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO
from typing import Final

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, gettext
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from queueing.paper import advice, qr
from queueing.paper.column import BOLD, Column
from queueing.queries.ticket_facts import PersonFacts, TicketFacts


class Paper(StrEnum):
    """What it is printed on, as addresses name it."""

    A5 = "a5"
    A4 = "a4"
    RECEIPT_58 = "58"
    RECEIPT_80 = "80"


#: Width and height in millimetres. A receipt is one person's; its roll is cut at the end of the page.
SIZES: Final = {
    Paper.A5: (148, 210),
    Paper.A4: (297, 210),
    Paper.RECEIPT_58: (58, 105),
    Paper.RECEIPT_80: (80, 120),
}
_A5_WIDTH: Final = 148
_MARGIN: Final = 13
_QR: Final = 48


def pdf_of(facts: TicketFacts, paper: Paper) -> bytes:
    """Return the tickets of everybody who is still expected, in the language of the page."""
    file = BytesIO()
    width, height = SIZES[paper]
    canvas = Canvas(file, pagesize=(width * mm, height * mm), invariant=1, lang=get_language() or "id")
    canvas.setTitle(gettext("Tiket perekaman KTP-el"))
    canvas.setAuthor("Kependudukan")
    for number, person in enumerate(facts.expected):
        left = _A5_WIDTH * (number % 2) if paper == Paper.A4 else 0
        if number and not left:
            canvas.showPage()
        if paper in {Paper.A5, Paper.A4}:
            _ticket(canvas, facts, person, left=left)
        else:
            _receipt(canvas, facts, person, paper)
        if left:
            _cut(canvas)
    canvas.save()
    return file.getvalue()


def when(facts: TicketFacts) -> tuple[str, str]:
    """Return day and time of the place in words, by the clock of the office."""
    assert facts.starts_at is not None
    assert facts.ends_at is not None
    times = f"{time_format(facts.starts_at)}\u2013{time_format(facts.ends_at)}"
    return date_format(facts.starts_at, "l, j F Y"), f"{times} {facts.office.get_time_zone_display()}"


def _ticket(canvas: Canvas, facts: TicketFacts, person: PersonFacts, *, left: float) -> None:
    width = _A5_WIDTH - 2 * _MARGIN
    head = Column(canvas, left=left + _MARGIN, top=198, width=width)
    head.text(gettext("Perekaman KTP-el"), 12, font=BOLD)
    head.text(facts.office.name, 10, grey=0.3)
    head.gap(3)
    head.rule()
    own = Column(canvas, left=left + _MARGIN, top=178, width=width - _QR)
    own.text(gettext("Kode"), 9, grey=0.3)
    own.largest(person.code, 30)
    own.gap(4)
    own.text(person.name, 14, font=BOLD)
    own.text(f"NIK {person.nik}", 10, grey=0.3)
    if facts.is_priority:
        own.text(gettext("Jalur prioritas"), 11, font=BOLD)
    Column(canvas, left=left + _A5_WIDTH - _MARGIN - _QR + 5, top=185, width=_QR).code(qr.drawing_of(person.code), _QR)
    _told(Column(canvas, left=left + _MARGIN, top=131, width=width), facts)


def _told(body: Column, facts: TicketFacts) -> None:
    body.text(gettext("Kapan"), 9, grey=0.3)
    body.text(", ".join(when(facts)), 13, font=BOLD)
    body.gap(3)
    body.text(gettext("Di mana"), 9, grey=0.3)
    body.text(facts.office.name, 13, font=BOLD)
    body.text(facts.office.address, 11)
    body.gap(4)
    for sentence in _asked(facts):
        body.text(sentence, 11)
    body.gap(3)
    body.rule()
    body.gap(2)
    for number, sentence in enumerate(advice.steps(), start=1):
        body.item(number, sentence, 10.5)
        body.gap(1)
    body.gap(4)
    body.text(gettext("Ubah atau batalkan lewat tautan dalam pesan yang Anda terima."), 9, grey=0.3)


def _receipt(canvas: Canvas, facts: TicketFacts, person: PersonFacts, paper: Paper) -> None:
    width, height = SIZES[paper]
    larger = 1.2 if paper == Paper.RECEIPT_80 else 1
    column = Column(canvas, left=4, top=height - 3, width=width - 8, centred=True)
    column.text(gettext("Perekaman KTP-el"), 8 * larger, font=BOLD)
    column.text(facts.office.name, 8 * larger)
    column.code(qr.drawing_of(person.code), 35 * larger)
    column.largest(person.code, 18 * larger)
    column.gap(1)
    column.text(person.name, 9 * larger, font=BOLD)
    column.text(f"NIK {person.nik}", 7 * larger)
    column.gap(1)
    for part in when(facts):
        column.text(part, 9 * larger, font=BOLD)
    if facts.is_priority:
        column.text(gettext("Jalur prioritas"), 8 * larger, font=BOLD)
    column.gap(1)
    for sentence in _asked(facts):
        column.text(sentence, 7 * larger)


def _asked(facts: TicketFacts) -> list[str]:
    """Return what is asked of people who come: what to bring, and the protocol of that day."""
    return [*advice.to_bring(facts), *filter(None, [advice.protocol(facts)])]


def _cut(canvas: Canvas) -> None:
    """Draw the line along which two tickets on one sheet are cut apart."""
    canvas.setStrokeGray(0.6)
    canvas.setDash(2, 3)
    canvas.line(_A5_WIDTH * mm, 8 * mm, _A5_WIDTH * mm, 202 * mm)
    canvas.setDash()
