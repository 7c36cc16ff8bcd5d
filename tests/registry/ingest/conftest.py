"""A regency to load files into, and a way to load one through the real path, in this process."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from registry.actions import intakes
from registry.choices import IntakeKind
from registry.ingest import running
from registry.models import IntakeBatch
from tests.factories.regions import plant_regency

MOMENT = datetime.datetime(2020, 11, 20, 3, 0, tzinfo=datetime.UTC)

Load = Callable[..., IntakeBatch]


@pytest.fixture(autouse=True)
def intake_folder(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "intake"
    settings.INTAKE_DIR = folder
    return folder


@pytest.fixture
def regency(transactional_db: None) -> str:
    plant_regency("35.16")
    return "35.16"


@pytest.fixture
def receive(regency: str) -> Load:
    def receive(path: Path, **named: Any) -> IntakeBatch:
        given = {"kind": IntakeKind.SIAK_EXTRACT, "region": regency, "by": None, "at": MOMENT} | named
        return intakes.receive(path, **given)

    return receive


@pytest.fixture
def load(receive: Load) -> Load:
    def load(path: Path, **named: Any) -> IntakeBatch:
        batch = receive(path, **named)
        running.run(batch.pk)
        batch.refresh_from_db()
        return batch

    return load
