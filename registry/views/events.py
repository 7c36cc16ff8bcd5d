"""The pages of events: one to record each kind, one for what was recorded, one to undo it."""

from __future__ import annotations

import uuid
from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.actions import event_pages, reversals
from registry.actions.event_book import ChangedMeanwhile
from registry.actions.reversals import AlreadyChanged, AlreadyReversed, NotReversible, OutOfArea
from registry.forms.fields import WordsField
from registry.locks import FileIsMerging, MovedMeanwhile, SomebodyIsAtIt
from registry.models import CivilEvent, CivilEventChange, Household, Officer, Resident
from registry.queries import families
from registry.rules.civil_events.plan import Plan
from registry.views import confirming, event_lines, household_doors, recording
from registry.views.confirming import Sheet, StalePage
from registry.views.event_doors import OF_RESIDENTS
from registry.views.permission import OfficerRequest, needs
from registry.views.recording import About, Page

_BY_SLUG: Final = {door.slug: door for door in OF_RESIDENTS}
_HOUSEHOLD_BY_SLUG: Final = {door.slug: door for door in household_doors.OF_HOUSEHOLDS}
_CONFLICT: Final = 409


class ReversalForm(forms.Form):
    """Why an event is undone."""

    reason = WordsField(label="Alasan pembatalan", max_length=200)


@require_http_methods(["GET", "POST"])
@needs("registry.record_civil_event")
def record_of_resident(request: OfficerRequest, resident_id: int, slug: str) -> HttpResponse:
    """Record an event of one resident; one of another area is as unknown as one who does not exist."""
    door = _BY_SLUG[slug]
    try:
        person, home = event_pages.open_person(resident_id, title=door.title, by=request.user, at=timezone.now())
    except (Resident.DoesNotExist, Household.DoesNotExist):
        raise Http404 from None
    back = reverse("registry:resident", args=[resident_id])
    return recording.answer(Page(request, door, About(resident_id, person.name, back, home, person)))


@require_http_methods(["GET", "POST"])
@needs("registry.change_household")
def change_household(request: OfficerRequest, household_id: int, slug: str) -> HttpResponse:
    """Change one household: split, move, head, arrival; one of another area is unknown."""
    door = _HOUSEHOLD_BY_SLUG[slug]
    try:
        home = event_pages.open_home(household_id, title=door.title, by=request.user, at=timezone.now())
    except Household.DoesNotExist:
        raise Http404 from None
    back = reverse("registry:household", args=[household_id])
    about = About(household_id, "Keluarga", back, home)
    if door is household_doors.HEAD and request.method == "GET":
        head = next((member for member in home.living if str(member.id) == request.GET.get("kepala")), None)
        if head is None:
            context = {"door": door, "about": about, "members": home.living}
            return render(request, "registry/events/choose_head.html", context)
        about = About(household_id, "Keluarga", back, home, options={"head": head.id})
    return recording.answer(Page(request, door, about))


@require_http_methods(["GET", "POST"])
@needs("registry.change_household")
def receive_household(request: OfficerRequest) -> HttpResponse:
    """Record somebody who arrives with a new KK."""
    about = About(0, "Keluarga baru", reverse("registry:find"))
    return recording.answer(Page(request, household_doors.ARRIVAL_WITH_CARD, about))


@require_http_methods(["GET"])
@needs("registry.record_civil_event")
def show(request: OfficerRequest, event_id: int) -> HttpResponse:
    """Show an event that was recorded, what it changed, and what is to do now."""
    event, changes = _opened(event_id, "peristiwa", request.user)
    context = {
        "event": event,
        "lines": event_lines.written(changes),
        "headless": families.without_head(_homes(changes)),
        "reversal": CivilEvent.objects.filter(reverses=event).first(),
        "is_reversible": bool(changes) and event.reverses_id is None,
    }
    return render(request, "registry/events/show.html", context)


@require_http_methods(["GET", "POST"])
@needs("registry.record_civil_event")
def undo(request: OfficerRequest, event_id: int) -> HttpResponse:
    """Show what undoing an event would restore, ask why, and undo it as one."""
    event, _changes = _opened(event_id, "pembatalan peristiwa", request.user)
    try:
        plan = reversals.foresee(event_id)
    except (NotReversible, AlreadyReversed, AlreadyChanged, OutOfArea) as refusal:
        return _show_undo(request, event, refusal=str(refusal), status=_CONFLICT)
    form = ReversalForm(request.POST or None)
    if request.method != "POST":
        return _show_undo(request, event, plan, form)
    if not form.is_valid():
        return _show_undo(request, event, plan, form, status=422)
    try:
        sheet = confirming.opened(request.POST, bound_to=_bound(event, request.user), at=timezone.now())
        reversal = reversals.reverse(
            event_id,
            reason=form.cleaned_data["reason"],
            confirmation=sheet.confirmation,
            by=request.user,
            at=timezone.now(),
        )
    except (StalePage, ChangedMeanwhile, MovedMeanwhile, FileIsMerging, SomebodyIsAtIt) as changed:
        messages.error(request, str(changed))
        return _show_undo(request, event, plan, form, status=_CONFLICT)
    except (AlreadyReversed, AlreadyChanged) as refusal:
        return _show_undo(request, event, refusal=str(refusal), status=_CONFLICT)
    messages.success(request, "Peristiwa dibatalkan; nilai yang lama berlaku lagi.")
    return redirect("registry:event", reversal.pk)


def _show_undo(
    request: OfficerRequest,
    event: CivilEvent,
    plan: Plan | None = None,
    form: ReversalForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"event": event, "form": form, "refusal": refusal}
    if plan is not None:
        sheet = Sheet("", "", plan.digest(), uuid.uuid4())
        context |= {
            "consequences": plan.consequences,
            "lines": event_lines.planned(plan.changes),
            "key": sheet.key,
            "sheet": confirming.sealed(sheet, bound_to=_bound(event, request.user), at=timezone.now()),
        }
    return render(request, "registry/events/undo.html", context, status=status)


def _bound(event: CivilEvent, officer: Officer) -> str:
    return f"pembatalan {event.pk} {officer.pk}"


def _opened(event_id: int, title: str, officer: Officer) -> tuple[CivilEvent, list[CivilEventChange]]:
    try:
        return event_pages.open_event(event_id, title=title, by=officer, at=timezone.now())
    except CivilEvent.DoesNotExist:
        raise Http404 from None


def _homes(changes: list[CivilEventChange]) -> set[int]:
    people = {change.resident.household_id for change in changes if change.resident}
    former = {int(change.before["household_id"]) for change in changes if "household_id" in change.before}
    return people | former
