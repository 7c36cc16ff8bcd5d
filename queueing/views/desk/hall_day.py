"""The supervisor's day: what happens in the halls of her area, live, and what happened on the days before."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from queueing.choices import Lane, Service
from queueing.forms.hall_day import HallDayForm
from queueing.hall_news import HallNews
from queueing.models import Office
from queueing.queries import desk, hall_counters, hall_day
from queueing.queries.hall_day import HourOfDay
from queueing.queries.visits import Narrow, visits
from queueing.rules.day_measures import COMPARED, DEFINITIONS, HALF, IDLE, LABELS, NOT_COME, SERVICE_TIME, SHOWN
from queueing.views.desk import hall_day_csv
from registry.exporting import SEPARATORS, csv_response
from registry.views.permission import OfficerRequest, needs

_WATCH: Final = "queueing.watch_the_day"
#: A page of offices, and one of numbers.
_OFFICES: Final = 30
_NUMBERS: Final = 60
_DAY: Final = datetime.timedelta(days=1)
_parts: Final = HallNews[tuple[str, str]]()


_WORDS: Final = {"half": HALF, "service_time": SERVICE_TIME, "idle": IDLE, "not_come": NOT_COME}


@dataclass(frozen=True, slots=True)
class Figure:
    """One count with its measure's word in addresses, its name and what it means."""

    measure: str
    label: str
    means: str
    count: int


@dataclass(frozen=True, slots=True)
class HourLine:
    """An hour with its bars, each 0 to 100 against the longest of the day, as text that no locale rewrites."""

    hour: HourOfDay
    bars: tuple[str, ...]


@require_safe
@needs(_WATCH)
def index(request: OfficerRequest) -> HttpResponse:
    """Show the halls of the area side by side on one day, or lead to the one that was chosen."""
    now, offices = timezone.now(), list(desk.own_offices())
    form = HallDayForm(request.GET, offices=offices)
    if not form.is_valid():
        return render(request, "queueing/desk/hall/days.html", {"form": form}, status=422)
    if office := form.cleaned_data["kantor"]:
        chosen = next(one for one in offices if one.pk == office)
        return redirect("queueing:hall_day", office, form.cleaned_data["hari"] or _today(chosen, now))
    page = Paginator(offices, _OFFICES).get_page(request.GET.get("halaman"))
    day = form.cleaned_data["hari"]
    context = {
        "form": form,
        "page": page,
        "lines": [
            (one, [_figure(word, one.counts[word]) for word in COMPARED])
            for one in hall_day.office_days(list(page.object_list), day, now)
        ],
        "headings": [(LABELS[word], DEFINITIONS[word]) for word in COMPARED],
        "day": day or timezone.localdate(now),
        "query": urlencode({"hari": day}) if day else "",
        "now": now,
        **_WORDS,
    }
    return render(request, "queueing/desk/hall/days.html", context)


@require_safe
@needs(_WATCH)
def index_csv(request: OfficerRequest) -> HttpResponseBase:
    """Send the halls of the area on one day as CSV, all pages in one file; it holds nobody."""
    form = HallDayForm(request.GET, offices=[])
    if not form.is_valid():
        raise Http404
    now, day = timezone.now(), form.cleaned_data["hari"]
    days = hall_day.office_days(list(desk.own_offices()), day, now)
    return _file(request, hall_day_csv.of_offices(days, now), f"hari-pelayanan-{day or timezone.localdate(now)}.csv")


@require_safe
@needs(_WATCH)
def show(request: OfficerRequest, office_id: int, day: str) -> HttpResponse:
    """Show one hall on one day; today's figures are followed by `follow`, or by loading the page again."""
    now, office, on = _asked(office_id, day)
    part, stamp = _part(office, on, now)
    context = {
        "office": office,
        "day": on,
        "part": part,
        "stamp": stamp,
        "is_today": on == _today(office, now),
        "form": HallDayForm({"kantor": office.pk, "hari": on}, offices=list(desk.own_offices())),
        "before": on - _DAY,
        "after": on + _DAY if on < _today(office, now) else None,
    }
    return render(request, "queueing/desk/hall/day.html", context)


@require_safe
@needs(_WATCH)
def follow(request: OfficerRequest, office_id: int, day: str) -> HttpResponseBase:
    """Give the figures alone, or nothing (304) where they are what the page has; looked up once a change for all."""
    now, office, on = _asked(office_id, day)
    is_today = on == _today(office, now)
    part, stamp = _parts.get(office.pk, lambda: _part(office, on, now)) if is_today else _part(office, on, now)
    answer = HttpResponse(part, headers={"ETag": stamp})
    return get_conditional_response(request, etag=stamp, response=answer) or answer


