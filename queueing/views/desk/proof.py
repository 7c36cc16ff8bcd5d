"""The proof on the live database, as a page: what must hold of the queue, and whether it does."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from queueing.queries import invariants
from registry.views.permission import OfficerRequest, needs


@require_safe
@needs("queueing.view_proof")
def show(request: OfficerRequest) -> HttpResponse:
    """Ask everything now, and show what each question found; ids only, no people."""
    proofs = list(invariants.prove())
    context = {"proofs": proofs, "broken": sum(not proof.holds for proof in proofs), "at": timezone.now()}
    return render(request, "queueing/desk/proof.html", context)
