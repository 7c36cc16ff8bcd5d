"""Notices written into the outbox, taken back, and set out anew; `deliveries` brings them on their way."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NotRequired, TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import Q

from queueing.choices import NoticeKind, NoticeState
from queueing.models import Notice
from registry import sealing

#: How long a one-time code is good for, and so worth sending, where nobody says otherwise.
CODE_LIFE: Final = datetime.timedelta(minutes=10)
#: Who goes first: somebody sits before the screen and waits for a code; a reminder has hours.
RANKS: Final = {NoticeKind.ONE_TIME_CODE: 0, NoticeKind.OFFER: 1, NoticeKind.REMINDER: 3}
_USUAL: Final = 2
_COLUMNS: Final = (
    "id", "kind", "party_id", "area", "channel", "language", "address_sealed", "subject", "body_sealed", "once_key",
    "rank", "created_at", "due_at", "expires_at", "state", "attempts", "failure",
)  # fmt: skip


class Told(TypedDict):
    """What one notice says, to whom and when."""

    kind: str
    party_id: uuid.UUID
    area: str
    channel: str
    address: str
    once_key: str
    subject: str
    body: str
    language: str
    at: datetime.datetime
    due_at: NotRequired[datetime.datetime | None]
    expires_at: NotRequired[datetime.datetime | None]


def put(**told: Unpack[Told]) -> None:
    """Write a notice into the outbox, in the caller's transaction: it is sent if that one commits, and never else.

    A notice whose `once_key` is there already is not written again, whatever became of it. It goes out from `due_at`
    on (at once where none is given) and not after `expires_at`.
    """
    put_all([told])


def put_all(told: Iterable[Told]) -> None:
    """Write several notices in one statement; each as `put` does.

    Written out by hand, as every confirmation waits for it: the ORM takes four times as long to put it together.
    """
    rows = [_sealed(one) for one in told]
    if not rows:
        return
    row = f"({', '.join(['%s'] * len(_COLUMNS))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO queueing_notice ({', '.join(_COLUMNS)})"  # noqa: S608 - put together from constants of our own
            f" VALUES {', '.join([row] * len(rows))} ON CONFLICT (once_key) DO NOTHING",
            [value for values in rows for value in values],
        )


def _sealed(told: Told) -> tuple[Any, ...]:
    """Return the values of the row, in the order of `_COLUMNS`."""
    sealer, own, at = sealing.sealer(), uuid.uuid4(), told["at"]
    is_code = told["kind"] == NoticeKind.ONE_TIME_CODE
    return (
        own,
        str(told["kind"]),
        told["party_id"],
        told["area"],
        str(told["channel"]),
        str(told["language"]),
        sealer.seal(sealing.CONTACT, told["address"], own),
        told["subject"],
        sealer.seal(sealing.NOTICE, told["body"], own),
        told["once_key"],
        RANKS.get(NoticeKind(told["kind"]), _USUAL),
        at,
        told.get("due_at") or at,
        told.get("expires_at") or (at + CODE_LIFE if is_code else None),
        str(NoticeState.WAITING),
        0,
        "",
    )


@transaction.atomic
def cancel(*, once_keys: Sequence[str]) -> int:
    """Take notices back that wait in the outbox: reminders of a booking that is cancelled or moved.

    One that a deliverer has in hand goes out all the same. What was taken back may be written again, for whoever
    moves back to the day he had. Returns how many were taken back.
    """
    return Notice.unscoped.filter(once_key__in=once_keys, state=NoticeState.WAITING).delete()[0]


@transaction.atomic
def send_again(*, chosen: Collection[uuid.UUID], at: datetime.datetime) -> int:
    """Set failed notices out anew, as if never tried; codes and what is past its time stay as they are.

    Race: of two who press at once one is counted, as each row must still be failed. Returns how many are set out.
    """
    failed = Notice.objects.filter(pk__in=chosen, state=NoticeState.FAILED, body_sealed__isnull=False)
    of_use = failed.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
    return of_use.update(state=NoticeState.WAITING, attempts=0, due_at=at, failure="")