@require_safe
@needs(_WATCH)
def download(request: OfficerRequest, office_id: int, day: str) -> HttpResponseBase:
    """Send what the page shows as CSV; `?pemisah=titik-koma` for Indonesian Excel. It holds nobody."""
    now, office, on = _asked(office_id, day)
    rows = hall_day_csv.of_day(
        hall_day.office_days([office], on, now)[0],
        hall_day.lanes_of(office.pk, on, now),
        hall_counters.counters_of(office.pk, on, now),
        hall_day.hours_of(office.pk, on, now),
        now,
    )
    return _file(request, rows, f"hari-pelayanan-{office.pk}-{on}.csv")


@require_safe
@needs(_WATCH)
def numbers(request: OfficerRequest, office_id: int, day: str, measure: str) -> HttpResponse:
    """List the numbers that a figure counts, with what became of each; no names."""
    now, office, on = _asked(office_id, day)
    narrow, page = _narrow(request), _whole(request.GET.get("halaman", "")) or 1
    try:
        found, lines = visits(office.pk, on, measure, narrow, at=now, limit=_NUMBERS, offset=_NUMBERS * (page - 1))
    except KeyError as unknown:
        raise Http404 from unknown
    context = {
        "office": office,
        "day": on,
        "title": LABELS[measure],
        "definition": DEFINITIONS[measure],
        "narrow": narrow,
        "service": Service(narrow.service).label if narrow.service else "",
        "lane": Lane(narrow.lane).label if narrow.lane else "",
        "found": found,
        "lines": lines,
        "now": now,
        "before": _page(request, page - 1) if page > 1 else "",
        "after": _page(request, page + 1) if found > _NUMBERS * page else "",
    }
    return render(request, "queueing/desk/hall/numbers.html", context)


def _part(office: Office, day: datetime.date, now: datetime.datetime) -> tuple[str, str]:
    """Return the figures as they are sent, in one line, and their stamp; five queries."""
    hours = hall_day.hours_of(office.pk, day, now)
    longest = max((max(one.came, one.served, one.waiting) for one in hours), default=0) or 1
    one = hall_day.office_days([office], day, now)[0]
    context = {
        "one": one,
        "figures": [_figure(word, one.counts[word]) for word in SHOWN],
        "called": _figure("dipanggil", one.counts["dipanggil"]),
        "told": _figure("diberi-tahu", one.counts["diberi-tahu"]),
        "shares": [(_figure(word, one.counts[word]), share) for word, share in one.told_shares],
        "lanes": hall_day.lanes_of(office.pk, day, now),
        "counters": hall_counters.counters_of(office.pk, day, now),
        "hours": [HourLine(hour, _bars(hour, longest)) for hour in hours],
        "now": now,
        **_WORDS,
    }
    part = " ".join(render_to_string("queueing/desk/hall/_figures.html", context).split())
    return part, f'"{hashlib.sha256(part.encode()).hexdigest()[:16]}"'


def _figure(measure: str, count: int) -> Figure:
    return Figure(measure, LABELS[measure], DEFINITIONS[measure], count)


def _bars(hour: HourOfDay, longest: int) -> tuple[str, ...]:
    return tuple(f"{100 * count / longest:.1f}" for count in (hour.came, hour.served, hour.waiting))


def _asked(office_id: int, day: str) -> tuple[datetime.datetime, Office, datetime.date]:
    """Return now, the office where it lies in the officer's area, and the day."""
    office = desk.own_offices().filter(pk=office_id).first()
    if office is None:
        raise Http404
    try:
        return timezone.now(), office, datetime.date.fromisoformat(day)
    except ValueError as wrong:
        raise Http404 from wrong


def _today(office: Office, now: datetime.datetime) -> datetime.date:
    return now.astimezone(ZoneInfo(office.time_zone)).date()


def _narrow(request: HttpRequest) -> Narrow:
    service, lane = request.GET.get("layanan", ""), request.GET.get("jalur", "")
    if (service and service not in Service.values) or (lane and lane not in Lane.values):
        raise Http404
    hour = _whole(request.GET.get("jam", ""))
    return Narrow(_whole(request.GET.get("loket", "")), service, lane, hour if hour is None else min(hour, 23))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _page(request: HttpRequest, number: int) -> str:
    return urlencode({**request.GET.dict(), "halaman": str(number)})


def _file(request: HttpRequest, rows: Any, name: str) -> HttpResponseBase:  # noqa: ANN401 - rows of text and numbers
    return csv_response(rows, file_name=name, separator=SEPARATORS.get(request.GET.get("pemisah", ""), ","))
