"""How an event is recorded, whatever its kind: typed, shown with all that follows, confirmed, written once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from registry.actions import event_pages
from registry.actions.births import NoSerialFree
from registry.actions.event_book import ChangedMeanwhile, ForbiddenByRules
from registry.actions.new_rows import KkNumberTaken, NikTaken
from registry.forms.events import EventForm
from registry.locks import FileIsMerging, MovedMeanwhile, SomebodyIsAtIt
from registry.models import CivilEvent
from registry.rules.civil_events.plan import Home, Person
from registry.views import confirming, event_lines, typed_lines
from registry.views.confirming import Sheet, StalePage
from registry.views.event_doors import Door, Given
from registry.views.permission import OfficerRequest

_OWN_FIELDS = ("csrfmiddlewaretoken", "step", "key", "sheet")
_UNPROCESSABLE, _CONFLICT = 422, 409


@dataclass(frozen=True)
class About:
    """Whom the page is about, and where it goes back to."""

    pk: int
    name: str
    back: str
    home: Home | None = None
    person: Person | None = None
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One request through one door."""

    request: OfficerRequest
    door: Door
    about: About

    @property
    def bound_to(self) -> str:
        """What a sealed sheet belongs to."""
        return f"{self.door.slug} {self.about.pk} {self.request.user.pk}"

    def form(self, typed: QueryDict | None = None) -> EventForm:
        """Return the form, with what was typed."""
        return self.door.form(typed, home=self.about.home, person=self.about.person, **self.about.options)


def answer(page: Page) -> HttpResponse:
    """Answer a request: the form, the page that shows what follows, or the event that was recorded."""
    if page.request.method != "POST":
        return _show_form(page, page.form())
    step = page.request.POST.get("step", "")
    if step not in {"save", "edit"}:
        typed = _typed(page.request.POST)
        return _check(page, page.form(typed), typed)
    try:
        sheet = confirming.opened(page.request.POST, bound_to=page.bound_to, at=timezone.now())
    except StalePage as stale:
        messages.error(page.request, str(stale))
        return _show_form(page, page.form(), status=_CONFLICT)
    if step == "edit":
        return _show_form(page, page.form(QueryDict(sheet.typed)))
    return _save(page, sheet)


def _show_form(page: Page, form: EventForm, status: int = 200) -> HttpResponse:
    context = {"door": page.door, "about": page.about, "form": form}
    return render(page.request, "registry/events/form.html", context, status=status)


def _check(page: Page, form: EventForm, typed: QueryDict, status: int = 200) -> HttpResponse:
    """Show what would happen; nothing is written yet."""
    for number, is_nik in typed_lines.numbers_in(form):
        event_pages.looked_up(
            number, is_nik=is_nik, title=page.door.title.lower(), by=page.request.user, at=timezone.now()
        )
    if not form.is_valid():
        return _show_form(page, form, _UNPROCESSABLE)
    given = Given(page.about.pk, form)
    try:
        given = Given(page.about.pk, form, page.door.propose(given))
    except NoSerialFree as refusal:
        return _refused(page, form, [str(refusal)])
    plan = page.door.foresee(given, timezone.localdate())
    if plan.refusals:
        return _refused(page, form, plan.refusals)
    sheet = Sheet(typed.urlencode(), given.proposed, plan.digest(), uuid.uuid4())
    context = {
        "door": page.door,
        "about": page.about,
        "typed": typed_lines.of(form),
        "proposed": given.proposed,
        "consequences": plan.consequences,
        "lines": event_lines.planned(plan.changes),
        "key": sheet.key,
        "sheet": confirming.sealed(sheet, bound_to=page.bound_to, at=timezone.now()),
    }
    return render(page.request, "registry/events/check.html", context, status=status)


def _save(page: Page, sheet: Sheet) -> HttpResponse:
    """Record what was confirmed; a page sent twice leads to the same event."""
    typed = QueryDict(sheet.typed)
    form = page.form(typed)
    is_valid = form.is_valid()
    if known := _known(sheet):
        return redirect("registry:event", known.pk)
    if not is_valid:
        return _show_form(page, form, _CONFLICT)
    given = Given(page.about.pk, form, sheet.proposed)
    try:
        event = page.door.record(
            given, {"confirmation": sheet.confirmation, "by": page.request.user, "at": timezone.now()}
        )
    except (ChangedMeanwhile, MovedMeanwhile) as changed:
        messages.error(page.request, str(changed))
        return _check(page, page.form(typed), typed, status=_CONFLICT)
    except ForbiddenByRules as forbidden:
        return _refused(page, form, forbidden.sentences)
    except (NikTaken, KkNumberTaken, NoSerialFree, FileIsMerging, SomebodyIsAtIt) as refusal:
        return _refused(page, form, [str(refusal)])
    _say_done(page, event, sheet)
    return redirect("registry:event", event.pk)


def _known(sheet: Sheet) -> CivilEvent | None:
    return CivilEvent.objects.filter(idempotency_key=sheet.key).first()


def _refused(page: Page, form: EventForm, sentences: Any) -> HttpResponse:  # noqa: ANN401 - list or tuple
    for sentence in sentences:
        form.add_error(None, sentence)
    return _show_form(page, form, _UNPROCESSABLE)


def _say_done(page: Page, event: CivilEvent, sheet: Sheet) -> None:
    messages.success(page.request, f"{page.door.title} tersimpan.")
    if sheet.proposed and event.resident.nik != sheet.proposed:
        serial = event.resident.nik[-4:]
        messages.warning(page.request, f"Nomor urut usulan baru saja dipakai: NIK memakai nomor urut {serial}.")


def _typed(post: QueryDict) -> QueryDict:
    typed = post.copy()
    for name in _OWN_FIELDS:
        typed.pop(name, None)
    return typed
