"""The outbox: a notice is written with what it tells, once, and lies there sealed."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from queueing.actions import notices
from queueing.choices import NoticeKind, NoticeState
from queueing.models import Notice
from registry import row_security, scope
from registry.models import Officer
from tests.factories.notices import MOMENT, put_code, put_notice

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_notice_goes_with_the_transaction_that_wrote_it() -> None:
    with transaction.atomic():
        put_notice()
        transaction.set_rollback(True)

    assert not Notice.unscoped.exists()


def test_a_notice_of_one_kind_for_one_thing_is_written_once() -> None:
    first = put_notice(once_key="confirmed:7", body="Yang pertama.")
    put_notice(once_key="confirmed:7", body="Yang kedua.")

    (kept,) = Notice.unscoped.all()
    assert (kept.id, kept.body) == (first.id, "Yang pertama.")


def test_address_and_text_lie_sealed_in_the_database() -> None:
    notice = put_code(address="+628115550001", body="Kode Anda 271828.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT queueing_notice::text FROM queueing_notice")
        ((row,),) = cursor.fetchall()

    stored = bytes(notice.address_sealed) + bytes(notice.body_sealed or b"")
    assert b"5550001" not in stored
    assert b"271828" not in stored
    assert "5550001" not in row
    assert "271828" not in row
    assert (notice.address, notice.body) == ("+628115550001", "Kode Anda 271828.")


@pytest.mark.parametrize("column", ["address_sealed", "body_sealed"])
def test_a_sealed_text_does_not_open_in_another_row(column: str) -> None:
    from registry.sealing import Unreadable

    mine, yours = put_notice(), put_notice()
    setattr(mine, column, getattr(yours, column))

    with pytest.raises(Unreadable):
        assert mine.address + mine.body


def test_a_code_is_good_for_ten_minutes_where_nobody_says_otherwise() -> None:
    assert put_code().expires_at == MOMENT + datetime.timedelta(minutes=10)
    assert put_notice().expires_at is None


def test_a_code_goes_before_a_confirmation_and_that_before_a_reminder() -> None:
    ranks = [put_notice(kind=kind).rank for kind in (NoticeKind.REMINDER, NoticeKind.CONFIRMED)]

    assert put_code().rank < ranks[1] < ranks[0]


def test_a_reminder_of_a_cancelled_booking_is_taken_back() -> None:
    due = MOMENT + datetime.timedelta(days=3)
    put_notice(kind=NoticeKind.REMINDER, once_key="reminder:7:2020-11-24", due_at=due)
    other = put_notice(kind=NoticeKind.REMINDER, once_key="reminder:8:2020-11-24", due_at=due)

    assert notices.cancel(once_keys=["reminder:7:2020-11-24", "reminder:9:2020-11-24"]) == 1

    assert [notice.pk for notice in Notice.unscoped.all()] == [other.pk]


def test_a_reminder_taken_back_may_be_written_again() -> None:
    put_notice(once_key="reminder:7:2020-11-24")
    notices.cancel(once_keys=["reminder:7:2020-11-24"])

    assert put_notice(once_key="reminder:7:2020-11-24").state == NoticeState.WAITING


def test_what_was_sent_is_not_taken_back() -> None:
    notice = put_notice()
    Notice.unscoped.update(state=NoticeState.SENT, sent_at=MOMENT)

    assert notices.cancel(once_keys=[notice.once_key]) == 0
    assert Notice.unscoped.exists()


@pytest.mark.parametrize(
    ("sentence", "kind", "values"),
    [
        ("a_sent_notice_has_a_moment", NoticeKind.CONFIRMED, {"state": NoticeState.SENT}),
        ("a_notice_in_hand_has_a_lease", NoticeKind.CONFIRMED, {"state": NoticeState.SENDING}),
        ("a_notice_not_sent_says_why", NoticeKind.CONFIRMED, {"state": NoticeState.FAILED}),
        ("a_one_time_code_expires", NoticeKind.ONE_TIME_CODE, {"expires_at": None}),
        (
            "a_one_time_code_is_wiped_once_it_is_over",
            NoticeKind.ONE_TIME_CODE,
            {"state": NoticeState.SENT, "sent_at": MOMENT},
        ),
        ("a_notice_to_be_sent_has_a_text", NoticeKind.CONFIRMED, {"body_sealed": None}),
        ("a_notice_is_written_once_for_a_thing", NoticeKind.CONFIRMED, {"once_key": ""}),
    ],
)
def test_the_database_refuses_what_must_not_be(sentence: str, kind: NoticeKind, values: dict[str, object]) -> None:
    put_code() if kind == NoticeKind.ONE_TIME_CODE else put_notice()

    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Notice.unscoped.update(**values)


def test_an_officer_sees_the_notices_of_her_area_only() -> None:
    hers = put_notice(area="35.16")
    put_notice(area="33.08")
    officer = Officer(area_id="35.16")

    with scope.of(officer):
        assert [notice.pk for notice in Notice.objects.all()] == [hers.pk]
    with row_security.of(officer):
        assert [notice.pk for notice in Notice.unscoped.all()] == [hers.pk]
