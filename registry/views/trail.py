"""The auditor's page, an officer's own page, and the letter to a resident about who used her data."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from registry.actions import trails
from registry.forms.exports import TrailExportForm
from registry.forms.trail import LetterForm, TrailForm
from registry.models import AccessEntry, Officer, Resident
from registry.queries import officer_changes, trail
from registry.queries.trail import Page, Wish
from registry.rules.masking import Audience, shown_to
from registry.rules.what_was_shown import initials, what_was_shown
from registry.views.permission import OfficerRequest, needs

_SESSION: Final = "trail_words"
_CODES: Final = ("petugas", "tindakan", "dari", "sampai", "wilayah", "penduduk", "kata")


@needs("registry.view_accessentry")
def show(request: OfficerRequest) -> HttpResponse:
    """Show the log, newest first. A posted filter leads to an address that carries codes and ids only."""
    if request.method == "POST":
        return _filter(request)
    form = TrailForm(request.GET)
    if not form.is_valid():
        return render(request, "registry/trail/show.html", {"form": form, "state": trail.seal_state()}, status=422)
    wish = _with_words(form.wish(), request)
    page = trails.read(wish, after=_after(request), by=request.user, at=timezone.now())
    context = {
        **_context(page, request.user),
        "form": form,
        "state": trail.seal_state(),
        "words": wish.purpose,
        "by_number": wish.mark is not None,
        "export_form": None if wish.purpose or wish.mark else TrailExportForm(),
        "account_changes": officer_changes.of_officer(officer) if (officer := form.cleaned_data["petugas"]) else [],
        "letter_about": _letter_about(wish, request.user),
        "further": page.next_after and f"?{_query(request, setelah=page.next_after)}",
        "filtered": _query(request, setelah=None),
    }
    return render(request, "registry/trail/show.html", context)


@needs("registry.view_region")
def own(request: OfficerRequest) -> HttpResponse:
    """Show an officer what the log says of herself; every role may."""
    page = trails.read_own(after=_after(request), by=request.user, at=timezone.now())
    context = {
        **_context(page, request.user),
        "further": page.next_after and f"?{_query(request, setelah=page.next_after)}",
    }
    return render(request, "registry/trail/own.html", context)


@needs("registry.print_trail")
def letter(request: OfficerRequest, resident_id: int) -> HttpResponse:
    """Ask for the period and the reason; when they are posted, show the letter."""
    if not Resident.objects.filter(pk=resident_id).exists():
        raise Http404
    today = timezone.localdate()
    first = {"dari": today.replace(month=1, day=1), "sampai": today}
    form = LetterForm(request.POST) if request.method == "POST" else LetterForm(initial=first)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(
            request, "registry/trail/ask_letter.html", {"form": form, "resident_id": resident_id}, status=status
        )
    given, now = form.cleaned_data, timezone.now()
    found = trails.write_letter(
        resident_id, since=given["dari"], until=given["sampai"], purpose=given["tujuan"], by=request.user, at=now
    )
    person = found.resident
    shown = shown_to(
        Audience(request.user.role), nik=person.nik, kk_number=person.household.kk_number, name=person.name
    )
    context = {
        "person": person,
        "shown": shown,
        "rows": [_row_of_letter(entry) for entry in found.entries],
        "since": given["dari"],
        "until": given["sampai"],
        "purpose": given["tujuan"],
        "now": now,
    }
    return render(request, "registry/trail/letter.html", context)


def _filter(request: OfficerRequest) -> HttpResponse:
    form = TrailForm(request.POST)
    if not form.is_valid():
        return render(request, "registry/trail/show.html", {"form": form, "state": trail.seal_state()}, status=422)
    wish = form.wish()
    words = {"purpose": wish.purpose, "mark": str(wish.mark) if wish.mark else ""}
    request.session[_SESSION] = words
    pairs = {
        "petugas": wish.officer,
        "tindakan": wish.action,
        "dari": wish.since,
        "sampai": wish.until,
        "wilayah": wish.area,
        "penduduk": wish.resident,
        "kata": 1 if any(words.values()) else None,
    }
    query = urlencode({name: str(value) for name, value in pairs.items() if value})
    return HttpResponseRedirect(f"{reverse('registry:trail')}?{query}")


def _with_words(wish: Wish, request: OfficerRequest) -> Wish:
    """Return the wish with what was posted and may not stand in the address."""
    words = request.session.get(_SESSION, {}) if request.GET.get("kata") else {}
    mark = uuid.UUID(words["mark"]) if words.get("mark") else None
    return replace(wish, purpose=words.get("purpose", ""), mark=mark)


def _letter_about(wish: Wish, officer: Officer) -> int | None:
    """Return the resident whose letter may be made from here: the one asked for, if she is of the officer's area."""
    if wish.resident is None or not officer.has_perm("registry.print_trail"):
        return None
    return wish.resident if Resident.objects.filter(pk=wish.resident).exists() else None


def _after(request: OfficerRequest) -> int | None:
    text = request.GET.get("setelah", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def _query(request: OfficerRequest, *, setelah: int | None) -> str:
    """Return the address's own codes, with another page; what it does not know it does not repeat."""
    kept = {name: request.GET[name] for name in _CODES if request.GET.get(name)}
    return urlencode(kept | ({"setelah": str(setelah)} if setelah else {}))


def _context(page: Page, officer: Officer) -> dict[str, Any]:
    return {"rows": [_row(entry, page, officer) for entry in page.entries]}


def _row(entry: AccessEntry, page: Page, officer: Officer) -> dict[str, Any]:
    first = entry.residents[: trail.NAMED] if page.residents else []
    return {
        "entry": entry,
        "named": [{"pk": str(pk), "name": _name(page.residents.get(pk), officer)} for pk in first],
        "more": len(entry.residents) - len(first),
        "officer": (entry.officer.get_full_name() or entry.officer.username) if entry.officer else "Sistem",
    }


def _name(resident: Resident | None, officer: Officer) -> str:
    if resident is None:
        return "di luar wilayah Anda atau sudah ditarik"
    return shown_to(
        Audience(officer.role), nik=resident.nik, kk_number=resident.household.kk_number, name=resident.name
    ).name


def _row_of_letter(entry: AccessEntry) -> dict[str, Any]:
    by = entry.officer
    return {
        "entry": entry,
        "office": entry.get_role_display() if by else "Sistem",
        "initials": initials(by.get_full_name(), by.username) if by else "",
        "shown": what_was_shown(entry.action),
    }
