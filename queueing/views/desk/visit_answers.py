"""A team visit on a phone: the list, one person, and what became of her, from a page or sent later by a script."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from queueing.actions import recordings, visit_lists
from queueing.actions import visit_answers as verbs
from queueing.choices import VisitState
from queueing.forms.visit_answer import AnswerForm
from queueing.locks import Crowded
from queueing.models import TeamVisit, VisitPerson
from queueing.views.desk.visits import LEAD
from registry.views.permission import OfficerRequest, needs

#: What another try will not change; the phone keeps the answer and shows why.
_FOR_GOOD: Final = (
    verbs.TakesNoAnswers,
    verbs.AlreadyRecorded,
    verbs.NoNeedToRecord,
    verbs.KeyOfAnother,
    recordings.NotComplete,
    recordings.TriedEnough,
)
#: What a later try may change.
_FOR_NOW: Final = (verbs.NotStarted, recordings.BeingRecorded, recordings.DeviceInUse, Crowded)
_JSON: Final = "application/json"


@require_safe
@needs(LEAD)
def phone(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """Show the whole list for a phone: once opened it needs no signal; who is on it is written down."""
    try:
        opened = visit_lists.open_list(
            visit=visit_id, purpose="Membawa daftar jemput bola di ponsel", by=request.user, at=timezone.now()
        )
    except TeamVisit.DoesNotExist as unknown:
        raise Http404 from unknown
    context = {
        "visit": opened.visit,
        "names": opened.names,
        "total": opened.total,
        "told": opened.told,
        "is_under_way": opened.visit.state == VisitState.UNDER_WAY,
        "form": AnswerForm(auto_id=False),
    }
    return render(request, "queueing/visits/phone.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LEAD)
def person(request: OfficerRequest, visit_id: int, person_id: int) -> HttpResponse:
    """Show one person of the list and take in what became of her; a script is answered in JSON, without a name."""
    form = AnswerForm(request.POST or None)
    by_script = request.headers.get("Accept") == _JSON
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            told = verbs.tell(
                visit=visit_id,
                person=person_id,
                answer=form.answer(),
                key=form.cleaned_data["kunci"],
                by=request.user,
                at=timezone.now(),
            )
        except (TeamVisit.DoesNotExist, VisitPerson.DoesNotExist) as unknown:
            raise Http404 from unknown
        except (*_FOR_GOOD, *_FOR_NOW) as refusal:
            if by_script:
                status = 503 if isinstance(refusal, _FOR_NOW) else 409
                return JsonResponse({"kata": str(refusal)}, status=status)
            refused = str(refusal)
        else:
            if by_script:
                return JsonResponse({"kunci": str(form.cleaned_data["kunci"]), "hasil": told.get_outcome_display()})
            messages.success(request, f"Nama {told.ordinal}: {told.get_outcome_display().lower()}. Sudah dicatat.")
            return redirect("queueing:visit_phone", visit_id)
    if by_script and form.errors:
        return JsonResponse({"kata": "Jawaban ini tidak lengkap. Catat lagi hasilnya."}, status=409)
    return _page(request, visit_id, person_id, form, refused)


def _page(request: OfficerRequest, visit: int, person: int, form: AnswerForm, refused: str) -> HttpResponse:
    try:
        found, named = visit_lists.open_person(visit=visit, person=person, by=request.user, at=timezone.now())
    except (TeamVisit.DoesNotExist, VisitPerson.DoesNotExist) as unknown:
        raise Http404 from unknown
    context = {"visit": found, "one": named, "form": form, "refused": refused}
    status = 422 if form.errors or refused else 200
    return render(request, "queueing/visits/person.html", context, status=status)
