"""The counter's screen: sit down, call, serve, let go, take back; what the hall does meanwhile is followed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from queueing.actions import at_counter, calls, counters, serving, undoing
from queueing.choices import Service
from queueing.forms.counter import OPEN, SitForm, StepForm
from queueing.locks import Crowded
from queueing.models import Counter
from queueing.moments import Moments
from queueing.queries import counter as questions
from queueing.queries.line import Line, line_of
from queueing.rules.calling import SENTENCE
from registry.views.permission import OfficerRequest, needs

SERVE: Final = "queueing.serve_counter"
_REFUSALS: Final = (
    at_counter.AlreadyMoved,
    at_counter.SessionRunning,
    at_counter.StillServing,
    at_counter.TakenOver,
    calls.CounterClosed,
    calls.NowhereToGo,
    calls.TooSoon,
    counters.CounterTaken,
    counters.SitsElsewhere,
    undoing.AlreadyRecorded,
    undoing.Elsewhere,
    undoing.NothingToUndo,
    Crowded,
)
_lines: Final = Moments[Line]()
_FRESH_SECONDS: Final = 2.0


@require_safe
@needs(SERVE)
def show(request: OfficerRequest) -> HttpResponse:
    """Show the officer's counter; where she sits at none, the counters that she may open or take over."""
    seat = questions.seat_of(request.user)
    if seat is None:
        return render(request, "queueing/hall/counter_choose.html", {"seats": questions.seats()})
    return render(request, "queueing/hall/counter.html", _screen(request, seat))


@require_POST
@needs(SERVE)
def sit(request: OfficerRequest) -> HttpResponse:
    """Open a counter, or take it over from whoever sits there."""
    form = SitForm(request.POST)
    if form.is_valid():
        act = counters.open_counter if form.cleaned_data["langkah"] == OPEN else counters.take_over
        now = timezone.now()
        _say(request, lambda: f"{act(counter=form.cleaned_data['loket'].pk, by=request.user, at=now)} terbuka.")
    else:
        messages.error(request, "Pilih salah satu loket.")
    return redirect("queueing:counter")


@require_POST
@needs(SERVE)
def step(request: OfficerRequest) -> HttpResponse:
    """Take one step, and show the counter as it is after that: its middle alone where the page's script asks."""
    seat, form = questions.seat_of(request.user), StepForm(request.POST)
    if seat is not None and form.is_valid():
        act = _STEPS[form.cleaned_data["langkah"]]
        _say(request, partial(act, seat, form, request, timezone.now()))
        seat = questions.seat_of(request.user)
    if request.headers.get("HX-Request") != "true":
        return redirect("queueing:counter")
    if seat is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "queueing/hall/_counter.html", _screen(request, seat))


@require_safe
@needs(SERVE)
def follow(request: OfficerRequest) -> HttpResponseBase:
    """Give what the hall does, without a name; nothing (304) where that is what the screen shows."""
    now, seat = timezone.now(), questions.seat_of(request.user)
    context: dict[str, object] = {"counter": seat, "is_stale": seat is None}
    if seat is not None:
        served = questions.in_hand(seat)
        context |= _hall(request, seat, now, fresh=False)
        context["is_stale"] = request.GET.get("nomor", "") != (str(served.pk) if served else "")
    part = " ".join(render_to_string("queueing/hall/_counter_hall.html", context).split())
    stamp = f'"{hashlib.sha256(part.encode()).hexdigest()[:16]}"'
    answer = HttpResponse(part, headers={"ETag": stamp})
    return get_conditional_response(request, etag=stamp, response=answer) or answer


def _screen(request: OfficerRequest, seat: Counter) -> dict[str, object]:
    """Return what the counter shows; whom it serves is written down first."""
    now = timezone.now()
    return {
        "counter": seat,
        "served": serving.look(counter=seat, by=request.user, at=now),
        "others": questions.others_open(seat),
        "services": Service.choices,
        "rule": SENTENCE,
        **_hall(request, seat, now, fresh=True),
    }


def _hall(request: OfficerRequest, seat: Counter, now: datetime.datetime, *, fresh: bool) -> dict[str, object]:
    line = _lines.get(seat.office_id, lambda: line_of(seat.office_id, now), within=0.0 if fresh else _FRESH_SECONDS)
    return {
        "hall": questions.hall_of(seat, officer=request.user, at=now),
        "wait": line.wait_behind(len(line.waiting)),
    }


def _say(request: OfficerRequest, act: Callable[[], str]) -> None:
    """Do it, and say what was done, or what stands against it."""
    try:
        said = act()
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)


def _call_next(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    day = questions.today_at(seat.office, at)
    ticket = calls.call_next(counter=seat, day=day, by=request.user, at=at)
    return f"{ticket} dipanggil ke loket {seat.number}." if ticket else "Belum ada yang menunggu untuk loket ini."


def _call_again(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    again = calls.call_again(ticket=_number(form), by=request.user, at=at)
    return f"{again.ticket} dipanggil ulang."


def _not_here(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    ticket = calls.not_here(ticket=_number(form), by=request.user, at=at)
    if ticket.finished_at is None:
        return f"{ticket} belum ada. Dipanggil lagi setelah {calls.RETURNS_AFTER} nomor."
    return f"{ticket} dua kali tidak ada dan dicatat tidak datang. Bila datang, arahkan ke meja depan."


def _transfer(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    which, service = form.destination()
    to = Counter.objects.filter(pk=which, office=seat.office_id).first() if which else None
    ticket = calls.transfer(ticket=_number(form), by=request.user, at=at, counter=to, service=service)
    return f"{ticket} dialihkan ke {f'loket {to.number}' if to else Service(ticket.service).label}."


def _finish(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    calls.finish(ticket=_number(form), by=request.user, at=at)
    return "Selesai. Panggil nomor berikutnya."


def _undo(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    ticket = undoing.undo(counter=seat, day=questions.today_at(seat.office, at), by=request.user, at=at)
    return f"Langkah terakhir dibatalkan: {ticket} {ticket.get_state_display().lower()}."


def _pause(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    counters.pause(counter=seat.pk, note=form.cleaned_data["catatan"], by=request.user, at=at)
    return "Loket istirahat. Tidak ada yang dipanggil."


def _resume(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    counters.resume(counter=seat.pk, by=request.user)
    return "Loket melayani lagi."


def _close(seat: Counter, form: StepForm, request: OfficerRequest, at: datetime.datetime) -> str:
    counters.close(counter=seat.pk, by=request.user, at=at)
    return f"Loket {seat.number} ditutup."


def _number(form: StepForm) -> int:
    """Return the number that the screen showed; none is nobody's."""
    return form.cleaned_data["nomor"] or 0


_Step = Callable[[Counter, StepForm, OfficerRequest, datetime.datetime], str]
_STEPS: Final[dict[str, _Step]] = {
    "panggil": _call_next,
    "ulang": _call_again,
    "tidak-ada": _not_here,
    "alih": _transfer,
    "selesai": _finish,
    "batal": _undo,
    "istirahat": _pause,
    "lanjut": _resume,
    "tutup": _close,
}
