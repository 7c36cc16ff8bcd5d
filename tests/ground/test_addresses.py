"""The addresses of the embedded servers, computed without touching anything."""

from __future__ import annotations

from pathlib import Path

from kependudukan import embedded


def test_asking_for_an_address_makes_no_folder(tmp_path: Path) -> None:
    var = tmp_path / "var"

    assert embedded.database_url(var).startswith("postgres://")
    assert embedded.broker_url(var).startswith("redis+socket:///")
    assert not var.exists()
