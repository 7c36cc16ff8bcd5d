"""Opening a whole number: a purpose is asked for, written down, and only then the number is shown, once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.actions import viewing
from registry.forms.reveal import RevealForm
from registry.models import Household, Resident
from registry.rules import masking
from registry.rules.masking import Audience
from registry.step_up import step_up_required
from registry.views.permission import OfficerRequest, needs


@require_http_methods(["GET", "POST"])
@needs("registry.reveal_number")
@step_up_required  # type: ignore[arg-type]  # whoever comes so far is an officer
def nik(request: OfficerRequest, resident_id: int) -> HttpResponse:
    """Open the NIK of one resident."""
    resident = Resident.objects.filter(pk=resident_id).first()
    if resident is None:
        raise Http404
    return _answer(
        request,
        title="NIK",
        whose=masking.shown_to(Audience(request.user.role), nik="", kk_number="", name=resident.name).name,
        masked=masking.mask_number(resident.nik),
        back=reverse("registry:resident", args=[resident_id]),
        opened=lambda purpose: viewing.reveal_nik(resident, purpose=purpose, by=request.user, at=timezone.now()),
    )


@require_http_methods(["GET", "POST"])
@needs("registry.reveal_number")
@step_up_required  # type: ignore[arg-type]  # whoever comes so far is an officer
def kk_number(request: OfficerRequest, household_id: int) -> HttpResponse:
    """Open the number of one family card."""
    household = Household.objects.filter(pk=household_id).first()
    if household is None:
        raise Http404
    return _answer(
        request,
        title="Nomor KK",
        whose=household.address,
        masked=masking.mask_number(household.kk_number),
        back=reverse("registry:household", args=[household_id]),
        opened=lambda purpose: viewing.reveal_kk_number(household, purpose=purpose, by=request.user, at=timezone.now()),
    )


def _answer(
    request: OfficerRequest, *, title: str, whose: str, masked: str, back: str, opened: Callable[[str], str]
) -> HttpResponse:
    context = {"title": title, "whose": whose, "masked": masked, "back": back}
    form = RevealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return render(request, "registry/revealed.html", {**context, "number": opened(form.purpose_in_words())})
    status = 422 if form.errors else 200
    return render(request, "registry/reveal.html", {**context, "form": form}, status=status)
