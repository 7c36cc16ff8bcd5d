"""Saved filters: a name for a selection, one's own or the office's, and never what somebody searched for."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse

from registry.actions import saved_filters
from registry.choices import Role
from registry.models import Officer, SavedFilter
from tests.web_admin.signing_in import client_of, officer_of, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BATCHES = "/admin/registry/intakebatch/"
REGIONS = "/admin/registry/region/"


@pytest.fixture
def clerk() -> Officer:
    return officer_of(Role.CLERK)


def keep(officer: Officer, address: str, name: str = "Tertahan", **more: str) -> HttpResponse:
    """Ask to keep the selection of an address."""
    answer: HttpResponse = sign_in(officer).post(address, {"keep_filter": "1", "filter_name": name, **more})  # type: ignore[assignment]
    return answer


def said(answer: HttpResponse) -> list[str]:
    """Return the sentences that the next page shows."""
    return [str(message) for message in get_messages(answer.wsgi_request)]  # type: ignore[attr-defined]


def test_a_selection_is_kept_under_its_name_and_offered_again(clerk: Officer) -> None:
    answer = keep(clerk, f"{BATCHES}?tindak=tertahan")
    assert answer["Location"] == f"{BATCHES}?tindak=tertahan"
    kept = SavedFilter.objects.get()
    assert (kept.page, kept.name, kept.query, kept.officer) == (
        "registry.intakebatch",
        "Tertahan",
        "tindak=tertahan",
        clerk,
    )
    body = sign_in(clerk).get(BATCHES).content.decode()
    assert 'href="?tindak=tertahan"' in body
    assert "Tertahan</a>" in body


def test_only_filters_that_the_page_offers_are_kept(clerk: Officer) -> None:
    keep(clerk, f"{REGIONS}?level__exact=village&q=budi&_popup=1", "Desa")
    assert SavedFilter.objects.get().query == "level__exact=village"


def test_what_was_searched_for_alone_is_not_kept(clerk: Officer) -> None:
    answer = keep(clerk, f"{REGIONS}?q=budi")
    assert not SavedFilter.objects.exists()
    assert said(answer) == ["Pilih saringan lebih dahulu; daftar ini menampilkan semuanya."]


def test_the_same_name_replaces_the_former_selection(clerk: Officer) -> None:
    keep(clerk, f"{BATCHES}?tindak=tertahan")
    keep(clerk, f"{BATCHES}?tindak=gagal")
    assert SavedFilter.objects.get().query == "tindak=gagal"


def test_a_blank_name_is_refused_with_a_sentence(clerk: Officer) -> None:
    answer = keep(clerk, f"{BATCHES}?tindak=gagal", "   ")
    assert said(answer) == ["Beri nama saringan ini lebih dahulu."]
    assert not SavedFilter.objects.exists()


def test_one_more_than_the_most_is_refused(clerk: Officer) -> None:
    for number in range(saved_filters.MOST):
        keep(clerk, f"{BATCHES}?tindak=gagal", f"Nama {number}")
    answer = keep(clerk, f"{BATCHES}?tindak=gagal", "Satu lagi")
    assert "Paling banyak" in said(answer)[0]
    keep(clerk, f"{BATCHES}?tindak=tertahan", "Nama 3")
    assert SavedFilter.objects.get(name="Nama 3").query == "tindak=tertahan"


def test_a_shared_filter_reaches_the_officers_of_the_area_and_no_others(clerk: Officer) -> None:
    keep(clerk, f"{BATCHES}?tindak=gagal", "Milik kantor", filter_shared="on")
    keep(clerk, f"{BATCHES}?tindak=tertahan", "Milik sendiri")
    colleague = client_of(Role.SUPERVISOR).get(BATCHES).content.decode()
    stranger = client_of(Role.CLERK, "35.17").get(BATCHES).content.decode()
    assert "Milik kantor" in colleague
    assert "Milik sendiri" not in colleague
    assert "Milik kantor" not in stranger


def test_only_its_owner_throws_a_filter_away(clerk: Officer) -> None:
    keep(clerk, f"{BATCHES}?tindak=gagal", filter_shared="on")
    number = str(SavedFilter.objects.get().pk)
    answer: HttpResponse = client_of(Role.CLERK).post(BATCHES, {"throw_filter_away": number})  # type: ignore[assignment]
    assert said(answer) == ["Saringan itu bukan milik Anda atau sudah dihapus."]
    assert SavedFilter.objects.exists()
    sign_in(clerk).post(BATCHES, {"throw_filter_away": number})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_a_number_that_is_none_throws_nothing_away(clerk: Officer, number: str) -> None:
    keep(clerk, f"{BATCHES}?tindak=gagal")
    assert sign_in(clerk).post(BATCHES, {"throw_filter_away": number}).status_code == 302
    assert SavedFilter.objects.exists()


def test_nobody_keeps_filters_of_a_list_she_may_not_open() -> None:
    answer = keep(officer_of(Role.FRONT_DESK), f"{BATCHES}?tindak=gagal")
    assert answer.status_code == 403
    assert not SavedFilter.objects.exists()


def test_the_database_refuses_a_name_used_twice(clerk: Officer) -> None:
    SavedFilter.objects.create(officer=clerk, page="a", name="b", query="c=1")
    with pytest.raises(IntegrityError, match="an_officer_names_a_filter_of_a_page_once"), transaction.atomic():
        SavedFilter.objects.create(officer=clerk, page="a", name="b", query="d=1")
    with pytest.raises(IntegrityError, match="a_saved_filter_has_a_name_and_filters"), transaction.atomic():
        SavedFilter.objects.create(officer=clerk, page="a", name="", query="d=1")
