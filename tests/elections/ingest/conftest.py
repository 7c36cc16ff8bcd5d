"""A regency, an election, and rolls that go through the real path: received, checked, staged, merged."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from elections.actions import elections, rolls
from elections.models import Election
from elections.rules.known_elections import PILKADA_2020
from registry.ingest import running
from registry.models import IntakeBatch
from tests.elections.ingest.made_up_rolls import Row, as_csv
from tests.factories.regions import plant_regency

RECEIVED_AT = datetime.datetime(2020, 10, 16, 2, 0, tzinfo=datetime.UTC)

Receive = Callable[..., IntakeBatch]
Load = Callable[..., IntakeBatch]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.INTAKE_DIR = tmp_path / "intake"


@pytest.fixture
def pilkada(db: None) -> Election:
    """The Pilkada of 2020, and the regencies of these tests with all their villages."""
    for regency in ("35.16", "35.76"):
        plant_regency(regency)
    return elections.set_up(PILKADA_2020)


@pytest.fixture
def receive(pilkada: Election, tmp_path: Path) -> Receive:
    """Receive a file of rows, text or bytes, or one that is there, as the DPT of 35.16."""

    def _receive(content: Path | bytes | str | Iterable[Row], **changes: Any) -> IntakeBatch:
        named: dict[str, Any] = {"election": pilkada, "region": "35.16", "kind": "DPT", "by": None, "at": RECEIVED_AT}
        return rolls.receive(_file(content, tmp_path / "dpt.csv"), **named | changes)

    return _receive


@pytest.fixture
def load(receive: Receive) -> Load:
    """Receive a file and work on it to its end, in this process."""

    def _load(content: Path | bytes | str | Iterable[Row], **changes: Any) -> IntakeBatch:
        batch = receive(content, **changes)
        running.run(batch.pk)
        batch.refresh_from_db()
        return batch

    return _load


def _file(content: Path | bytes | str | Iterable[Row], path: Path) -> Path:
    if isinstance(content, Path):
        return content
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else as_csv(content)).encode()
    path.write_bytes(content)
    return path
