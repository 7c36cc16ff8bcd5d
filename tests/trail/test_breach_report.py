"""The report of a breach lists exactly whom an officer saw, with what was shown, and leaves its own entry."""

from __future__ import annotations

import csv
import datetime
import io
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.actions import access
from registry.models import AccessEntry, Officer, Resident
from registry.models.access import AccessAction
from tests.factories.registry import OfficerFactory, ResidentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOON = datetime.datetime(2020, 11, 20, 5, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def saw(by: Officer, action: AccessAction, *people: Resident, at: datetime.datetime = NOON) -> None:
    access.record(action=action, subject="uji", purpose="uji", by=by, at=at, residents=[person.pk for person in people])


def report(officer: Officer, *more: str, since: str = "2020-11-20", until: str = "2020-11-20") -> str:
    out = io.StringIO()
    call_command("breach_report", "--officer", officer.username, "--from", since, "--to", until, *more, stdout=out)
    return out.getvalue()


def test_exactly_the_residents_whom_she_saw_are_listed(clerk: Officer, tmp_path: Path) -> None:
    viewed, searched, revealed, exported, unseen, early, late, others = ResidentFactory.create_batch(8)
    saw(clerk, AccessAction.VIEW, viewed)
    saw(clerk, AccessAction.VIEW, viewed, at=NOON + datetime.timedelta(hours=1))
    saw(clerk, AccessAction.SEARCH, searched, viewed)
    saw(clerk, AccessAction.REVEAL, revealed)
    saw(clerk, AccessAction.EXPORT, exported)
    saw(clerk, AccessAction.VIEW, early, at=NOON - DAY)
    saw(clerk, AccessAction.VIEW, late, at=NOON + DAY)
    saw(OfficerFactory.create(), AccessAction.VIEW, others)
    path = tmp_path / "kebocoran.csv"
    assert "melihat 4 penduduk" in report(clerk, "--csv", str(path))
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {int(row["Nomor penduduk"]) for row in rows} == {viewed.pk, searched.pk, revealed.pk, exported.pk}
    of_viewed = next(row for row in rows if int(row["Nomor penduduk"]) == viewed.pk)
    assert of_viewed["Tindakan"] == "mencari penduduk, melihat penduduk"
    assert (of_viewed["Berapa kali"], of_viewed["Pertama"]) == ("3", "20-11-2020 12:00")
    of_revealed = next(row for row in rows if int(row["Nomor penduduk"]) == revealed.pk)
    assert "utuh" in of_revealed["Data yang terlihat"]
    assert revealed.nik not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert unseen.pk not in {int(row["Nomor penduduk"]) for row in rows}


def test_the_first_and_the_last_day_count_as_the_office_reads_them(clerk: Officer) -> None:
    first, last = ResidentFactory.create_batch(2)
    saw(clerk, AccessAction.VIEW, first, at=datetime.datetime(2020, 11, 19, 17, 0, tzinfo=datetime.UTC))
    saw(clerk, AccessAction.VIEW, last, at=datetime.datetime(2020, 11, 21, 16, 59, tzinfo=datetime.UTC))
    assert "melihat 2 penduduk" in report(clerk, until="2020-11-21")
    assert "melihat 1 penduduk" in report(clerk)


def test_rows_without_names_are_said_to_be_so(clerk: Officer) -> None:
    access.record(
        action=AccessAction.EXPORT, subject="baris tertahan berkas 3", purpose="uji", by=clerk, at=NOON, row_count=120
    )
    assert "baris tertahan berkas 3, 120 baris" in report(clerk)


def test_the_report_holds_the_form_of_the_law_and_its_own_entry(clerk: Officer) -> None:
    person = ResidentFactory.create()
    saw(clerk, AccessAction.VIEW, person)
    assert "Upaya pemulihan" in report(clerk, "--purpose", "laporan 12/2020")
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.residents, entry.purpose) == (AccessAction.TRAIL, [person.pk], "laporan 12/2020")


def test_an_unknown_officer_is_refused() -> None:
    with pytest.raises(CommandError, match="Tidak ada petugas"):
        report(Officer(username="siapa"))
