"""What pages of the public share: who may keep them, the form that is renewed, and a page for what is not here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_cookie

from queueing import links
from queueing.models import Party
from queueing.moments import Moments
from queueing.queries.availability import OfficeAhead
from queueing.views.public import stencil

#: Seconds for which whoever stands between may keep a page without a form.
KEPT: Final = 3
#: The parameter by which a form whose hold has run out goes along from page to page.
RENEWED: Final = "lanjut"


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page that is the same for everybody be set once in a moment, be kept, and be sent only when it changed."""
    known = Moments[tuple[int, bytes]]()

    @require_safe
    @conditional_page
    @vary_on_cookie
    @wraps(view)
    def page(request: HttpRequest, *args: object, **arguments: object) -> HttpResponse:
        def show() -> tuple[int, bytes]:
            answer = view(request, *args, **arguments)
            return answer.status_code, answer.content

        if RENEWED in request.GET:
            answer = view(request, *args, **arguments)
            patch_cache_control(answer, private=True, no_cache=True)
            return answer
        status, content = known.get((request.get_full_path(), get_language()), show, within=stencil.KEPT)
        answer = HttpResponse(content, status=status)
        patch_cache_control(answer, public=True, max_age=KEPT)
        return answer

    return page


def query(request: HttpRequest) -> str:
    """Return what the links of a page carry on: the form that is renewed, and nothing else."""
    link = request.GET.get(RENEWED, "")
    return f"?{urlencode({RENEWED: link})}" if link else ""


def renewed(request: HttpRequest) -> Party | None:
    """Return the form that goes along, where there is one.

    Raises:
        links.TamperedLink: this system has not made its link.
        Party.DoesNotExist: it is gone.
    """
    link = request.POST.get(RENEWED) or request.GET.get(RENEWED)
    return Party.unscoped.get(pk=links.party_of(link)) if link else None


def waiting_list(office: OfficeAhead) -> str:
    """Return where people wait for a place at an office."""
    return reverse("queueing:wish", args=[office.id])


def not_here(request: HttpRequest, sentence: str, office: OfficeAhead | None = None) -> HttpResponse:
    """Say in words that there is no such office, day or form, and where to go on."""
    context = {"sentence": sentence, "office": office, "query": query(request)}
    return render(request, "queueing/public/not_here.html", context, status=404)
