"""A second factor shown again before what must not be done at a desk left open."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from registry import step_up
from registry.choices import Role
from registry.models import AccessEntry, Officer
from tests.signing import present_code, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADD = "/admin/registry/officer/add/"


def later(minutes: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True)


def test_within_five_minutes_nothing_is_asked(administrator: Officer, client: Client) -> None:
    sign_in(client, administrator)
    with later(4.9):
        assert client.get(ADD).status_code == 200


def test_after_five_minutes_the_factor_is_asked_and_leads_back(administrator: Officer, client: Client) -> None:
    sign_in(client, administrator)
    with later(5.1):
        asked = client.get(ADD)
        assert urlsplit(asked["Location"]).path == "/akun/konfirmasi/"
        asked = client.get(asked["Location"])
        assert urlsplit(asked["Location"]).path == "/akun/konfirmasi/kode/"
        back = parse_qs(urlsplit(asked["Location"]).query)["next"][0]
        assert back == ADD
        answer = client.post(asked["Location"], {"code": present_code(), "next": back})
        assert answer["Location"] == ADD
        assert client.get(ADD).status_code == 200


def test_a_wrong_code_does_not_count_as_shown(administrator: Officer, client: Client) -> None:
    sign_in(client, administrator)
    with later(5.1):
        wrong = "000000" if present_code() != "000000" else "111111"
        answer = client.post("/akun/konfirmasi/kode/", {"code": wrong, "next": ADD})
        assert answer.status_code == 200
        assert "Kode salah" in answer.content.decode()
        assert client.get(ADD).status_code == 302


def test_codes_cannot_be_tried_for_ever_in_a_session_left_open(administrator: Officer, client: Client) -> None:
    sign_in(client, administrator)
    with later(5.1):
        for number in range(10):
            assert client.post("/akun/konfirmasi/kode/", {"code": f"00000{number}", "next": ADD}).status_code == 200
        answer = client.post("/akun/konfirmasi/kode/", {"code": present_code(), "next": ADD})
        assert answer.status_code == 429
        assert "Terlalu banyak percobaan" in answer.content.decode()


def test_the_password_is_not_enough_to_show_again(administrator: Officer, client: Client) -> None:
    sign_in(client, administrator)
    with later(5.1):
        answer = client.post("/akun/konfirmasi/", {"password": "tembok hijau dekat sungai 7", "next": ADD})
        assert urlsplit(answer["Location"]).path == "/akun/konfirmasi/kode/"
        assert client.get(ADD).status_code == 302


def test_a_form_that_comes_too_late_is_not_kept(administrator: Officer, client: Client) -> None:
    sign_in(client, administrator)
    with later(5.1):
        answer = client.post(ADD, {"username": "rahasia-sekali"})
        assert urlsplit(answer["Location"]).path == "/akun/konfirmasi/"
        assert [str(said) for said in get_messages(answer.wsgi_request)] == [
            "Belum dilakukan. Setelah konfirmasi, kirim sekali lagi."
        ]
        assert "rahasia-sekali" not in str([session.get_decoded() for session in Session.objects.all()])


def test_htmx_is_told_to_leave_the_page(administrator: Officer, client: Client) -> None:
    sign_in(client, administrator)
    with later(5.1):
        answer = client.post(
            ADD, {}, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/penduduk/7/?x=1"}
        )
        assert answer["HX-Redirect"] == "/akun/konfirmasi/?next=%2Fpenduduk%2F7%2F"


def test_a_guarded_view_runs_only_after_a_recent_factor(clerk: Officer, client: Client) -> None:
    @step_up.step_up_required
    def reveal(request: HttpRequest, pk: int) -> HttpResponse:
        return HttpResponse(f"dibuka {pk}")

    request = RequestFactory().get("/penduduk/7/buka/")
    request.session, request.user = sign_in(client, clerk).session, clerk
    assert reveal(request, pk=7).status_code == 200
    with later(5.1):
        assert reveal(request, pk=7).status_code == 302


def test_whoever_may_only_look_is_not_asked(clerk: Officer, client: Client, administrator: Officer) -> None:
    clerk.role = Role.SUPERVISOR
    clerk.save()
    sign_in(client, clerk)
    with later(5.1):
        assert client.get(f"/admin/registry/officer/{administrator.pk}/change/").status_code == 200


def test_an_administrator_gives_a_temporary_password(clerk: Officer, client: Client, administrator: Officer) -> None:
    sign_in(client, administrator)
    new = "langit biru sesudah hujan"
    answer = client.post(
        f"/admin/registry/officer/{clerk.pk}/password/", {"usable_password": "true", "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(new)
    assert clerk.must_change_password


def test_an_administrator_removes_the_factors_of_a_lost_phone(
    clerk: Officer, client: Client, administrator: Officer
) -> None:
    hers = sign_in(Client(), clerk)
    sign_in(client, administrator)
    form = {"action": "remove_second_factors", "_selected_action": [clerk.pk]}
    with later(5.1):
        client.post("/admin/registry/officer/", form)
        assert Authenticator.objects.filter(user=clerk).exists()
    client.post("/admin/registry/officer/", form)
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert Authenticator.objects.filter(user=administrator).exists()
    entry = AccessEntry.objects.get(action="account")
    assert (entry.officer, entry.subject) == (administrator, f"petugas {clerk.pk}, faktor kedua dihapus")
    assert hers.get("/admin/").status_code == 302
