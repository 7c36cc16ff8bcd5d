"""The first page: what this is and where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the first page."""
    return render(request, "elections/home.html")
