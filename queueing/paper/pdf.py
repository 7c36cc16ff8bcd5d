"""The ticket of each person as PDF: on A5, on A4 two beside each other, and as receipts of 58 and 80 mm."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO
from typing import Final

from django.utils.translation import get_language, gettext
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from queueing.paper import advice, qr
from queueing.paper.column import BOLD, Column
from queueing.queries.ticket_facts import PersonFacts, TicketFacts
from queueing.rules.notice_words import moment


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
_QR: Final = 46


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


def when(facts: TicketFacts) -> str:
    """Return day, time and zone of the place in words."""
    assert facts.starts_at is not None
    return moment(facts.starts_at, facts.office.time_zone, get_language() or "id")


def _ticket(canvas: Canvas, facts: TicketFacts, person: PersonFacts, *, left: float) -> None:
    width = _A5_WIDTH - 2 * _MARGIN
    head = Column(canvas, left=left + _MARGIN, top=198, width=width)
    head.text(gettext("Perekaman KTP-el"), 11, font=BOLD)
    head.text(facts.office.name, 10, grey=0.3)
    head.gap(3)
    head.rule()
    own = Column(canvas, left=left + _MARGIN, top=181, width=width - _QR)
    own.text(gettext("Kode"), 9, grey=0.3)
    own.largest(person.code, 30)
    own.gap(3)
    own.text(person.name, 13, font=BOLD)
    own.text(f"NIK {person.nik}", 9, grey=0.3)
    if facts.is_priority:
        own.text(gettext("Jalur prioritas"), 10, font=BOLD)
    Column(canvas, left=left + _A5_WIDTH - _MARGIN - _QR + 4, top=184, width=_QR).code(qr.drawing_of(person.code), _QR)
    _told(Column(canvas, left=left + _MARGIN, top=136, width=width), facts)


def _told(body: Column, facts: TicketFacts) -> None:
    for title, text, size in (
        (gettext("Kapan"), when(facts), 13),
        (gettext("Di mana"), f"{facts.office.name}, {facts.office.address}", 11),
    ):
        body.text(title, 9, grey=0.3)
        body.text(text, size, font=BOLD)
        body.gap(3)
    for sentence in [*advice.to_bring(facts), advice.protocol(facts)]:
        if sentence:
            body.text(sentence, 10.5)
    body.gap(3)
    body.rule()
    body.gap(2)
    for number, sentence in enumerate(advice.steps(), start=1):
        body.text(f"{number}. {sentence}", 9.5)
        body.gap(0.8)
    body.gap(3)
    body.text(gettext("Ubah atau batalkan lewat tautan dalam pesan yang Anda terima."), 9, grey=0.3)


def _receipt(canvas: Canvas, facts: TicketFacts, person: PersonFacts, paper: Paper) -> None:
    width, height = SIZES[paper]
    wide = paper == Paper.RECEIPT_80
    column = Column(canvas, left=4, top=height - 4, width=width - 8, centred=True)
    column.text(gettext("Perekaman KTP-el"), 9 if wide else 8, font=BOLD)
    column.text(facts.office.name, 9 if wide else 8)
    column.gap(1)
    column.code(qr.drawing_of(person.code), 42 if wide else 36)
    column.largest(person.code, 22 if wide else 18)
    column.gap(1)
    column.text(person.name, 11 if wide else 9, font=BOLD)
    column.text(when(facts), 10 if wide else 8.5, font=BOLD)
    if facts.is_priority:
        column.text(gettext("Jalur prioritas"), 9 if wide else 8, font=BOLD)
    column.gap(1)
    for sentence in [*advice.to_bring(facts), advice.protocol(facts)]:
        if sentence:
            column.text(sentence, 8 if wide else 7)


def _cut(canvas: Canvas) -> None:
    """Draw the line along which two tickets on one sheet are cut apart."""
    canvas.setStrokeGray(0.6)
    canvas.setDash(2, 3)
    canvas.line(_A5_WIDTH * mm, 8 * mm, _A5_WIDTH * mm, 202 * mm)
    canvas.setDash()
