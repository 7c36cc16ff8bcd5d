"""The canaries sing: a number or a name that leaves by any of the ways is found at the end of the run."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from celery.signals import before_task_publish
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from registry.tasks import run_intake
from tests import canaries

NIK = "3516080108900001"


@pytest.fixture
def books(settings: Settings, tmp_path: Path) -> Path:
    """Books of this test's own, so that what it lets out on purpose fails no run."""
    settings.CANARY_DIR = tmp_path
    return tmp_path


def found(folder: Path) -> list[str]:
    return canaries.found_in(sorted(folder.glob("*.txt")).__iter__())


@pytest.mark.django_db
def test_a_number_in_an_address_is_found(books: Path) -> None:
    Client().get(f"/health/?nik={NIK}")
    assert found(books)


@pytest.mark.django_db
def test_a_number_in_a_cache_is_found(books: Path) -> None:
    cache.set(f"resident-{NIK}", 1)
    assert found(books)


@pytest.mark.task
def test_a_number_in_a_message_is_found(books: Path) -> None:
    before_task_publish.send(sender="any", body=((NIK,), {}, {}), headers=run_intake.name)
    assert found(books)


def test_a_name_in_the_log_is_found(books: Path) -> None:
    handler = canaries.LogBook()
    handler.handle(logging.LogRecord("x", logging.INFO, "f", 1, "penduduk %s dibuka", ("Siti Aminah",), None))
    assert found(books)


@pytest.mark.parametrize("written", [NIK, "3516 0801 0890 0001", "351608.010890.0001", "3516084108900001"])
def test_a_number_is_found_however_it_is_spaced(books: Path, written: str) -> None:
    canaries.note("log", f"baris {written} ditahan")
    assert found(books)


@pytest.mark.parametrize(
    "harmless", ["baris 5 ditahan", "351608**********", "a3516080108900001f", "9007199254740992", "1795704909.0181346"]
)
def test_other_numbers_are_left_alone(books: Path, harmless: str) -> None:
    canaries.note("log", harmless)
    assert not found(books)
