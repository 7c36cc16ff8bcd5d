"""The guard of the pages that show people."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.test import RequestFactory

from registry.choices import Role
from registry.models import Officer
from registry.views.permission import OfficerRequest, needs
from tests.factories.registry import OfficerFactory

pytestmark = pytest.mark.django_db


@needs("registry.view_resident")
def page(request: OfficerRequest, number: int) -> HttpResponse:
    """Answer with the number, and whether a transaction of the page's own is open."""
    assert connection.in_atomic_block
    return HttpResponse(f"{request.user.username} {number}")


def asked_by(officer: Officer | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/petugas/penduduk/7/")
    request.user = officer
    return request


def test_whoever_is_not_signed_in_is_sent_to_the_door() -> None:
    answer = page(asked_by(AnonymousUser()), 7)
    assert answer.status_code == 302
    assert answer["Location"].startswith(resolve_url(settings.LOGIN_URL))
    assert answer["Cache-Control"] == "no-store"


def test_an_officer_without_the_permission_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        page(asked_by(OfficerFactory.create(role=Role.AUDITOR, area_id=None)), 7)


def test_a_dismissed_officer_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        page(asked_by(OfficerFactory.create(is_active=False, area_id=None)), 7)


def test_an_officer_with_the_permission_gets_the_page_and_no_browser_keeps_it() -> None:
    answer = page(asked_by(OfficerFactory.create(username="rini", area_id=None)), number=7)
    assert answer.getvalue() == b"rini 7"
    assert answer["Cache-Control"] == "no-store"
