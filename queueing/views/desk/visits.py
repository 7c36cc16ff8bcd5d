"""Team visits at the desk: the days, the plan of one, its list of names, and the sheet for paper."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from queueing.actions import team_visits as verbs
from queueing.actions import visit_lists, visit_names
from queueing.actions.visit_names import Added
from queueing.choices import VisitState
from queueing.forms.team_visits import NIK, SCHOOL, VILLAGE, NikForm, PlanForm, SchoolForm, VisitChoiceForm
from queueing.locks import Crowded
from queueing.models import TeamVisit, VisitPerson
from queueing.queries import team_visits
from queueing.rules.transitions import VISIT
from registry.queries import homes
from registry.views.permission import OfficerRequest, needs

LEAD: Final = "queueing.lead_visit"
#: So many names stand on one page of a list; the phone and the paper have them all.
PAGE: Final = 50
#: For so long a visit that is over stays on the first page.
_SHOWN_AFTER: Final = datetime.timedelta(days=30)
_REFUSALS: Final = (
    verbs.VisitMoved,
    visit_names.NotHere,
    visit_names.OnTheList,
    visit_names.ListFull,
    visit_names.HasAnOutcome,
    Crowded,
)
_STEPS: Final = {"mulai": verbs.start, "selesai": verbs.close, "batal": verbs.call_off}
_STEPS_TO: Final = {"mulai": VisitState.UNDER_WAY, "selesai": VisitState.CLOSED, "batal": VisitState.CALLED_OFF}


@require_safe
@needs(LEAD)
def index(request: OfficerRequest) -> HttpResponse:
    """List the visits by day, without a name."""
    today = timezone.localdate()
    visits = list(team_visits.listed(today - _SHOWN_AFTER))
    context = {
        "coming": [visit for visit in visits if visit.day >= today],
        "past": [visit for visit in reversed(visits) if visit.day < today],
    }
    return render(request, "queueing/visits/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LEAD)
def plan(request: OfficerRequest) -> HttpResponse:
    """Plan a visit; its list of names is made on its own page."""
    now = timezone.now()
    form = PlanForm(request.POST or None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.plan(plan=form.plan(), by=request.user, at=now)
        except (verbs.NotFree, Crowded) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Jemput bola direncanakan. Sekarang isi daftar namanya.")
            return redirect("queueing:visit", made.pk)
    return render(request, "queueing/visits/plan.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@needs(LEAD)
def show(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """Show a visit with a page of its names; who is shown is written down."""
    now = timezone.now()
    wanted = request.GET.get("halaman", "")
    page = max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 1
    try:
        opened = visit_lists.open_list(
            visit=visit_id, purpose="Melihat daftar jemput bola", by=request.user, at=now, page=(page, PAGE)
        )
    except TeamVisit.DoesNotExist as unknown:
        raise Http404 from unknown
    context = {
        **_head(opened),
        "page": page,
        "before": page - 1 or None,
        "after": page + 1 if page * PAGE < opened.total else None,
        "school_form": SchoolForm(today=timezone.localdate(now)),
        "nik_form": NikForm(),
    }
    return render(request, "queueing/visits/visit.html", context)


@require_POST
@needs(LEAD)
def sheet(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """Give the list for paper: posted, since it is written down as a print."""
    now = timezone.now()
    try:
        opened = visit_lists.print_sheet(visit=visit_id, by=request.user, at=now)
    except TeamVisit.DoesNotExist as unknown:
        raise Http404 from unknown
    printed_by = request.user.get_full_name() or request.user.get_username()
    return render(request, "queueing/visits/sheet.html", {**_head(opened), "printed_at": now, "printed_by": printed_by})


@require_POST
@needs(LEAD)
def move(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """Start, close or call off a visit."""
    step = _STEPS.get(request.POST.get("langkah", ""))
    if step is None:
        raise Http404
    return _done(request, visit_id, lambda: step(visit=visit_id, by=request.user, at=timezone.now()))


@require_POST
@needs(LEAD)
def add(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """Put names on the list: of the village, of a school year, or one by her NIK."""
    now = timezone.now()
    by: dict[str, Any] = {"visit": visit_id, "by": request.user, "at": now}
    way = request.POST.get("cara")
    if way == VILLAGE:
        return _done(request, visit_id, lambda: visit_names.add_unrecorded(**by))
    school, nik = SchoolForm(request.POST, today=timezone.localdate(now)), NikForm(request.POST)
    if way == SCHOOL and school.is_valid():
        return _done(request, visit_id, lambda: visit_names.add_school_year(year=school.year(), **by))
    if way == NIK and nik.is_valid():
        return _done(request, visit_id, lambda: visit_names.add_by_nik(nik=nik.cleaned_data["nik"], **by))
    messages.error(request, " ".join(map(str, nik.errors.get("nik", []))) if way == NIK else "Pilih dari daftar.")
    return redirect("queueing:visit", visit_id)


@require_POST
@needs(LEAD)
def drop(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """Take one name off the list."""
    person = request.POST.get("nama", "")
    if not (person.isascii() and person.isdigit()):
        raise Http404
    return _done(
        request,
        visit_id,
        lambda: visit_names.drop(visit=visit_id, person=int(person), by=request.user, at=timezone.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LEAD)
def put_on_one(request: OfficerRequest, resident_id: int) -> HttpResponse:
    """Put the resident whose page was open on a visit; this page itself shows nobody."""
    now = timezone.now()
    if homes.index_of(resident_id) is None:
        raise Http404
    form = VisitChoiceForm(request.POST or None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        visit = form.cleaned_data["kunjungan"].pk
        return _done(
            request,
            visit,
            lambda: visit_names.add_resident(visit=visit, resident=resident_id, by=request.user, at=now),
        )
    context = {"form": form, "resident_id": resident_id}
    return render(request, "queueing/visits/put_on_one.html", context, status=422 if form.errors else 200)


def _head(opened: visit_lists.Opened) -> dict[str, Any]:
    visit = opened.visit
    may = VISIT[visit.state]
    return {
        "visit": visit,
        "names": opened.names,
        "total": opened.total,
        "told": opened.told,
        "steps": {step for step, to in _STEPS_TO.items() if to in may},
        "is_open": bool(may),
    }


def _done(request: OfficerRequest, visit: int, act: Callable[[], Added | None]) -> HttpResponse:
    try:
        added = act()
    except (TeamVisit.DoesNotExist, VisitPerson.DoesNotExist) as unknown:
        raise Http404 from unknown
    except _REFUSALS as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Sudah dicatat." if added is None else _in_words(added))
    return redirect("queueing:visit", visit)


def _in_words(added: Added) -> str:
    said = f"{added.names} nama ditambahkan."
    return f"{said} {added.left_out} lagi tidak muat dalam daftar." if added.left_out else said
