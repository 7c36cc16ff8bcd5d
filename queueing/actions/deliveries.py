"""Notices brought on their way: claimed, sent outside of any transaction, and what became of each written down."""

from __future__ import annotations

import datetime
import logging
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, Final

from django.conf import settings

from queueing import locks
from queueing.choices import NoticeKind, NoticeState
from queueing.models import Notice
from queueing.notifying.carrying import Carrier, Clock, Outcome, Verdict
from queueing.rules import back_off

#: How long a deliverer is believed to live; it begins no new message after half of it.
LEASE: Final = datetime.timedelta(seconds=60)

log = logging.getLogger(__name__)


def deliver_due(*, at: datetime.datetime, most: int = 50) -> Counter[Outcome]:
    """Send what is due at `at`, at most so many, the urgent first; return what became of it.

    Race: two deliverers never have one notice in hand, as claiming passes over locked rows; and one that was
    believed dead writes nothing over its successor, as every outcome is an update of a row that still bears the lease
    it was claimed with (`tests/races/test_notices.py`). A deliverer that dies between sending and writing it down is
    the one way in which a notice goes out twice; it bears the same id both times, by which the gateway can tell.
    """
    clock = Clock(at)
    claimed = locks.claim_due_notices(at=at, most=most, lease=LEASE)
    outcomes = Counter[Outcome]()
    carrier = Carrier(clock, begins_within=LEASE / 2)
    pool = ThreadPoolExecutor(settings.NOTIFIER_AT_ONCE, "notifier")  # its threads touch no database
    try:
        futures = {pool.submit(carrier.carry, notice): notice for notice in claimed}
        for future in as_completed(futures):
            outcomes[_write_down(futures[future], future.result(), clock.now)] += 1
    finally:  # where outcomes cannot be written nothing more may go out
        pool.shutdown(cancel_futures=True)
    return outcomes


def deliver_all(*, at: datetime.datetime, within: datetime.timedelta) -> Counter[Outcome]:
    """Deliver until nothing is due any more, a gateway is away or slow, or the time is over; return the sums."""
    clock, sums = Clock(at), Counter[Outcome]()
    while clock.elapsed < within:
        done = deliver_due(at=clock.now)
        sums += done
        if not done or done[Outcome.LEFT]:
            break
    if sums:
        log.info("notices: %s", ", ".join(f"{count} {outcome}" for outcome, count in sums.items()))
    return sums


def _write_down(notice: Notice, verdict: Verdict, at: datetime.datetime) -> Outcome:
    """Write the outcome into a row that is still ours; return it, or that the row was in other hands."""
    if verdict.outcome == Outcome.PUT_OFF and back_off.is_worn_out(notice.attempts):
        verdict = Verdict(Outcome.FAILED, verdict.reason)
    ours = Notice.unscoped.filter(pk=notice.pk, state=NoticeState.SENDING, lease_until=notice.lease_until)
    if ours.update(lease_until=None, failure=verdict.reason, **_changes(notice, verdict, at)):
        return verdict.outcome
    log.warning("notice %s was in other hands when it was %s", notice.pk, verdict.outcome)
    return Outcome.IN_OTHER_HANDS


def _changes(notice: Notice, verdict: Verdict, at: datetime.datetime) -> dict[str, Any]:
    wiped = {"body_sealed": None} if notice.kind == NoticeKind.ONE_TIME_CODE else {}
    match verdict.outcome:
        case Outcome.SENT:
            return {"state": NoticeState.SENT, "sent_at": at, **wiped}
        case Outcome.FAILED:
            return {"state": NoticeState.FAILED, **wiped}
        case Outcome.DROPPED:
            return {"state": NoticeState.DROPPED, "body_sealed": None}
        case Outcome.PUT_OFF:
            wait = back_off.wait_after(notice.attempts, chance=random.random())  # noqa: S311 - no secret
            return {"state": NoticeState.WAITING, "due_at": at + wait}
        case _:  # it was not tried, and that counts for nothing
            return {"state": NoticeState.WAITING, "due_at": at + verdict.wait, "attempts": notice.attempts - 1}
