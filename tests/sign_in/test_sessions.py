"""How long a session lasts, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client

from registry.choices import Role
from registry.models import Officer
from tests.factories.elections import make_region
from tests.sign_in.conftest import PASSWORD
from tests.signing import give_app, present_code, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/admin/registry/region/"
START = "2020-11-20 01:00:00+00:00"


def test_a_session_ends_after_fifteen_minutes_without_use(clerk: Officer) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(Client(), clerk)
        assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=14, seconds=59))
        assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=14, seconds=59))
        assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=15))
        answer = client.get(f"{PAGE}?p=2")
        assert answer["Location"] == "/masuk/?next=%2Fadmin%2Fregistry%2Fregion%2F%3Fp%3D2"
        assert "Sesi berakhir" in client.get(answer["Location"]).content.decode()


def test_a_session_ends_after_nine_hours_of_use(clerk: Officer) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(Client(), clerk)
        for _ in range(53):
            clock.shift(timedelta(minutes=10))
            assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=10))
        assert client.get(PAGE)["Location"].startswith("/masuk/")


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(clerk: Officer) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(Client(), clerk)
        for _ in range(14):
            clock.shift(timedelta(minutes=1))
            assert client.get(PAGE, headers={"X-Live": "1"}).status_code == 200
        clock.shift(timedelta(minutes=1))
        answer = client.get(PAGE, headers={"X-Live": "1"})
        assert answer.status_code == 401
        assert answer["HX-Redirect"] == "/masuk/"


def test_after_signing_in_again_she_is_where_she_was(clerk: Officer) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(Client(), clerk)
        clock.shift(timedelta(minutes=16))
        asked = client.get(PAGE)["Location"]
        code = client.post(asked, {"login": clerk.username, "password": PASSWORD, "next": PAGE})["Location"]
        assert code.startswith("/masuk/kode/")
        assert client.post(code, {"code": present_code()})["Location"] == PAGE
        assert client.get(PAGE).status_code == 200


def test_a_form_of_a_session_that_is_over_does_nothing(administrator: Officer) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(Client(), administrator)
        clock.shift(timedelta(minutes=16))
        answer = client.post("/admin/registry/officer/add/", {"username": "baru"})
        assert answer["Location"] == "/masuk/"
        assert any("Sesi berakhir" in str(said) for said in get_messages(answer.wsgi_request))
        assert not Officer.objects.filter(username="baru").exists()


def test_a_cookie_from_before_signing_in_is_dead_afterwards(clerk: Officer) -> None:
    give_app(clerk)
    client = Client()
    client.post("/masuk/", {"login": clerk.username, "password": PASSWORD})
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/masuk/kode/", {"code": present_code()})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert client.get(PAGE).status_code == 200
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert other.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"role": Role.REVIEWER}, {"area_id": "35.17"}, {"area_id": None}, {"is_staff": False}],
    ids=["closed", "another role", "another area", "no area", "no desk"],
)
def test_whoever_is_moved_or_closed_is_out_at_the_next_request(clerk: Officer, change: dict[str, object]) -> None:
    make_region("35.17")
    client = sign_in(Client(), clerk)
    assert client.get(PAGE).status_code == 200
    Officer.objects.filter(pk=clerk.pk).update(**change)
    assert client.get(PAGE).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_the_other_sessions(clerk: Officer) -> None:
    here, elsewhere = sign_in(Client(), clerk), sign_in(Client(), clerk)
    new = "langit biru sesudah hujan"
    here.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302


def test_signing_out_forgets_the_session(clerk: Officer) -> None:
    client = sign_in(Client(), clerk)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/keluar/").status_code == 200
    assert client.post("/keluar/").status_code == 302
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    "path", ["/peringkat/", "/admin/", PAGE, "/akun/faktor-kedua/", "/tidak/", "/admin/registry/officer/"]
)
def test_no_answer_to_an_officer_may_be_stored(clerk: Officer, path: str) -> None:
    client = sign_in(Client(), clerk)
    assert "no-store" in client.get(path)["Cache-Control"]


def test_pages_for_everybody_may_be_stored() -> None:
    assert "no-store" not in Client().get("/").get("Cache-Control", "")


def test_reading_page_after_page_writes_the_session_rarely(
    clerk: Officer, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in(Client(), clerk)
    client.get("/akun/faktor-kedua/")
    with django_assert_max_num_queries(7) as asked:  # type: ignore[attr-defined]
        client.get("/akun/faktor-kedua/")
    assert not [query for query in asked.captured_queries if query["sql"].startswith("UPDATE")]


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(clerk: Officer, elsewhere: str) -> None:
    give_app(clerk)
    client = Client()
    asked = client.get("/admin/login/", {"next": elsewhere})["Location"]
    assert asked.startswith("/masuk/?next=")
    code = client.post(asked, {"login": clerk.username, "password": PASSWORD, "next": elsewhere})["Location"]
    assert client.post(code, {"code": present_code()})["Location"] == "/admin/"


def test_somebody_without_a_desk_is_not_sent_in_circles(clerk: Officer) -> None:
    clerk.is_staff = False
    clerk.save()
    client = sign_in(Client(), clerk)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "tidak berwenang" in answer.content.decode()
