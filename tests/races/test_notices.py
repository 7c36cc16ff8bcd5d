"""Two deliverers and one outbox: nothing goes out twice, and one believed dead writes nothing over its successor."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from queueing import locks
from queueing.actions import deliveries, notices
from queueing.choices import NoticeState
from queueing.models import Notice
from queueing.notifying import Message, carrying
from queueing.notifying.carrying import Outcome
from tests.factories.notices import MOMENT, put_notice
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

DELIVERERS = 4
NOTICES = 60


class SlowGateway:
    """Takes a moment for each message, and remembers them all."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.holds = threading.Event()
        self.holds.set()
        self.asked = threading.Event()

    def send(self, message: Message) -> None:
        self.asked.set()
        time.sleep(0.002)
        self.holds.wait(10)
        self.taken.append(message)

    def most_for_one(self) -> int:
        return max(Counter(message.id for message in self.taken).values())


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> SlowGateway:
    made = SlowGateway()
    monkeypatch.setattr(carrying, "notifier_for", lambda _channel: made)
    return made


def deliver_everything() -> None:
    deliveries.deliver_all(at=MOMENT, within=timedelta(seconds=30))


def test_four_deliverers_send_every_notice_once(gateway: SlowGateway) -> None:
    for _ in range(NOTICES):
        put_notice()

    said = all_at_once(*[deliver_everything] * DELIVERERS)

    assert said == [None] * DELIVERERS
    assert len(gateway.taken) == NOTICES
    assert gateway.most_for_one() == 1
    assert Notice.unscoped.filter(state=NoticeState.SENT, attempts=1).count() == NOTICES


def test_without_the_claim_every_deliverer_sends_every_notice(gateway: SlowGateway) -> None:
    """Control: looking for what is due and writing "sent" afterwards sends it as often as there are deliverers."""
    for _ in range(5):
        put_notice()
    everyone_looked = threading.Barrier(DELIVERERS)

    def deliver() -> None:
        due = list(Notice.unscoped.filter(state=NoticeState.WAITING, due_at__lte=MOMENT))
        everyone_looked.wait(10)
        for notice in due:
            gateway.send(carrying.message_of(notice))
            Notice.unscoped.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=MOMENT)

    all_at_once(*[deliver] * DELIVERERS)

    assert gateway.most_for_one() == DELIVERERS


def claim_beside_a_claim() -> tuple[object, list[Notice], Notice]:
    """Claim one row while somebody holds the first that is due; return what was said, what was got, and the other."""
    first, second = put_notice(due_at=MOMENT - timedelta(minutes=1)), put_notice()
    claimed: list[Notice] = []

    def claim() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
        claimed.extend(locks.claim_due_notices(at=MOMENT, most=1, lease=deliveries.LEASE))

    with transaction.atomic():
        Notice.unscoped.select_for_update().get(pk=first.pk)
        (said,) = all_at_once(claim)
    return said, claimed, second


def test_a_claim_passes_over_rows_that_another_is_claiming() -> None:
    said, claimed, second = claim_beside_a_claim()

    assert said is None
    assert [notice.pk for notice in claimed] == [second.pk]


def test_without_passing_over_a_claim_waits_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control."""
    monkeypatch.setattr(locks, "_CLAIM_DUE_NOTICES", locks._CLAIM_DUE_NOTICES.replace("SKIP LOCKED", ""))

    said, claimed, _second = claim_beside_a_claim()

    assert isinstance(said, OperationalError)
    assert claimed == []


def test_the_lease_of_a_dead_deliverer_runs_out_and_another_takes_over(gateway: SlowGateway) -> None:
    """The one case in which a notice may go twice: it dies after sending. Both times it bears the same id."""
    notice = put_notice()
    (claimed,) = locks.claim_due_notices(at=MOMENT, most=50, lease=deliveries.LEASE)
    gateway.send(carrying.message_of(claimed))  # and here its power fails

    assert not deliveries.deliver_due(at=MOMENT), "while its lease runs nobody takes it"
    _run_out(notice)
    assert deliveries.deliver_due(at=MOMENT) == {Outcome.SENT: 1}

    assert [message.id for message in gateway.taken] == [notice.id, notice.id]


def test_one_believed_dead_writes_nothing_over_its_successor(gateway: SlowGateway) -> None:
    notice = put_notice()
    gateway.holds.clear()
    outcomes: list[Counter[Outcome]] = []
    frozen = threading.Thread(target=lambda: _deliver_into(outcomes))
    frozen.start()
    assert gateway.asked.wait(10)
    _run_out(notice)
    (taken_over,) = locks.claim_due_notices(at=MOMENT, most=50, lease=deliveries.LEASE)

    gateway.holds.set()
    frozen.join(10)

    assert outcomes == [Counter({Outcome.IN_OTHER_HANDS: 1})]
    notice.refresh_from_db()
    assert (notice.state, notice.lease_until) == (NoticeState.SENDING, taken_over.lease_until)


def test_without_the_lease_in_the_update_the_one_believed_dead_has_the_last_word() -> None:
    """Control: a try that failed, written down late, puts off what its successor has sent: it goes out again."""
    notice = put_notice()
    locks.claim_due_notices(at=MOMENT, most=50, lease=deliveries.LEASE)
    _run_out(notice)
    locks.claim_due_notices(at=MOMENT, most=50, lease=deliveries.LEASE)
    Notice.unscoped.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=MOMENT, lease_until=None)

    Notice.unscoped.filter(pk=notice.pk).update(state=NoticeState.WAITING, sent_at=None, lease_until=None)

    assert locks.claim_due_notices(at=MOMENT, most=50, lease=deliveries.LEASE)


def test_a_notice_written_by_two_at_once_is_written_once() -> None:
    said = all_at_once(*[lambda: put_notice(once_key="confirmed:7")] * DELIVERERS)

    assert Notice.unscoped.filter(once_key="confirmed:7").count() == 1
    assert not [refusal for refusal in said if isinstance(refusal, Exception)]


def test_a_reminder_is_either_taken_back_or_sent(gateway: SlowGateway) -> None:
    for number in range(20):
        notice = put_notice(once_key=f"reminder:{number}")
        gateway.taken.clear()

        taken_back, _ = all_at_once(
            partial(notices.cancel, once_keys=[notice.once_key]),
            partial(deliveries.deliver_due, at=MOMENT),
        )

        assert taken_back == 1 - len(gateway.taken)


def test_when_outcomes_cannot_be_written_nothing_more_goes_out(
    gateway: SlowGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(50):
        put_notice()

    def fail(*_: object) -> Outcome:
        raise ConnectionError("the database is gone")

    monkeypatch.setattr(deliveries, "_write_down", fail)

    with pytest.raises(ConnectionError):
        deliveries.deliver_due(at=timezone.now())

    assert len(gateway.taken) < 20


def _deliver_into(outcomes: list[Counter[Outcome]]) -> None:
    try:
        outcomes.append(deliveries.deliver_due(at=MOMENT))
    finally:
        connection.close()


def _run_out(notice: Notice) -> None:
    Notice.unscoped.filter(pk=notice.pk).update(lease_until="2000-01-01T00:00:00Z")
