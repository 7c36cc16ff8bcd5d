"""A column of text and pictures on a page of a PDF, written from the top down."""

from __future__ import annotations

from typing import Final

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from queueing.paper.letters import printable
from queueing.paper.qr import Drawing

PLAIN: Final = "Helvetica"
BOLD: Final = "Helvetica-Bold"
_LEADING: Final = 1.25


class Column:
    """Remembers how far down it has come; lengths are in millimetres, type sizes in points."""

    def __init__(self, canvas: Canvas, *, left: float, top: float, width: float, centred: bool = False) -> None:
        self._canvas, self._left, self._width = canvas, left * mm, width * mm
        self._centred = centred
        self._y = top * mm

    def text(self, text: str, size: float, *, font: str = PLAIN, grey: float = 0, indent: float = 0) -> None:
        """Write a text over as many lines as it needs; a word that is too long for one goes beyond."""
        self._canvas.setFont(font, size)
        self._canvas.setFillGray(grey)
        for line in simpleSplit(printable(text), font, size, self._width - indent * mm):
            self._y -= size * _LEADING
            if self._centred:
                self._canvas.drawCentredString(self._left + self._width / 2, self._y, line)
            else:
                self._canvas.drawString(self._left + indent * mm, self._y, line)

    def item(self, number: int, text: str, size: float) -> None:
        """Write a text beside its number."""
        self._canvas.setFont(BOLD, size)
        self._canvas.setFillGray(0)
        self._canvas.drawString(self._left, self._y - size * _LEADING, f"{number}.")
        self.text(text, size, indent=size * 0.6)

    def largest(self, text: str, size: float, *, font: str = BOLD) -> None:
        """Write a text on one line, smaller than asked for where it would not fit."""
        width = self._canvas.stringWidth(printable(text), font, size)
        self.text(text, min(size, size * self._width / width) * 0.999 if width else size, font=font)

    def gap(self, height: float) -> None:
        """Leave room."""
        self._y -= height * mm

    def rule(self) -> None:
        """Draw a thin line across the column."""
        self._canvas.setStrokeGray(0.7)
        self._canvas.setLineWidth(0.6)
        self._canvas.line(self._left, self._y, self._left + self._width, self._y)

    def code(self, drawing: Drawing, side: float) -> None:
        """Draw a QR code, in the middle of the column or at its left."""
        module = side * mm / drawing.size
        left = self._left + (self._width - side * mm) / 2 if self._centred else self._left
        dark = self._canvas.beginPath()  # one path: readers draw no hairlines between its parts
        for column, row, length in drawing.runs:
            dark.rect(left + column * module, self._y - (row + 1) * module, length * module, module)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(dark, stroke=0, fill=1)
        self._y -= side * mm
