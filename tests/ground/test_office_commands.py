"""What an office does at the terminal: make its first officer, stop a long job."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registry.management.commands import make_officer
from registry.models import IntakeBatch, Officer, Region

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def nation() -> None:
    Region.objects.create(code="00", name="Indonesia", level="nation")


def make(password: str, monkeypatch: pytest.MonkeyPatch, area: str = "00") -> str:
    monkeypatch.setattr(make_officer, "getpass", lambda _: password)
    said = StringIO()
    call_command("make_officer", "pertama", "--role", "administrator", "--area", area, stdout=said)
    return said.getvalue()


def test_the_first_officer_can_sign_in_to_the_web_admin(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pertama" in make("sandi-yang-panjang-sekali", monkeypatch)
    officer = Officer.objects.get()
    assert officer.is_staff
    assert officer.check_password("sandi-yang-panjang-sekali")


def test_a_weak_password_or_an_unknown_area_makes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError):
        make("12345", monkeypatch)
    with pytest.raises(CommandError, match="tidak dikenal"):
        make("sandi-yang-panjang-sekali", monkeypatch, area="99")
    assert not Officer.objects.exists()


def test_a_live_intake_is_asked_to_stop_and_one_that_is_over_is_not() -> None:
    batch = IntakeBatch.objects.create(
        kind="siak_extract", file_name="a.csv", sha256="0" * 64, size=1, region_id="00", received_at=timezone.now()
    )
    call_command("stop_intake", batch.pk, stdout=StringIO())
    batch.refresh_from_db()
    assert batch.cancel_asked_at is not None
    IntakeBatch.objects.update(state="done")
    with pytest.raises(CommandError, match="tidak sedang dimuat"):
        call_command("stop_intake", batch.pk)


def test_a_reconciliation_that_is_not_there_cannot_be_stopped() -> None:
    with pytest.raises(CommandError, match="tidak sedang berjalan"):
        call_command("stop_reconciliation", 1)
