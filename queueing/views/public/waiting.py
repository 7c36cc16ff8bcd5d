"""A party that waits: its place in line, and the offer it may take."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest, link: str) -> HttpResponse:
    """Show where the party stands."""
    return render(request, "queueing/public/waiting.html", {"link": link})
