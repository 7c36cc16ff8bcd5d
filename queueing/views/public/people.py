"""The fourth step: who comes, with which KK, and where she can be reached."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from queueing.actions import people
from queueing.actions.people import FormOver, OtherPeople, SamePersonTwice
from queueing.forms.people import PeopleForm
from queueing.locks import Crowded
from queueing.models import Party
from queueing.rules.steps import Step
from queueing.tasks import ring_for_notices
from queueing.views.public import toll
from queueing.views.public.form_steps import TOO_MANY, lead_on, page_of, refusal_of, show, told, wait_until

#: What a proof of work for this form is for.
ACTION: Final = "people"


@page_of(Step.PEOPLE)
def fill(request: HttpRequest, party: Party) -> HttpResponse:
    """Ask for the people of a form and write them down; what was typed is never lost."""
    seated = people.people_of(party.pk)
    if request.method != "POST":
        return _page(request, party, PeopleForm(party=party, people=seated))
    at = timezone.now()
    form = PeopleForm(request.POST, party=party, people=seated)
    if refusal := refusal_of(request, party, at):
        form.add_error(None, told(refusal, party))
        return wait_until(_page(request, party, form, status=TOO_MANY), refusal)
    if not toll.is_paid(request, ACTION, str(party.pk), at=at):
        form.add_error(None, gettext("Sedang sangat ramai. Tunggu 20 detik, lalu tekan Lanjutkan sekali lagi."))
        return _page(request, party, form, status=503)
    if not form.is_valid():
        return _page(request, party, form, status=422)
    contact, channel = form.contact
    try:
        people.name_people(
            party=party.pk,
            people=form.people,
            kk_number=form.cleaned_data["kk"],
            contact=contact,
            channel=channel,
            at=at,
        )
    except (OtherPeople, SamePersonTwice, Crowded) as refused:
        form.add_error(None, told(refused, party))
        return _page(request, party, form, status=503 if isinstance(refused, Crowded) else 409)
    except FormOver:
        return lead_on(party)
    transaction.on_commit(ring_for_notices)
    return lead_on(party)


def _page(request: HttpRequest, party: Party, form: PeopleForm, *, status: int = 200) -> HttpResponse:
    asked = toll.toll_of(request, ACTION, str(party.pk), at=timezone.now())
    return show(request, "queueing/public/people.html", party, {"form": form, "toll": asked}, status=status)
