"""The one door through which a file with people in it leaves: asked for, decided on, fetched once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from registry.actions import access
from registry.models import AccessEntry, ExportRequest, Officer
from registry.models.access import AccessAction
from registry.models.export import ExportKind, ExportState
from registry.queries import daily_use, exported

#: A list that was approved may have grown by this much until it is fetched.
_GROWTH: Final = 1.1
#: What the trail says of files whose rows are nobody yet.
_OF_WHAT: Final = {ExportKind.HELD_ROWS: ", baris tertahan berkas {batch}"}
_ALONE_WITHIN: Final = datetime.timedelta(hours=24)


class NothingToExport(Exception):
    """No row answers to this filter inside the officer's area."""


class TooManyRows(Exception):
    """More rows than any one file may hold: ask for a smaller area."""


class OwnRequest(Exception):
    """Nobody decides on her own request."""


class NotYours(Exception):
    """A request is withdrawn and fetched by whoever asked."""


class MovedOn(Exception):
    """The request is no longer in the state that the page showed: somebody was first."""


class TooLate(Exception):
    """The time for fetching is over."""


class NeedsAnotherPerson(Exception):
    """The list has grown: what was small when it was asked for, or approved, is not any more."""


@dataclass(frozen=True)
class Fetched:
    """A request that was fetched: its entry in the trail, and the ids of its rows, in order."""

    request: ExportRequest
    entry: AccessEntry
    ids: Sequence[int]


def ask(
    *, what: ExportKind, file_format: str, codes: Mapping[str, Any], purpose: str, by: Officer, at: datetime.datetime
) -> ExportRequest:
    """Ask for a file. A small one is ready at once, a large one waits for a second person.

    Small means: with everything she took alone within a day not more than `EXPORT_ALONE` rows, so that a large list
    is not taken in small pieces. Her own requests take turns while this is counted.

    Raises:
        NothingToExport, TooManyRows: see the classes.
    """
    count = len(exported.ids_of(what, codes, on=localdate(at)))
    if not count:
        raise NothingToExport
    if count > settings.EXPORT_MOST:
        raise TooManyRows
    with transaction.atomic():
        daily_use.take_turn(by)
        alone = _taken_alone(by, at) + count <= settings.EXPORT_ALONE
        return ExportRequest.objects.create(
            what=what,
            format=file_format,
            filter=dict(codes),
            purpose=purpose,
            row_count=count,
            state=ExportState.READY if alone else ExportState.WAITING,
            asked_by=by,
            area=by.area_id or "",
            asked_at=at,
            fetch_until=at + settings.EXPORT_WITHIN if alone else None,
        )


def approve(request: ExportRequest, *, by: Officer, at: datetime.datetime) -> None:
    """Let the asker fetch the file within a day.

    The race with a withdrawal or another decision is settled by the guarded update (tests/races/test_exports.py).

    Raises:
        OwnRequest, MovedOn: see the classes.
    """
    _decide(request, ExportState.READY, by=by, at=at, reason="", fetch_until=at + settings.EXPORT_WITHIN)


def refuse(request: ExportRequest, *, by: Officer, at: datetime.datetime, reason: str) -> None:
    """Refuse a request, and say why.

    Raises:
        OwnRequest, MovedOn: see the classes.
    """
    _decide(request, ExportState.REFUSED, by=by, at=at, reason=reason)


def withdraw(request: ExportRequest, *, by: Officer) -> None:
    """Take one's own request back before it is fetched.

    Raises:
        NotYours, MovedOn: see the classes.
    """
    if request.asked_by_id != by.pk:
        raise NotYours
    _move(request, [ExportState.WAITING, ExportState.READY], state=ExportState.WITHDRAWN)


def fetch(request: ExportRequest, *, by: Officer, at: datetime.datetime) -> Fetched:
    """Write down everybody in the file, before its first byte; the door then writes the file from `ids`.

    Who is in it is decided now, by her scope of this moment. Two fetches at once are one (the guarded update).

    Raises:
        NotYours, TooLate, MovedOn, NeedsAnotherPerson, TooManyRows, NothingToExport: see the classes.
    """
    if request.asked_by_id != by.pk:
        raise NotYours
    with transaction.atomic():
        _move(request, [ExportState.READY], state=ExportState.FETCHED, fetched_at=at, fetched_count=0)
        request.refresh_from_db()
        if request.fetch_until is None or at > request.fetch_until:
            raise TooLate
        ids = exported.ids_of(request.what, request.filter, on=localdate(at))
        _refuse_growth(request, len(ids))
        entry = access.record(
            action=AccessAction.EXPORT,
            subject=f"ekspor {request.pk}{_OF_WHAT.get(ExportKind(request.what), '').format(**request.filter)}",
            purpose=request.purpose,
            by=by,
            at=at,
            row_count=len(ids),
            residents=ids if request.what == ExportKind.RESIDENTS else (),
        )
        ExportRequest.objects.filter(pk=request.pk).update(fetched_count=len(ids), entry=entry)
    return Fetched(request, entry, ids)


def _decide(
    request: ExportRequest, state: ExportState, *, by: Officer, at: datetime.datetime, reason: str, **more: Any
) -> None:
    if request.asked_by_id == by.pk:
        raise OwnRequest
    with transaction.atomic():
        _move(request, [ExportState.WAITING], state=state, decided_by=by, decided_at=at, reason=reason, **more)
        access.record(
            action=AccessAction.ACCOUNT,
            subject=f"ekspor {request.pk}, {ExportState(state).label.lower()}",
            purpose=reason or request.purpose,
            by=by,
            at=at,
        )


def _move(request: ExportRequest, states: Sequence[ExportState], **changes: Any) -> None:
    if not ExportRequest.objects.filter(pk=request.pk, state__in=states).update(**changes):
        raise MovedOn


def _refuse_growth(request: ExportRequest, count: int) -> None:
    if not count:
        raise NothingToExport
    if count > settings.EXPORT_MOST:
        raise TooManyRows
    if request.decided_by_id is None and count > settings.EXPORT_ALONE:
        raise NeedsAnotherPerson
    if request.decided_by_id is not None and count > request.row_count * _GROWTH:
        raise NeedsAnotherPerson


def _taken_alone(by: Officer, at: datetime.datetime) -> int:
    """Return how many rows she took, or may still fetch, without a second person in the last day."""
    own = ExportRequest.objects.filter(
        asked_by=by,
        decided_by=None,
        asked_at__gt=at - _ALONE_WITHIN,
        state__in=[ExportState.READY, ExportState.FETCHED],
    )
    return int(own.aggregate(rows=Sum(Coalesce("fetched_count", "row_count"), default=0))["rows"])
