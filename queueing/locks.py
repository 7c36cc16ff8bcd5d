"""The only module of the queue that locks or claims rows."""

from __future__ import annotations

import datetime

from django.db import transaction

from queueing.models import Notice

_CLAIM_DUE_NOTICES = """
    WITH due AS MATERIALIZED (
        SELECT id FROM queueing_notice
        WHERE state IN ('waiting', 'sending') AND due_at <= %(at)s
          AND (state = 'waiting' OR lease_until < statement_timestamp())
        ORDER BY rank, due_at
        LIMIT %(most)s
        FOR UPDATE SKIP LOCKED
    )
    UPDATE queueing_notice AS notice
    SET state = 'sending', attempts = attempts + 1, lease_until = statement_timestamp() + %(lease)s
    FROM due WHERE notice.id = due.id
    RETURNING notice.*
"""


def claim_due_notices(*, at: datetime.datetime, most: int, lease: datetime.timedelta) -> list[Notice]:
    """Take notices that are due, and those whose deliverer is believed dead, in one statement; the urgent come first.

    Rows that another deliverer is claiming at this moment are passed over, not waited for. The lease is measured by
    the database's clock, which all deliverers share; its end is also what they show when they write the outcome.
    It is committed on return: what was claimed may be sent (`tests/races/test_notices.py`).
    """
    with transaction.atomic(durable=True):
        claimed = Notice.unscoped.raw(_CLAIM_DUE_NOTICES, {"at": at, "most": most, "lease": lease})
        return sorted(claimed, key=lambda notice: (notice.rank, notice.due_at))
