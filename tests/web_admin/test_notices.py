"""Notices in the web admin: of one's own area, without address or text, and sent again by who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from queueing.choices import NoticeState
from queueing.models import Notice
from registry.choices import Role
from tests.factories.notices import put_code, put_notice
from tests.web_admin.signing_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PAGE = "/admin/queueing/notice/"
FAILED = {"state": NoticeState.FAILED, "attempts": 8, "failure": "Gateway tidak dapat dihubungi."}


def fail(notice: Notice) -> Notice:
    Notice.unscoped.filter(pk=notice.pk).update(**FAILED)
    return notice


def send_again(client: Client, *chosen: Notice) -> str:
    keys = [str(notice.pk) for notice in chosen]
    return client.post(PAGE, {"action": "send_again", "_selected_action": keys}, follow=True).content.decode()


def test_the_list_shows_neither_address_nor_text() -> None:
    notice = put_notice(address="+6281155500042", body="Tempat nomor empat puluh dua.")
    client = client_of(Role.SUPERVISOR)

    for page in (PAGE, f"{PAGE}{notice.pk}/change/"):
        body = client.get(page).content.decode()
        assert "+62811*****042" in body
        assert "5500042" not in body
        assert "empat puluh dua" not in body


def test_a_supervisor_sees_the_notices_of_her_own_area() -> None:
    put_notice(area="35.16", address="+6281155500042")
    other = put_notice(area="35.17", address="+6281199900077")
    client = client_of(Role.SUPERVISOR)

    assert "077" not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{other.pk}/change/").status_code == 302


def test_what_failed_is_sent_again_and_nothing_else() -> None:
    failed, sent, code, late = (
        fail(put_notice()),
        put_notice(),
        put_code(),
        fail(put_notice(expires_at=timezone.now() - timedelta(hours=1))),
    )
    Notice.unscoped.filter(pk=sent.pk).update(state=NoticeState.SENT, sent_at=timezone.now())
    Notice.unscoped.filter(pk=code.pk).update(**FAILED, body_sealed=None)

    said = send_again(client_of(Role.SUPERVISOR), failed, sent, code, late)

    assert "1 pemberitahuan dikirim ulang." in said
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.failure) == (NoticeState.WAITING, 0, "")
    assert failed.due_at <= timezone.now()
    assert [row.state for row in Notice.unscoped.filter(pk__in=[sent.pk, code.pk, late.pk]).order_by("state")] == [
        NoticeState.FAILED,
        NoticeState.FAILED,
        NoticeState.SENT,
    ]


def test_pressed_twice_it_is_sent_again_once() -> None:
    client, notice = client_of(Role.ADMINISTRATOR), fail(put_notice())

    assert "1 pemberitahuan dikirim ulang." in send_again(client, notice)
    assert "Tidak ada yang dikirim ulang" in send_again(client, notice)


def test_nobody_sends_the_notices_of_another_area() -> None:
    notice = fail(put_notice(area="35.17"))

    send_again(client_of(Role.SUPERVISOR), notice)

    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED


@pytest.mark.parametrize("role", [Role.CLERK, Role.FRONT_DESK, Role.REVIEWER, Role.AUDITOR])
def test_others_neither_see_nor_send_notices(role: Role) -> None:
    notice, client = fail(put_notice()), client_of(role)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"action": "send_again", "_selected_action": [str(notice.pk)]}).status_code == 403


def test_failed_notices_wait_for_the_supervisor_on_her_first_page() -> None:
    fail(put_notice())
    fail(put_notice(area="35.17"))

    body = client_of(Role.SUPERVISOR).get("/admin/").content.decode()

    assert "Pemberitahuan gagal dikirim" in body
    assert f"{PAGE}?state__exact=failed" in body
