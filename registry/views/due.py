"""Who is due for recording: the numbers by village, the names behind each number, on screen and on paper."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from registry import scope
from registry.actions import due_lists
from registry.choices import CardStatus, RegionLevel
from registry.forms.due import DueForm, FileForm, PeriodForm, SheetForm
from registry.models import Officer, Region
from registry.models.export import ExportKind
from registry.queries import due
from registry.queries.due import TITLES, Kind, Page, PersonDue, Wish
from registry.rules.card_due import due_by_age
from registry.rules.dates import birthday, in_words
from registry.rules.due import classes_in_words, usual_classes
from registry.rules.masking import Audience, shown_to
from registry.rules.next_step import RECORDING_AGE
from registry.views.exports import ask_for
from registry.views.permission import OfficerRequest, needs

_PERMISSION: Final = "registry.view_resident"
#: A list is for a village, or for the villages that one school draws from; a regency is a file.
_LISTED_LEVELS: Final = (RegionLevel.DISTRICT, RegionLevel.VILLAGE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address of a list asks for."""

    region: Region
    kind: Kind
    form: PeriodForm

    @property
    def wish(self) -> Wish:
        return Wish(self.kind, self.region.code, self.form.period())

    def context(self) -> dict[str, Any]:
        return {
            "region": self.region,
            "kind": self.kind.value,
            "title": TITLES[self.kind],
            "period": "" if self.kind is Kind.UNRECORDED else self.form.period().title,
            "school_year": self.form.school_year().title,
            "by_village": self.region.level != RegionLevel.VILLAGE,
            "query": urlencode(self.form.codes()),
        }


@require_safe
@needs(_PERMISSION)
def show(request: OfficerRequest) -> HttpResponse:
    """Show the numbers of a place by the regions inside it; no person stands here."""
    now = timezone.now()
    form = DueForm(request.GET, today=timezone.localdate(now))
    if not form.is_valid():
        return render(request, "registry/due/show.html", {"form": form}, status=422)
    region = Region.objects.filter(pk=form.cleaned_data["desa"] or request.user.area_id).first()
    if region is None:
        return render(request, "registry/due/show.html", {"form": form})
    period = form.period()
    found = due.numbers(region, period)
    context = {
        "form": form,
        "region": region,
        "parent": _within_scope(region.parent_id),
        "period": period.title,
        "school_year": "" if form.cleaned_data["sampai"] else form.school_year().title,
        "numbers": found,
        "lines": [(line, line.region.level in _LISTED_LEVELS) for line in found.lines],
        "totals": [sum(getattr(line, name) for line in found.lines) for name in _COLUMNS],
        "is_village": region.level == RegionLevel.VILLAGE,
        "query": urlencode(form.codes()),
    }
    return render(request, "registry/due/show.html", context)


_COLUMNS: Final = ("due", "recorded", "unrecorded", "seventeen", "sixteen")


@require_safe
@needs(_PERMISSION)
def names(request: OfficerRequest, code: str, kind: str) -> HttpResponse:
    """Show one page of the names behind a number; the address carries codes, days and a page number."""
    now = timezone.now()
    asked = _asked(request, code, kind, now)
    page = due_lists.open_page(asked.wish, _number(request.GET.get("halaman")), by=request.user, at=now)
    context = {
        **asked.context(),
        "page": page,
        "lines": _lines(page, asked, request.user, asked.form.today),
        "before": page.number - 1 or None,
        "after": page.number + 1 if page.number < page.pages else None,
        "sheet_form": SheetForm(),
        "form": FileForm(),
        "may_export": request.user.has_perm("registry.export_resident"),
    }
    return render(request, "registry/due/names.html", context)


@require_POST
@needs(_PERMISSION)
def sheet(request: OfficerRequest, code: str, kind: str) -> HttpResponse:
    """Give the list for paper: posted, since it is written down as a print, with for whom it is."""
    now = timezone.now()
    asked = _asked(request, code, kind, now)
    form = SheetForm(request.POST)
    if not form.is_valid():
        raise Http404
    for_whom = form.cleaned_data["untuk"]
    page = due_lists.print_sheet(
        asked.wish, _number(request.POST.get("lembar")), for_whom=for_whom, by=request.user, at=now
    )
    context = {
        **asked.context(),
        "page": page,
        "lines": _lines(page, asked, request.user, asked.form.today),
        "for_whom": for_whom,
        "next_sheet": page.number + 1 if page.number < page.pages else None,
        "printed_at": now,
        "printed_by": request.user.get_full_name() or request.user.get_username(),
    }
    return render(request, "registry/due/sheet.html", context)


@require_POST
@needs("registry.export_resident")
def file(request: OfficerRequest, code: str, kind: str) -> HttpResponse:
    """Ask for the list as a file, by the way on which every file leaves; a refusal is said above the list again."""
    asked = _asked(request, code, kind, timezone.now())
    form = FileForm(request.POST)
    if form.is_valid() and (answer := ask_for(request, form, ExportKind.RESIDENTS, asked.wish.codes())):
        return answer
    for sentence in [error for errors in form.errors.values() for error in errors]:
        messages.error(request, str(sentence))
    address = reverse("registry:due_names", args=[code, kind])
    return HttpResponseRedirect(f"{address}?{urlencode(asked.form.codes())}")


def _asked(request: OfficerRequest, code: str, kind: str, now: datetime.datetime) -> _Asked:
    """Read the address; what is not inside the officer's area is as unknown as what does not exist."""
    region = _within_scope(code)
    form = PeriodForm(request.GET, today=timezone.localdate(now))
    if region is None or region.level not in _LISTED_LEVELS or kind not in set(Kind) or not form.is_valid():
        raise Http404
    return _Asked(region, Kind(kind), form)


def _within_scope(code: str | None) -> Region | None:
    return Region.objects.filter(scope.current().condition("code"), code=code).first() if code else None


def _number(text: str | None) -> int:
    """Read a page number; what is none is the first page, and no page lies beyond the last one."""
    return min(int(text), 1_000_000) if text and text.isascii() and text.isdigit() else 1


def _lines(page: Page, asked: _Asked, officer: Officer, on: datetime.date) -> list[dict[str, Any]]:
    year = asked.form.school_year()
    return [
        {
            "number": number,
            "person": person,
            "name": shown_to(Audience(officer.role), nik="", kk_number="", name=person.name).name,
            "day": _day(person, asked.kind, on),
            "classes": classes_in_words(usual_classes(person.birth_date, year)),
            "card": CardStatus(person.card_state).label,
        }
        for number, person in enumerate(page.people, start=page.before + 1)
    ]


def _day(person: PersonDue, kind: Kind, on: datetime.date) -> str:
    """Say from when she is due, or when she turns so old; the registry's residents carry no day of a marriage."""
    if kind is Kind.SIXTEEN:
        return in_words(birthday(person.birth_date, RECORDING_AGE))
    of_age = due_by_age(person.birth_date)
    if kind is Kind.UNRECORDED and person.ever_married and of_age > on:
        return "sejak kawin"
    return in_words(of_age)
