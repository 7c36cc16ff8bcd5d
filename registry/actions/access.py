"""The access log is written here: who used personal data, how and why, in the transaction that does it.

Here also stands the daily limit: an entry that would show an officer more different residents than her role may see
in a day is refused, and with it the page (`DailyLimitReached`).
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection

from registry import asking
from registry.models import AccessEntry, Officer
from registry.models.access import AccessAction
from registry.models.alarm import AlarmKind
from registry.queries import daily_use


class DailyLimitReached(Exception):
    """The officer has seen as many different residents today as her role may; nothing was shown or written.

    The middleware answers with a page that says what to do, and raises the alarm once this transaction is undone.
    """

    def __init__(self, officer: Officer, kind: AlarmKind, limit: int, at: datetime.datetime) -> None:
        super().__init__(f"officer {officer.pk} has reached the limit of {limit} ({kind})")
        self.officer, self.kind, self.limit, self.at = officer, kind, limit, at


def record(
    *,
    action: AccessAction,
    subject: str,
    purpose: str,
    by: Officer | None,
    at: datetime.datetime,
    row_count: int | None = None,
    residents: Collection[int] = (),
    beside: Collection[int] = (),
    mark: uuid.UUID | None = None,
    area: str = "",
) -> AccessEntry:
    """Write one entry; the caller's transaction makes it stand or fall with the act itself.

    Args:
        action: what was done.
        subject: what was touched, in ids ("berkas 3"), never in a number or a name.
        purpose: why, in the officer's words or the command's name.
        by: the officer; None only for a command of the office itself, and for an answer to the public.
        at: the moment.
        row_count: how many people's rows were touched; as many as there are residents when not given.
        residents: the ids of those who were shown or touched one by one.
        beside: further ids of those who were shown with them, as a family is on the page of one of its members;
            they stand in the entry and do not count towards the daily limit.
        mark: keyed index of what was searched for.
        area: where no officer asks, the region whose auditors may read the entry; an officer brings her own.

    Raises:
        DailyLimitReached: see the class.
    """
    if by is not None and residents and (kind := daily_use.kind_of(action)):
        _refuse_over_limit(by, kind, residents, at)
    request, opened = asking.current(), set(residents)
    others = set(beside) - opened
    return AccessEntry.objects.create(
        action=action,
        subject=subject,
        purpose=purpose,
        officer=by,
        role=by.role if by else "",
        area=(by.area_id or "") if by else area,
        at=at,
        row_count=len(opened) + len(others) if row_count is None else row_count,
        residents=[*sorted(opened), *sorted(others)],
        beside=len(others),
        mark=mark,
        request_id=request.request_id,
        address=request.address,
    )


def _refuse_over_limit(officer: Officer, kind: AlarmKind, residents: Collection[int], at: datetime.datetime) -> None:
    """Refuse what would pass the limit; whom she saw today already, she may see again.

    Two requests of one officer at the limit would each count without the other: they take turns until the end of
    their transactions (tests/races/test_trail.py).
    """
    daily_use.take_turn(officer)
    use = daily_use.use(officer, kind, residents, at=at)
    if not use.new:
        return
    limit = daily_use.limit_of(officer, kind, daily_use.day_of(at))
    if use.seen + use.new > limit:
        raise DailyLimitReached(officer, kind, limit, at)
