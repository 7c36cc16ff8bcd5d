"""Opening the lists of who is due for recording: on screen page by page, and on paper for those who fetch them."""

from __future__ import annotations

import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from registry.actions import access
from registry.models import Officer
from registry.models.access import AccessAction
from registry.queries import due
from registry.queries.due import Page, Wish

PAGE: Final = 25
#: What one print holds: a village has fewer, and a district is printed sheet by sheet.
SHEET: Final = 250


@transaction.atomic
def open_page(wish: Wish, number: int, *, by: Officer, at: datetime.datetime) -> Page:
    """Return one page of a list and write down everybody on it.

    Raises:
        DailyLimitReached: she has seen as many today as her role may.
    """
    page = due.page_of(wish, number, size=PAGE, on=timezone.localdate(at))
    shown = [person.resident_id for person in page.people]
    access.record(
        action=AccessAction.LIST,
        subject=_subject(wish),
        purpose="Membuka daftar wajib rekam",
        by=by,
        at=at,
        residents=shown,
    )
    return page


@transaction.atomic
def print_sheet(wish: Wish, number: int, *, for_whom: str, by: Officer, at: datetime.datetime) -> Page:
    """Return one sheet of a list for paper, and write down who is on it and for whom it was printed.

    Two entries: as a list, so that what is printed counts towards the daily limit of lists; as a print, so that the
    trail tells paper from a screen. A print of so many would use up the limit of residents opened one by one.

    Raises:
        DailyLimitReached: she has seen as many today as her role may.
    """
    page = due.page_of(wish, number, size=SHEET, on=timezone.localdate(at))
    shown = [person.resident_id for person in page.people]
    purpose = f"Mencetak daftar wajib rekam untuk {for_whom}"
    access.record(action=AccessAction.LIST, subject=_subject(wish), purpose=purpose, by=by, at=at, residents=shown)
    access.record(action=AccessAction.PRINT, subject=_subject(wish), purpose=purpose, by=by, at=at, beside=shown)
    return page


def _subject(wish: Wish) -> str:
    return f"wajib rekam {wish.kind} wilayah {wish.region}"
