"""A second factor for everybody who sees people: set up, shown, replaced, and never given back."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from kependudukan.roles import NEED_A_SECOND_FACTOR, PERMISSIONS, SHOWS_PEOPLE
from registry.choices import Role
from registry.models import AccessEntry, Officer
from tests.sign_in.conftest import PASSWORD, make_officer
from tests.signing import TOTP_SECRET, give_app, present_code, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/admin/registry/region/"
SET_UP = "/akun/faktor-kedua/"


def with_password(officer: Officer) -> Client:
    client = Client()
    client.post("/masuk/", {"login": officer.username, "password": PASSWORD})
    return client


def set_up_app(client: Client) -> str:
    """Set up a code app as the page leads to it; return the address that follows."""
    secret = re.search(r'class="secret">([A-Z2-7]+)<', client.get(f"{SET_UP}aplikasi/").content.decode())
    assert secret
    session = client.session
    session["mfa.totp.secret"] = TOTP_SECRET  # the test's app knows this one
    session.save()
    return str(client.post(f"{SET_UP}aplikasi/", {"code": present_code()})["Location"])


@pytest.mark.parametrize("role", Role)
def test_a_role_that_sees_people_is_led_to_set_a_factor_up(role: Role) -> None:
    assert bool(PERMISSIONS[role] & SHOWS_PEOPLE) is (role in NEED_A_SECOND_FACTOR)
    client = with_password(make_officer(role))
    for path in (PAGE, "/admin/", "/peringkat/", "/api/peringkat/1/00/", "/akun/faktor-kedua/kode-cadangan/"):
        assert client.get(path)["Location"] == SET_UP, path
    assert client.post("/admin/registry/officer/add/", {})["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_a_role_that_sees_nobody_would_come_in_with_a_password(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kependudukan.sign_in.gate.NEED_A_SECOND_FACTOR", frozenset())
    assert with_password(clerk).get(PAGE).status_code == 200


def test_a_session_that_never_showed_its_factor_opens_nothing(clerk: Officer) -> None:
    give_app(clerk)
    client = Client()
    client.force_login(clerk, backend="kependudukan.roles.RoleBackend")
    assert client.get(PAGE)["Location"] == "/akun/konfirmasi/?next=%2Fadmin%2Fregistry%2Fregion%2F"
    assert client.get(f"{SET_UP}aplikasi/hapus/")["Location"].startswith("/akun/konfirmasi/")
    assert client.get(f"{SET_UP}kunci/tambah/")["Location"].startswith("/akun/konfirmasi/")


@pytest.mark.django_db(transaction=True)
def test_setting_an_app_up_gives_recovery_codes_once(clerk: Officer) -> None:
    client = with_password(clerk)
    assert set_up_app(client) == f"{SET_UP}kode-cadangan/"
    page = client.get(f"{SET_UP}kode-cadangan/").content.decode()
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", page)) == 10
    again = client.get(f"{SET_UP}kode-cadangan/").content.decode()
    assert not re.findall(r"<code>", again)
    assert client.get(PAGE).status_code == 200


def test_secrets_of_factors_are_sealed_in_the_database(clerk: Officer) -> None:
    set_up_app(with_password(clerk))
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert TOTP_SECRET not in kept
    codes = RecoveryCodes(Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)).generate_codes()
    assert not [code for code in codes if code in kept]


def test_password_and_code_together_come_in(clerk: Officer) -> None:
    give_app(clerk)
    client = with_password(clerk)
    assert client.get(PAGE).status_code == 302
    assert client.post("/masuk/kode/", {"code": present_code()})["Location"] == "/admin/"
    assert client.get(PAGE).status_code == 200


def test_a_code_works_once(clerk: Officer) -> None:
    give_app(clerk)
    code = present_code()
    assert with_password(clerk).post("/masuk/kode/", {"code": code}).status_code == 302
    answer = with_password(clerk).post("/masuk/kode/", {"code": code})
    assert answer.status_code == 200
    assert "sudah pernah dipakai" in answer.content.decode()


def test_a_recovery_code_works_once(clerk: Officer) -> None:
    give_app(clerk)
    code = RecoveryCodes.activate(clerk).generate_codes()[3]
    written = f"{code[:4]} {code[4:]}"
    assert with_password(clerk).post("/masuk/kode/", {"code": written}).status_code == 302
    assert with_password(clerk).post("/masuk/kode/", {"code": written}).status_code == 200


def test_wrong_codes_are_counted_in_a_store_that_all_share(clerk: Officer) -> None:
    give_app(clerk)
    client = with_password(clerk)
    for number in range(5):
        answer = client.post("/masuk/kode/", {"code": f"00000{number}"})
    answer = client.post("/masuk/kode/", {"code": present_code()})
    assert answer.status_code == 200
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert with_password(clerk).post("/masuk/kode/", {"code": present_code()}).status_code == 200


def test_wrong_passwords_of_a_stranger_leave_the_codes_alone(clerk: Officer) -> None:
    give_app(clerk)
    for number in range(20):
        Client().post("/masuk/", {"login": clerk.username, "password": f"tebakan {number}"}, REMOTE_ADDR="203.0.113.66")
    assert with_password(clerk).post("/masuk/kode/", {"code": present_code()}).status_code == 302


def test_the_last_factor_is_not_given_back(clerk: Officer) -> None:
    client = sign_in(Client(), clerk)
    answer = client.post(f"{SET_UP}aplikasi/hapus/")
    assert "Faktor kedua terakhir" in answer.content.decode()
    assert Authenticator.objects.filter(user=clerk).exists()


def test_nobody_signs_up_and_nobody_gets_a_password_by_mail() -> None:
    for path in ("signup", "password/reset", "accounts/signup", "akun/daftar", "masuk/daftar"):
        assert Client().get(f"/{path}/").status_code == 404


def test_a_lost_phone_is_dealt_with_at_the_terminal(clerk: Officer) -> None:
    client = sign_in(Client(), clerk)
    said = StringIO()
    call_command("reset_second_factor", clerk.username, "--reason", "Ponsel hilang, surat 470/123", stdout=said)
    assert clerk.username in said.getvalue()
    assert not Authenticator.objects.filter(user=clerk).exists()
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.officer, entry.purpose) == ("account", None, "Ponsel hilang, surat 470/123")
    assert client.get(PAGE)["Location"].startswith("/admin/login/")
    assert with_password(clerk).get(PAGE)["Location"] == SET_UP


def test_an_unknown_name_or_an_empty_reason_resets_nothing(clerk: Officer) -> None:
    give_app(clerk)
    with pytest.raises(CommandError, match="tidak dikenal"):
        call_command("reset_second_factor", "tidakada", "--reason", "x")
    with pytest.raises(CommandError, match="Alasan"):
        call_command("reset_second_factor", clerk.username, "--reason", "  ")
    assert Authenticator.objects.filter(user=clerk).exists()


def test_the_code_is_printed_on_a_laptop_only(clerk: Officer, settings: Settings) -> None:
    give_app(clerk)
    with pytest.raises(CommandError, match="hanya untuk percobaan"):
        call_command("sign_in_code", clerk.username)
    settings.TRY_OUT = True
    said = StringIO()
    call_command("sign_in_code", clerk.username, stdout=said)
    assert with_password(clerk).post("/masuk/kode/", {"code": said.getvalue().strip()}).status_code == 302
    with pytest.raises(CommandError, match="belum punya"):
        call_command("sign_in_code", "tidakada")
