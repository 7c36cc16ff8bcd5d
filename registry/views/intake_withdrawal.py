"""A file taken back from the desk: what would go and what stands in the way first, then a reason, then the worker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from registry.actions import intakes
from registry.choices import IntakeState
from registry.forms.intake import ReasonForm
from registry.ingest import withdrawing
from registry.models import HeldRow, IntakeBatch
from registry.tasks import run_intake
from registry.views.intake_desk import batch_or_404, sums_of
from registry.views.permission import OfficerRequest, needs


@needs("registry.withdraw_file")
def show(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Show the consequences and ask for the reason; posted, let the worker take the batch back."""
    batch = batch_or_404(batch_id)
    if batch.state != IntakeState.DONE:
        return redirect("registry:intake_batch", batch.pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            intakes.ask_withdrawal(batch, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except intakes.NotWithdrawable as refusal:
            messages.error(request, str(refusal))
        else:
            transaction.on_commit(lambda: run_intake.delay(batch.pk))
        return redirect("registry:intake_batch", batch.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/intake/withdraw.html", _context(batch, form), status=status)


def _context(batch: IntakeBatch, form: ReasonForm) -> dict[str, Any]:
    try:
        withdrawing.refuse_purged(batch)
        withdrawing.refuse_purged(batch)
        withdrawing.refuse_newer(batch)
        in_the_way = ""
    except intakes.NotWithdrawable as refusal:
        in_the_way = str(refusal)
    return {
        "batch": batch,
        "form": form,
        "sums": sums_of(batch),
        "held": HeldRow.scoped.filter(batch=batch).count(),
        "in_the_way": in_the_way,
    }
