"""Who reaches a socket reads the data: its folder must be ours and closed to others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kependudukan import embedded
from kependudukan.embedded.folders import make_private, socket_folder


def open_to_others(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)


def link(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to("/")


def file(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()


def anothers(folder: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a folder away")
    folder.mkdir(parents=True, mode=0o700)
    os.chown(folder, 65534, 65534)


@pytest.mark.parametrize("prepare", [open_to_others, link, file, anothers])
@pytest.mark.parametrize("server", ["postgres", "valkey"])
def test_a_socket_folder_that_somebody_prepared_is_refused(
    tmp_path: Path, server: str, prepare: Callable[[Path], None]
) -> None:
    var = tmp_path / "var"
    folder = socket_folder(var, server)
    prepare(folder)
    try:
        with pytest.raises(embedded.EmbeddedServerError, match="only this user can enter"):
            embedded.start(var, database=server == "postgres", broker=server == "valkey")
    finally:
        folder.rmdir() if folder.is_dir() and not folder.is_symlink() else folder.unlink()


def test_a_private_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"

    make_private(folder)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_short_socket_folder_does_not_depend_on_where_temporary_files_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = tmp_path / ("panjang-" * 20)
    before = socket_folder(var, "valkey")
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    assert socket_folder(var, "valkey") == before
