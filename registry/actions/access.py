"""The access log is written here: who used personal data, how and why, in the transaction that does it."""

from __future__ import annotations

import datetime

from registry.models import AccessEntry, Officer, Resident
from registry.models.access import AccessAction


def record(
    *,
    action: AccessAction,
    subject: str,
    purpose: str,
    by: Officer | None,
    at: datetime.datetime,
    row_count: int = 0,
    resident: Resident | None = None,
) -> AccessEntry:
    """Write one entry; the caller's transaction makes it stand or fall with the act itself.

    Args:
        action: what was done.
        subject: what was touched, in ids ("berkas 3"), never in a number or a name.
        purpose: why, in the officer's words or the command's name.
        by: the officer; None only for a command of the office itself.
        at: the moment.
        row_count: how many people's rows were touched.
        resident: the person, where it was one.
    """
    return AccessEntry.objects.create(
        action=action, subject=subject, purpose=purpose, officer=by, at=at, row_count=row_count, resident=resident
    )
