"""PostgreSQL refuses root; the embedded one runs for root and for anyone else all the same."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kependudukan.embedded.accounts import server_account
from tests.ground.servers import ROOT, environment_without_servers

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs every other test of these servers"),
]
TRY_THEM = """
import os, sys
from pathlib import Path
from kependudukan import embedded
from kependudukan.embedded.postgres_home import PostgresHome
from tests.ground.servers import ask, servers
with servers(Path(sys.argv[1])) as var:
    home = PostgresHome.of(var)
    assert ask(var, "SELECT current_user") == "kependudukan"
    pid = (home.data / "postmaster.pid").read_text().split()[0]
    print(os.geteuid(), os.stat(f"/proc/{pid}").st_uid, home.folder, home.socket.parent)
"""


def try_them(var: Path, *prefix: str, path: str | None = None) -> list[str]:
    """Start and ask both servers in a process of their own; return both users, the folder and the sockets'."""
    environment = environment_without_servers() | {"PYTHONPATH": str(ROOT)}
    if path is not None:
        environment["PATH"] = path
    done = subprocess.run(
        [*prefix, sys.executable, "-c", TRY_THEM, str(var)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def outside() -> Iterator[list[Path]]:
    """Folders outside the test's own that it made and that are removed after it."""
    made: list[Path] = []
    yield made
    for folder in made:
        shutil.rmtree(folder)


@pytest.mark.skipif(not server_account().prefix, reason="only root where it may make user namespaces")
def test_root_runs_it_in_a_namespace_without_giving_files_away(tmp_path: Path) -> None:
    var = tmp_path / "var"

    me, owner, folder, _sockets = try_them(var)

    assert (me, owner) == ("0", "0")
    assert Path(folder) == var / "postgres"
    assert {path.lstat().st_uid for path in var.rglob("*")} == {0}


def test_root_without_namespaces_lets_another_account_run_it(tmp_path: Path, outside: list[Path]) -> None:
    nothing_to_unshare_with = str(tmp_path)

    me, owner, folder, _sockets = try_them(tmp_path / "var", path=nothing_to_unshare_with)
    outside.append(Path(folder))

    assert me == "0"
    assert owner != "0"
    assert Path(folder).parent == Path("/var/tmp")
    assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700


@pytest.mark.skipif(not server_account().prefix, reason="only root where it may make user namespaces")
def test_an_ordinary_user_keeps_the_sockets_beside_the_data() -> None:
    # A short path: pytest's own folders are too long for a socket.
    var = Path("/var/tmp/kependudukan-try")
    try:
        me, _owner, folder, sockets = try_them(var, *server_account().prefix)

        assert me == "1000"
        assert Path(folder) == var / "postgres"
        assert Path(sockets) == var / "run" / "postgres"
    finally:
        shutil.rmtree(var, ignore_errors=True)
