"""The step `slots`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def choose(request: HttpRequest, **_: object) -> HttpResponse:
    """Show the choices."""
    return render(request, "queueing/public/slots.html")
