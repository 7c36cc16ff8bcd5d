"""Alarms of the supervisor's area: who reached the daily limit, and what was found."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from registry import scope
from registry.actions import alarms
from registry.forms.trail import ReviewForm
from registry.models import AccessAlarm, Officer
from registry.views.permission import OfficerRequest, needs

_SHOWN: Final = 100
_SENTENCES: Final[dict[type[Exception], str]] = {
    alarms.OwnAlarm: "Peringatan tentang Anda sendiri ditinjau oleh penyelia lain.",
    alarms.ReviewedMeanwhile: "Peringatan ini baru saja ditinjau oleh orang lain. Periksa catatannya.",
    alarms.DayIsOver: "Tambahan hanya dapat diberikan untuk hari ini.",
}


@needs("registry.review_alarm")
def show(request: OfficerRequest) -> HttpResponse:
    """Show the newest alarms, those that wait first."""
    found = sorted(_visible(request.user)[:_SHOWN], key=lambda alarm: not alarm.is_waiting)
    return render(request, "registry/trail/alarms.html", {"alarms": found, "today": timezone.localdate()})


@needs("registry.review_alarm")
def review(request: OfficerRequest, alarm_id: int) -> HttpResponse:
    """Show one alarm with the form; when it is posted, write the review down."""
    alarm = _visible(request.user).filter(pk=alarm_id).first()
    if alarm is None:
        raise Http404
    form = ReviewForm(request.POST) if request.method == "POST" else ReviewForm(initial={"dilihat": _seen(alarm)})
    if request.method == "POST" and form.is_valid():
        refusal = _review(alarm, form.cleaned_data, request.user)
        if refusal is None:
            messages.success(request, "Hasil tinjauan dicatat.")
            return HttpResponseRedirect(reverse("registry:alarms"))
        form.add_error(None, refusal)
    context = {"alarm": alarm, "form": form, "is_today": alarm.day == timezone.localdate()}
    return render(request, "registry/trail/alarm.html", context, status=422 if form.errors else 200)


def _visible(officer: Officer) -> QuerySet[AccessAlarm]:
    """Return the alarms about officers of her area, and those about the trail itself, but none about her."""
    of_area = Q(officer__isnull=False) & scope.current().condition("officer__area_id")
    found = AccessAlarm.objects.filter(of_area | Q(officer__isnull=True)).exclude(officer=officer)
    return found.select_related("officer__area", "reviewed_by").order_by("-last_at", "-pk")


def _review(alarm: AccessAlarm, given: dict[str, Any], by: Officer) -> str | None:
    try:
        seen = datetime.datetime.fromisoformat(given["dilihat"]) if given["dilihat"] else None
    except ValueError:
        seen = None
    try:
        alarms.review(alarm, by=by, at=timezone.now(), note=given["catatan"], extra=given["tambahan"] or 0, seen=seen)
    except tuple(_SENTENCES) as refusal:
        return _SENTENCES[type(refusal)]
    return None


def _seen(alarm: AccessAlarm) -> str:
    return alarm.reviewed_at.isoformat() if alarm.reviewed_at else ""
