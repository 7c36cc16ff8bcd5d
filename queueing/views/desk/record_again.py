"""Who is to be recorded again: the list, invitations to those who can be reached, letters to the others."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from queueing import links
from queueing.actions import record_again, record_again_lists
from queueing.actions.record_again import Invited
from queueing.tasks import ring_for_notices
from registry.choices import CardStatus
from registry.views.permission import OfficerRequest, needs

CHANGE: Final = "queueing.change_booking"
PAGE: Final = 50
_NOBODY: Final = "Pilih dahulu orangnya."


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE)
def index(request: OfficerRequest) -> HttpResponse:
    """List who is to be recorded again, or invite those who were chosen."""
    now = timezone.now()
    if request.method == "POST":
        invited = record_again.invite(residents=_chosen(request), by=request.user, at=now)
        said = _in_words(invited)
        (messages.success if invited.told else messages.warning)(request, said)
        if invited.told:
            transaction.on_commit(ring_for_notices)
        return redirect(request.get_full_path())
    opened = record_again_lists.open_list(after=_number(request.GET.get("setelah")), most=PAGE, by=request.user, at=now)
    lines: list[dict[str, Any]] = [
        {"person": person, "reach": reach, "card": CardStatus(person.card_state).label}
        for person, reach in opened.people
    ]
    context = {"lines": lines, "next_after": opened.next_after, "days": record_again.REST.days}
    return render(request, "queueing/desk/record_again.html", context)


@require_POST
@needs(CHANGE)
def letters(request: OfficerRequest) -> HttpResponse:
    """Give letters for paper: posted, since they are written down as a print."""
    now = timezone.now()
    people = record_again_lists.print_letters(residents=_chosen(request), by=request.user, at=now)
    if not people:
        messages.warning(request, _NOBODY)
        return redirect("queueing:record_again")
    context = {
        "people": people,
        "booking_page": links.booking_page(),
        "printed_at": now,
        "printed_by": request.user.get_full_name() or request.user.get_username(),
    }
    return render(request, "queueing/desk/record_again_letters.html", context)


def _chosen(request: OfficerRequest) -> list[int]:
    return [_number(text) for text in request.POST.getlist("penduduk")[:PAGE]]


def _number(text: str | None) -> int:
    """Read an id; what is none is nobody's."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _in_words(invited: Invited) -> str:
    parts = (
        (invited.told, "orang diundang."),
        (invited.without_contact, "orang tanpa kontak: cetak suratnya."),
        (invited.told_lately, f"orang sudah diundang dalam {record_again.REST.days} hari terakhir."),
        (invited.has_place, "orang sudah punya tempat."),
    )
    return " ".join(f"{len(ids)} {words}" for ids, words in parts if ids) or _NOBODY
