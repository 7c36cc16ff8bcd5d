"""The fifth step: the code that proves the contact, and what to do where it does not come."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from queueing.actions import one_time_codes
from queueing.actions.limits import TooManyCodes
from queueing.actions.one_time_codes import CodeOver, NoContact, SentTooOften, TooSoon, WrongCode
from queueing.forms.code import CodeForm
from queueing.locks import Crowded
from queueing.models import OneTimeCode, Party
from queueing.rules.contact import mask_address
from queueing.rules.limits import OTP_SENDINGS
from queueing.rules.steps import Step
from queueing.tasks import ring_for_notices
from queueing.views.public.form_steps import TOO_MANY, address, lead_on, page_of, refusal_of, show, told, wait_until


@page_of(Step.CODE)
def prove(request: HttpRequest, party: Party) -> HttpResponse:
    """Ask for the code, try what was typed, or send another."""
    if request.method != "POST":
        return _page(request, party, CodeForm())
    if party.contact_index is None:
        return lead_on(party)
    at, again = timezone.now(), "lagi" in request.POST
    form = CodeForm(None if again else request.POST)
    if refusal := refusal_of(request, party, at):
        return wait_until(_page(request, party, form, refusal=told(refusal, party), status=TOO_MANY), refusal)
    return _send(request, party, form, at) if again else _try(request, party, form, at)


def _send(request: HttpRequest, party: Party, form: CodeForm, at: datetime.datetime) -> HttpResponse:
    try:
        one_time_codes.send(party=party.pk, at=at)
    except (TooSoon, SentTooOften, TooManyCodes, Crowded) as refusal:
        return _page(request, party, form, refusal=told(refusal, party), status=409)
    except NoContact:
        return lead_on(party)
    transaction.on_commit(ring_for_notices)
    return redirect(address(Step.CODE, party))


def _try(request: HttpRequest, party: Party, form: CodeForm, at: datetime.datetime) -> HttpResponse:
    if not form.is_valid():
        return _page(request, party, form, status=422)
    try:
        one_time_codes.prove(party=party.pk, figures=form.cleaned_data["kode"], at=at)
    except (WrongCode, CodeOver) as refusal:
        form.add_error("kode", told(refusal, party))
        return _page(request, party, form, status=422)
    return lead_on(party)


def _page(request: HttpRequest, party: Party, form: CodeForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    code = OneTimeCode.objects.filter(party=party).first()
    context = {
        "form": form,
        "refusal": refusal,
        "contact": mask_address(party.contact),
        "code": code if code and code.used_at is None else None,
        "sendings_left": OTP_SENDINGS - (code.sendings if code else 0),
        "again_at": code.sent_at + one_time_codes.PAUSE if code else None,
    }
    return show(request, "queueing/public/code.html", party, context, status=status)
