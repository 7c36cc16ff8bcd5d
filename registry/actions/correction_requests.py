"""Requests to correct a resident's data are opened by whoever has her before them, and closed by a clerk."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from registry.actions import access
from registry.models import CorrectionRequest, Officer
from registry.models.access import AccessAction
from registry.queries import correction_requests


class AlreadyClosed(Exception):
    """Somebody else has closed the request meanwhile."""

    def __init__(self) -> None:
        super().__init__("Permintaan ini sudah ditutup petugas lain.")


@transaction.atomic
def open_one(*, resident: int, noted: str, by: Officer, at: datetime.datetime) -> CorrectionRequest:
    """Ask for a look at a resident's data; joins the caller's transaction."""
    request = CorrectionRequest.unscoped.create(resident_id=resident, noted=noted, noted_at=at, noted_by=by)
    _entry(request, "Meminta perbaikan data", by, at)
    return request


@transaction.atomic
def close(*, request: int, answer: str, by: Officer, at: datetime.datetime) -> None:
    """Close a request of the officer's area, with what was found.

    Raises:
        CorrectionRequest.DoesNotExist: there is none in the scope in force.
        AlreadyClosed: see the class.
    """
    found = CorrectionRequest.objects.get(pk=request)
    closed = CorrectionRequest.unscoped.filter(pk=request, closed_at=None).update(
        closed_at=at, closed_by=by, answer=answer
    )
    if not closed:
        raise AlreadyClosed
    _entry(found, "Menutup permintaan perbaikan data", by, at)


@transaction.atomic
def open_list(*, by: Officer, at: datetime.datetime) -> Sequence[CorrectionRequest]:
    """Return the open requests of the officer's area, and write down whose names were listed."""
    found = correction_requests.open_ones()
    access.record(
        action=AccessAction.LIST,
        subject="permintaan perbaikan",
        purpose="Memeriksa permintaan perbaikan data",
        row_count=len(found),
        residents={request.resident_id for request in found},
        by=by,
        at=at,
    )
    return found


def _entry(request: CorrectionRequest, purpose: str, by: Officer, at: datetime.datetime) -> None:
    access.record(
        action=AccessAction.CHANGE,
        subject=f"permintaan perbaikan {request.pk}",
        purpose=purpose,
        residents=[request.resident_id],
        by=by,
        at=at,
    )
