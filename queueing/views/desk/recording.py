"""The recording desk: sessions of today, the beginning of one, and the page on which it is told how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from queueing.actions import recordings as verbs
from queueing.actions.recordings import NotComplete
from queueing.choices import SessionOutcome
from queueing.forms.recording import RecordingForm, StartForm
from queueing.locks import Crowded
from queueing.models import Office, RecordingSession, Ticket
from queueing.queries import desk, recordings
from registry.views.permission import OfficerRequest, needs

RECORD: Final = "queueing.record_resident"
_REFUSALS: Final = (
    verbs.NotCalled,
    verbs.NotInTheRegister,
    verbs.BeingRecorded,
    verbs.DeviceInUse,
    verbs.TriedEnough,
    verbs.AlreadyEnded,
    verbs.NotToBeRecorded,
    verbs.RegisterIsBusy,
    Crowded,
)


@require_safe
@needs(RECORD)
def index(request: OfficerRequest) -> HttpResponse:
    """List today's sessions of the officer's offices, without a name."""
    now = timezone.now()
    offices = [
        (office, recordings.of_the_day(office, now.astimezone(ZoneInfo(office.time_zone)).date()))
        for office in desk.own_offices()
    ]
    return render(request, "queueing/hall/recordings.html", {"offices": offices})


@require_POST
@needs(RECORD)
def start(request: OfficerRequest, ticket_id: int) -> HttpResponse:
    """Begin the session of the number in hand, with the device of its counter."""
    try:
        ticket = Ticket.objects.select_related("counter").get(pk=ticket_id)
    except Ticket.DoesNotExist as unknown:
        raise Http404 from unknown
    device = ticket.counter.device_id if ticket.counter else None
    return _begin(
        request,
        lambda: verbs.start_from_ticket(ticket=ticket_id, device=device, by=request.user, at=timezone.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RECORD)
def start_elsewhere(request: OfficerRequest, resident_id: int) -> HttpResponse:
    """Begin a session without a number, from the page of a resident."""
    now = timezone.now()
    person = verbs.look_at(resident=resident_id, by=request.user, at=now, on=timezone.localdate(now))
    if person is None:
        raise Http404
    form = StartForm(request.POST or None, offices=desk.own_offices())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        return _begin(
            request,
            lambda: verbs.start_elsewhere(
                resident=resident_id,
                office=told["kantor"].pk,
                place=told["tempat"],
                device=None,
                by=request.user,
                at=now,
            ),
        )
    context = {"form": form, "person": person}
    return render(request, "queueing/hall/recording_start.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RECORD)
def show(request: OfficerRequest, session_id: int) -> HttpResponse:
    """Show the person and the form, or how the session ended; end it with what is posted."""
    form = RecordingForm(request.POST or None)
    missing: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            ended = verbs.finish(session=session_id, told=form.told(), by=request.user, at=timezone.now())
        except RecordingSession.DoesNotExist as unknown:
            raise Http404 from unknown
        except NotComplete as refused:
            missing = refused.missing
        except _REFUSALS as refused:
            messages.error(request, str(refused))
        else:
            return _ended(request, ended)
    try:
        session, person = verbs.look(session=session_id, by=request.user, at=timezone.now())
    except RecordingSession.DoesNotExist as unknown:
        raise Http404 from unknown
    context = {"session": session, "person": person, "form": form, "missing": missing}
    status = 422 if form.errors or missing else 200
    return render(request, "queueing/hall/recording.html", context, status=status)


def _begin(request: OfficerRequest, act: Callable[[], RecordingSession]) -> HttpResponse:
    try:
        session = act()
    except (Ticket.DoesNotExist, Office.DoesNotExist) as unknown:
        raise Http404 from unknown
    except _REFUSALS as refused:
        messages.error(request, str(refused))
        return redirect("queueing:recordings")
    return redirect("queueing:recording", session.pk)


def _ended(request: OfficerRequest, session: RecordingSession) -> HttpResponse:
    """Say how it ended and lead on: to the next number, or to the day's sessions."""
    captured = session.outcome == SessionOutcome.CAPTURED
    said = "Terekam. Status KTP-el sudah berubah." if captured else f"{session.get_outcome_display()}. Sudah dicatat."
    messages.success(request, said)
    back_to_the_line = session.ticket_id is not None and request.user.has_perm("queueing.serve_counter")
    return redirect("queueing:counter" if back_to_the_line else "queueing:recordings")
