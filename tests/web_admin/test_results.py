"""Matches and findings: one run at a time, in one's own area, people named only to who may see them, and on record."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from elections.actions import rankings
from elections.choices import FindingKind, Outcome
from elections.models import Finding, Match, ReconciliationRun
from registry.actions import access
from registry.choices import Role
from registry.models import AccessEntry
from registry.models.access import AccessAction
from tests.factories.elections import MOMENT, ResidentFactory, make_region, make_run
from tests.web_admin.signing_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MATCHES = "/admin/elections/match/"
FINDINGS = "/admin/elections/finding/"
HERE, THERE = "35.16.08.2001", "35.17.01.2001"


@pytest.fixture
def run() -> ReconciliationRun:
    """The latest run, with a finding about somebody who has a name."""
    run = make_run({HERE: (3, 0, 2, 1)})
    add(run, HERE, "Bukti di sini")
    return run


def add(run: ReconciliationRun, village: str, evidence: str) -> Finding:
    """Return a new finding about a woman of that name."""
    woman = ResidentFactory.create(name="SULASTRI", household__region=make_region(village))
    return Finding.unscoped.create(
        run=run, kind=FindingKind.DECEASED, resident=woman, region_id=village, rule="status", evidence=evidence
    )


def test_a_list_is_of_the_latest_run_and_says_so(run: ReconciliationRun) -> None:
    older = make_run({HERE: (1, 0, 0, 0)}, region=run.region)
    ReconciliationRun.unscoped.filter(pk=older.pk).update(finished_at=MOMENT - datetime.timedelta(days=9))
    add(older, HERE, "Bukti lama")
    client = client_of(Role.REVIEWER)
    latest = client.get(FINDINGS).content.decode()
    assert "Bukti di sini" in latest
    assert "Bukti lama" not in latest
    assert f"Pemadanan {run.pk}, Kabupaten" in latest
    assert "Bukti lama" in client.get(f"{FINDINGS}?pemadanan={older.pk}").content.decode()


def test_a_run_that_is_none_shows_nothing(run: ReconciliationRun) -> None:
    assert "Bukti di sini" not in client_of(Role.REVIEWER).get(f"{FINDINGS}?pemadanan=999999").content.decode()


def test_the_list_names_nobody(run: ReconciliationRun) -> None:
    assert "SULASTRI" not in client_of(Role.REVIEWER).get(FINDINGS).content.decode()


def test_what_lies_outside_the_area_is_neither_listed_nor_opened(run: ReconciliationRun) -> None:
    other = add(run, THERE, "Bukti di luar")
    client = client_of(Role.REVIEWER, "35.16")
    assert "Bukti di luar" not in client.get(FINDINGS).content.decode()
    assert client.get(f"{FINDINGS}{other.pk}/change/").status_code == 302
    assert not AccessEntry.objects.filter(action=AccessAction.VIEW).exists()


def test_opening_a_finding_names_the_person_and_is_written_down(run: ReconciliationRun) -> None:
    finding = Finding.unscoped.get()
    body = client_of(Role.REVIEWER).get(f"{FINDINGS}{finding.pk}/change/").content.decode()
    assert "SULASTRI" in body
    assert finding.resident is not None
    assert finding.resident.nik not in body
    entry = AccessEntry.objects.get(action=AccessAction.VIEW)
    assert entry.residents == [finding.resident_id]
    assert entry.subject == f"temuan {finding.pk} dari pemadanan {run.pk}"


def test_an_auditor_opens_a_finding_without_a_name(run: ReconciliationRun) -> None:
    finding = Finding.unscoped.get()
    body = client_of(Role.AUDITOR).get(f"{FINDINGS}{finding.pk}/change/").content.decode()
    assert "Bukti di sini" in body
    assert "SULASTRI" not in body
    assert AccessEntry.objects.get(action=AccessAction.VIEW).residents == []


def test_no_finding_opens_where_the_entry_cannot_be_written(
    run: ReconciliationRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(Role.REVIEWER)
    client.raise_request_exception = False

    def broken(**_entry: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(access, "record", broken)
    answer = client.get(f"{FINDINGS}{Finding.unscoped.get().pk}/change/")
    assert answer.status_code == 500
    assert b"SULASTRI" not in answer.content


def test_the_tab_of_the_reviewers_lists_the_rows_in_review(run: ReconciliationRun) -> None:
    body = client_of(Role.REVIEWER).get(f"{MATCHES}?outcome__exact=REVIEW").content.decode()
    assert body.count("Perlu diperiksa petugas</td>") == 2
    match = Match.unscoped.filter(outcome=Outcome.REVIEW).first()
    assert match is not None
    assert client_of(Role.REVIEWER).get(f"{MATCHES}{match.pk}/change/").status_code == 200


@pytest.mark.parametrize("page", [MATCHES, FINDINGS, f"{MATCHES}?outcome__exact=NOT_FOUND"])
def test_a_list_of_results_asks_at_most_twelve_times(
    run: ReconciliationRun, page: str, django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    client = client_of(Role.SUPERVISOR)
    with django_assert_max_num_queries(12):
        assert client.get(page).status_code == 200


def test_an_officer_of_a_district_sees_what_was_found_there(run: ReconciliationRun) -> None:
    rankings.publish(run, by=None, at=MOMENT)
    add(run, "35.16.01.2001", "Bukti di kecamatan lain")
    finding = Finding.unscoped.get(region="35.16.08.2001")
    client = client_of(Role.REVIEWER, "35.16.08")
    body = client.get(FINDINGS).content.decode()
    assert "Bukti di sini" in body
    assert "Bukti di kecamatan lain" not in body
    assert "SULASTRI" in client.get(f"{FINDINGS}{finding.pk}/change/").content.decode()


@pytest.mark.parametrize("number", ["0", "x", "9" * 40])
def test_a_number_that_is_none_opens_nothing(run: ReconciliationRun, number: str) -> None:
    assert client_of(Role.REVIEWER).get(f"{FINDINGS}{number}/change/").status_code == 302
