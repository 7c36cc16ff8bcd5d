"""A password that somebody else has chosen opens one page: the one on which it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from kependudukan import logins
from registry.actions import officers
from registry.choices import Role
from registry.models import Officer
from tests.factories.elections import make_region
from tests.sign_in.conftest import PASSWORD
from tests.signing import present_code, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CHANGE = "/akun/kata-sandi/"
NEW = "langit biru sesudah hujan"


@pytest.fixture
def newcomer(clerk: Officer) -> Officer:
    clerk.must_change_password = True
    clerk.save()
    return clerk


def change(client: Client, new: str, old: str = PASSWORD) -> str:
    answer = client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
    return answer.content.decode() if answer.status_code == 200 else ""


def test_only_the_page_for_changing_it_is_reached(newcomer: Officer) -> None:
    client = sign_in(Client(), newcomer)
    for path in ("/peringkat/", "/admin/", "/admin/registry/region/", "/akun/faktor-kedua/", "/akun/konfirmasi/"):
        assert client.get(path)["Location"] == CHANGE, path
    assert "Kata sandi Anda sementara" in client.get(CHANGE).content.decode()
    assert client.get("/keluar/").status_code == 200


def test_changing_it_opens_the_rest(newcomer: Officer) -> None:
    client = sign_in(Client(), newcomer)
    assert change(client, NEW) == ""
    newcomer.refresh_from_db()
    assert not newcomer.must_change_password
    assert newcomer.check_password(NEW)
    assert client.get("/admin/registry/region/").status_code == 200


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (PASSWORD, "yang lain dari yang sekarang"),
        ("pendek", "12"),
        ("dukcapil mojokerto", "mudah ditebak"),
    ],
)
def test_a_poor_new_password_changes_nothing(newcomer: Officer, new: str, why: str) -> None:
    client = sign_in(Client(), newcomer)
    assert why in change(client, new)
    newcomer.refresh_from_db()
    assert newcomer.must_change_password
    assert newcomer.check_password(PASSWORD)


def test_the_old_password_must_be_right(newcomer: Officer) -> None:
    assert "yang sekarang salah" in change(sign_in(Client(), newcomer), NEW, old="bukan ini")
    newcomer.refresh_from_db()
    assert newcomer.must_change_password


def test_an_officer_made_in_the_web_admin_gets_a_temporary_one(administrator: Officer) -> None:
    form = {"username": "baru", "usable_password": "true", "password1": NEW, "password2": NEW, "role": "clerk"}
    answer = sign_in(Client(), administrator).post("/admin/registry/officer/add/", {**form, "area": "35.16"})
    assert answer.status_code == 302
    made = Officer.objects.get(username="baru")
    assert made.must_change_password
    assert made.is_staff
    client = Client()
    assert client.post("/masuk/", {"login": "baru", "password": NEW}).status_code == 302
    assert client.get("/admin/")["Location"] == CHANGE


def test_an_officer_made_by_a_command_has_to_change_it_only_where_told() -> None:
    make_region("35.16")
    given = {"password": NEW, "role": Role.CLERK, "area_code": "35.16", "name": "x"}
    assert not officers.make(username="satu", **given).must_change_password  # type: ignore[arg-type]
    assert officers.make(username="dua", password_is_temporary=True, **given).must_change_password  # type: ignore[arg-type]


def test_a_login_of_the_try_out_comes_in_at_once(tmp_path: Path) -> None:
    make_region("35.16")
    made = logins.make(tmp_path / "logins.json", "35.16")
    assert logins.make(tmp_path / "logins.json", "35.16") == made
    assert [login.username for login in made] == list(Role)
    for login in made:
        client = Client()
        assert client.post("/masuk/", {"login": login.username, "password": login.password}).status_code == 302
        assert client.get("/masuk/kode/").status_code == 200
    assert present_code()
