"""The access log is written here: who used personal data, how and why, in the transaction that does it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection

from registry import asking
from registry.models import AccessEntry, Officer
from registry.models.access import AccessAction


def record(
    *,
    action: AccessAction,
    subject: str,
    purpose: str,
    by: Officer | None,
    at: datetime.datetime,
    row_count: int | None = None,
    residents: Collection[int] = (),
    mark: uuid.UUID | None = None,
) -> AccessEntry:
    """Write one entry; the caller's transaction makes it stand or fall with the act itself.

    Args:
        action: what was done.
        subject: what was touched, in ids ("berkas 3"), never in a number or a name.
        purpose: why, in the officer's words or the command's name.
        by: the officer; None only for a command of the office itself.
        at: the moment.
        row_count: how many people's rows were touched; as many as there are residents when not given.
        residents: the ids of those who were shown or touched one by one.
        mark: keyed index of what was searched for.
    """
    request = asking.current()
    return AccessEntry.objects.create(
        action=action,
        subject=subject,
        purpose=purpose,
        officer=by,
        role=by.role if by else "",
        area=(by.area_id if by else None) or "",
        at=at,
        row_count=len(residents) if row_count is None else row_count,
        residents=sorted(residents),
        mark=mark,
        request_id=request.request_id,
        address=request.address,
    )
