"""Requests to correct data: the list of those that are open, and closing one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.actions import correction_requests
from registry.forms.correction_request import CloseForm
from registry.models import CorrectionRequest
from registry.views.permission import OfficerRequest, needs

CORRECT: Final = "registry.record_civil_event"


@require_safe
@needs(CORRECT)
def show(request: OfficerRequest) -> HttpResponse:
    """List what is open; the names of residents lead to their pages."""
    found = correction_requests.open_list(by=request.user, at=timezone.now())
    return render(request, "registry/correction_requests.html", {"requests": found, "form": CloseForm()})


@require_POST
@needs(CORRECT)
def close(request: OfficerRequest, request_id: int) -> HttpResponse:
    """Close one with what was found."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("registry:correction_requests")
    try:
        correction_requests.close(
            request=request_id, answer=form.cleaned_data["hasil"], by=request.user, at=timezone.now()
        )
    except CorrectionRequest.DoesNotExist as unknown:
        raise Http404 from unknown
    except correction_requests.AlreadyClosed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Permintaan ditutup.")
    return redirect("registry:correction_requests")
