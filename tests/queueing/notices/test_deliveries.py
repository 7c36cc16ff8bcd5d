"""What becomes of a notice: sent once, tried again later, set aside, or dropped when its time is over."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from queueing.actions import deliveries
from queueing.choices import Channel, NoticeKind, NoticeState
from queueing.models import Notice
from queueing.notifying import Message, Refused, Unreachable
from queueing.notifying.carrying import Outcome
from queueing.rules import back_off
from queueing.tasks import deliver_notices
from tests.factories.notices import MOMENT, put_code, put_notice
from tests.queueing.notices.conftest import Gateway

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def raising(error: Exception) -> Callable[[Message], None]:
    def answer(_message: Message) -> NoReturn:
        raise error

    return answer


away = raising(Unreachable("Gateway tidak dapat dihubungi."))


def test_a_notice_that_is_due_is_sent_with_all_it_says(gateway: Gateway) -> None:
    notice = put_notice(address="+628115550002", body="Tempat nomor 7.", subject="Dipesan")

    done = deliveries.deliver_due(at=MOMENT)

    (message,) = gateway.taken
    assert (message.id, message.address, message.subject, message.body) == (
        notice.id,
        "+628115550002",
        "Dipesan",
        "Tempat nomor 7.",
    )
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.lease_until) == (NoticeState.SENT, 1, None)
    assert notice.sent_at is not None
    assert notice.sent_at >= MOMENT
    assert done == {Outcome.SENT: 1}


def test_what_was_sent_is_not_sent_again(gateway: Gateway) -> None:
    put_notice()
    deliveries.deliver_due(at=MOMENT)

    assert not deliveries.deliver_due(at=MOMENT + timedelta(days=30))
    assert len(gateway.taken) == 1


def test_a_reminder_lies_in_the_outbox_until_its_day(gateway: Gateway) -> None:
    due = MOMENT + timedelta(days=3)
    put_notice(kind=NoticeKind.REMINDER, due_at=due)

    assert not deliveries.deliver_due(at=due - timedelta(seconds=1))
    assert deliveries.deliver_due(at=due) == {Outcome.SENT: 1}


def test_codes_go_first_and_reminders_last(gateway: Gateway, settings: Settings) -> None:
    settings.NOTIFIER_AT_ONCE = 1
    put_notice(kind=NoticeKind.REMINDER, due_at=MOMENT - timedelta(hours=2))
    put_notice(due_at=MOMENT - timedelta(hours=1))
    put_code()

    deliveries.deliver_due(at=MOMENT, most=2)

    assert [message.kind for message in gateway.taken] == [NoticeKind.ONE_TIME_CODE, NoticeKind.CONFIRMED]


def test_a_code_is_wiped_once_it_was_sent(gateway: Gateway) -> None:
    code, other = put_code(), put_notice()

    deliveries.deliver_due(at=MOMENT)

    code.refresh_from_db()
    other.refresh_from_db()
    assert (code.state, code.body_sealed, code.body) == (NoticeState.SENT, None, "")
    assert other.body


def test_a_code_past_its_time_is_dropped_and_never_sent_late(gateway: Gateway) -> None:
    code = put_code(expires_at=MOMENT + timedelta(minutes=10))

    done = deliveries.deliver_due(at=MOMENT + timedelta(minutes=10))

    code.refresh_from_db()
    assert (gateway.asked, done) == (0, {Outcome.DROPPED: 1})
    assert (code.state, code.body_sealed, code.failure) == (NoticeState.DROPPED, None, "Waktunya sudah lewat.")


def test_a_gateway_that_is_away_is_tried_again_later(gateway: Gateway) -> None:
    notice = put_notice()
    gateway.answer = away

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.PUT_OFF: 1}

    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.failure) == ("waiting", 1, "Gateway tidak dapat dihubungi.")
    assert timedelta(seconds=7) < notice.due_at - MOMENT < timedelta(seconds=14)
    assert not deliveries.deliver_due(at=MOMENT + timedelta(seconds=7))
    gateway.answer = lambda _message: None
    assert deliveries.deliver_due(at=MOMENT + timedelta(seconds=14)) == {Outcome.SENT: 1}
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.failure) == ("sent", 2, "")


def test_after_eight_tries_in_vain_a_notice_is_set_aside(gateway: Gateway) -> None:
    notice = put_notice()
    gateway.answer = away

    for day in range(back_off.MOST_ATTEMPTS):
        deliveries.deliver_due(at=MOMENT + timedelta(days=day))

    notice.refresh_from_db()
    assert (gateway.asked, notice.state, notice.attempts) == (8, NoticeState.FAILED, 8)
    assert notice.failure == "Gateway tidak dapat dihubungi."
    assert not deliveries.deliver_due(at=MOMENT + timedelta(days=30))


def test_what_the_gateway_refuses_is_not_tried_again(gateway: Gateway) -> None:
    notice, code = put_notice(), put_code()
    gateway.answer = raising(Refused("Gateway menolak pesan ini (HTTP 400)."))

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.FAILED: 2}

    notice.refresh_from_db()
    code.refresh_from_db()
    assert (notice.state, notice.failure) == (NoticeState.FAILED, "Gateway menolak pesan ini (HTTP 400).")
    assert notice.body
    assert (code.state, code.body) == (NoticeState.FAILED, "")


def test_a_notifier_that_breaks_stops_no_other_notice(gateway: Gateway) -> None:
    bad, good = put_notice(body="rusak"), put_notice()

    def answer(message: Message) -> None:
        if message.body == "rusak":
            raise ZeroDivisionError(message.address)

    gateway.answer = answer

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.PUT_OFF: 1, Outcome.SENT: 1}

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.failure, good.state) == ("Kesalahan program: ZeroDivisionError", NoticeState.SENT)


def test_a_gateway_away_is_not_asked_for_everybody_and_costs_nobody_a_try(gateway: Gateway, settings: Settings) -> None:
    settings.NOTIFIER_AT_ONCE = 1
    for _ in range(10):
        put_notice()
    gateway.answer = away

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.PUT_OFF: 3, Outcome.LEFT: 7}

    assert gateway.asked == 3
    assert Notice.unscoped.filter(state=NoticeState.WAITING, attempts=0, failure="").count() == 7
    assert not deliveries.deliver_due(at=MOMENT + timedelta(seconds=5))


def test_a_channel_that_is_not_set_up_waits_and_the_others_go(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.NOTIFIER_OF = {"whatsapp": "http", "email": "email"}
    settings.NOTIFIER_HTTP_URL = ""
    put_notice()
    put_notice(channel=Channel.EMAIL, address="warga@contoh.example")

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.LEFT: 1, Outcome.SENT: 1}
    assert "NOTIFIER_HTTP_URL" in caplog.text


def test_a_channel_that_is_off_leaves_its_notices_to_a_clerk(settings: Settings) -> None:
    settings.NOTIFIER_OF = {}
    notice = put_notice()

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.FAILED: 1}

    notice.refresh_from_db()
    assert notice.failure == "Saluran ini belum disambungkan. Hubungi warga secara langsung."


def test_no_new_message_is_begun_late_in_a_lease(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = put_notice()
    monkeypatch.setattr(deliveries, "LEASE", timedelta(0))

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.LEFT: 1}

    notice.refresh_from_db()
    assert (gateway.asked, notice.attempts) == (0, 0)


def test_a_notice_that_kills_its_sender_each_time_is_set_aside(gateway: Gateway) -> None:
    notice = put_notice()
    Notice.unscoped.update(attempts=back_off.MOST_ATTEMPTS)

    assert deliveries.deliver_due(at=MOMENT) == {Outcome.FAILED: 1}

    notice.refresh_from_db()
    assert (gateway.asked, notice.failure) == (0, "Pengirim berhenti setiap kali pesan ini dikirim.")


def test_a_text_whose_key_is_gone_is_set_aside(gateway: Gateway) -> None:
    notice = put_notice()
    Notice.unscoped.update(body_sealed=put_notice().body_sealed)

    deliveries.deliver_due(at=MOMENT)

    notice.refresh_from_db()
    assert (notice.state, notice.failure) == ("failed", "Isi tersegel tidak terbaca: kuncinya tidak terpasang.")


def test_everything_due_is_delivered_in_rounds(gateway: Gateway) -> None:
    for _ in range(120):
        put_notice()

    assert deliveries.deliver_all(at=MOMENT, within=timedelta(minutes=1)) == {Outcome.SENT: 120}
    assert len({message.id for message in gateway.taken}) == 120


def test_rounds_end_when_the_time_is_over(gateway: Gateway) -> None:
    put_notice()

    assert not deliveries.deliver_all(at=MOMENT, within=timedelta(0))


def test_a_claim_reads_only_what_is_due() -> None:
    """A regency's reminders of two weeks lie in the outbox; a claim every few seconds must not read them all."""
    put_notice()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO queueing_notice (id, kind, party_id, area, channel, language, address_sealed, subject,"
            " body_sealed, once_key, rank, created_at, due_at, state, attempts, failure)"
            " SELECT gen_random_uuid(), 'reminder', gen_random_uuid(), '35.16', 'email', 'id', '', '', '', 'r:' || n,"
            " 3, now(), %s::timestamptz + interval '1 day' * (n %% 14 + 1), 'waiting', 0, ''"
            " FROM generate_series(1, 4000) AS n",
            [MOMENT],
        )
        cursor.execute("ANALYZE queueing_notice")
        cursor.execute(
            "EXPLAIN SELECT id FROM queueing_notice WHERE state IN ('waiting', 'sending') AND due_at <= %s"
            " AND (state = 'waiting' OR lease_until < statement_timestamp())"
            " ORDER BY rank, due_at LIMIT 50 FOR UPDATE SKIP LOCKED",
            [MOMENT],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "notices_due_by_rank" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("fault", [None, Unreachable("x"), Refused("x"), ZeroDivisionError("SITI AMINAH +62811")])
def test_no_line_of_the_log_names_anybody(
    gateway: Gateway, caplog: pytest.LogCaptureFixture, fault: Exception | None
) -> None:
    """The canaries look on too: whatever the run logs, in any process, is searched for such a name at its end."""
    put_notice(address="+628115550009", body="Tempat untuk SITI AMINAH.")
    if fault:
        gateway.answer = raising(fault)

    with caplog.at_level("DEBUG"):
        deliveries.deliver_all(at=MOMENT, within=timedelta(minutes=1))

    assert "notices: 1 " in caplog.text
    assert not [told for told in ("5550009", "SITI", "AMINAH", "+62811") if told in caplog.text]


def test_a_ring_carries_nothing_to_the_broker() -> None:
    assert list(inspect.signature(deliver_notices.run).parameters) == []
