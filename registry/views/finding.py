"""Finding a person: an empty form, and the answer to a posted one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from registry.actions import finding
from registry.forms.finding import FindingForm
from registry.views.lines import line_of
from registry.views.permission import OfficerRequest, needs


@needs("registry.view_resident")
def find(request: OfficerRequest) -> HttpResponse:
    """Show the form; when it is posted, show who was found below it."""
    if request.method != "POST":
        return render(request, "registry/finding.html", {"form": FindingForm()})
    form = FindingForm(request.POST)
    if not form.is_valid():
        return render(request, "registry/finding.html", {"form": form}, status=422)
    wish, now = form.wish(), timezone.now()
    found = finding.find(wish, by=request.user, at=now)
    today = timezone.localdate(now)
    context = {
        "form": form,
        "found": found,
        "lines": [line_of(resident, request.user, on=today) for resident in found.residents],
        "narrowed": bool(wish.place and (wish.year or wish.birth_date)),
        "meaning": wish.term.meaning,
    }
    return render(request, "registry/finding.html", context)
