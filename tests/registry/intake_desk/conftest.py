"""A regency, officers who sign in, and a file that goes over the desk; the worker's part runs in this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from registry.choices import Role
from registry.ingest import running
from registry.models import IntakeBatch, Officer
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.registry.ingest.extracts import people, text_of
from tests.signing import sign_in

REGENCY = "35.16"

HandIn = Callable[..., IntakeBatch]


@pytest.fixture(autouse=True)
def intake_folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.INTAKE_DIR = tmp_path / "intake"
    # The bell is not what is tested here; the browser test rings a real one.
    monkeypatch.setattr("registry.tasks.run_intake.delay", lambda _: None)
    return tmp_path / "intake"


@pytest.fixture
def regency(transactional_db: None) -> str:
    plant_regency(REGENCY)
    return REGENCY


@pytest.fixture
def clerk(regency: str) -> Officer:
    return OfficerFactory.create(username="rini", role=Role.CLERK, area_id=regency)


@pytest.fixture
def supervisor(regency: str) -> Officer:
    return OfficerFactory.create(username="sari", role=Role.SUPERVISOR, area_id=regency)


@pytest.fixture
def desk(clerk: Officer) -> Client:
    return sign_in(Client(), clerk)


@pytest.fixture
def hand_in(desk: Client, regency: str) -> HandIn:
    """Upload a file at the desk and let the worker look at it."""

    def hand_in(text: str = "", *, name: str = "penduduk.csv", source: str = "", **more: str) -> IntakeBatch:
        body = (text or text_of(people(40))).encode()
        answer = desk.post(
            "/petugas/berkas/muat/",
            {"file": SimpleUploadedFile(name, body), "region": regency, "source": source, **more},
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return worked(IntakeBatch.objects.latest("pk"))

    return hand_in


def worked(batch: IntakeBatch) -> IntakeBatch:
    """Let a worker do what it can with the batch, and return it as it is then."""
    running.run(batch.pk)
    batch.refresh_from_db()
    return batch


def renamed(residents: Sequence[dict[str, str]], **names: str) -> str:
    """Return residents as CSV with some columns under other names."""
    head, _, rest = text_of(residents).partition("\n")
    cells = [names.get(cell, cell) for cell in head.split(",")]
    return ",".join(cells) + "\n" + rest
