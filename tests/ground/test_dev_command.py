"""`dev.py`: what it says without an installation, and what it does about a second run and a taken port."""

from __future__ import annotations

import fcntl
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ground.servers import ROOT, environment_without_servers


def dev(*arguments: str, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run dev.py with the Python of the tests."""
    return subprocess.run(
        [sys.executable, "dev.py", *arguments],
        cwd=folder,
        env=environment_without_servers() | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def run(**variables: str) -> subprocess.CompletedProcess[str]:
    """Run what `dev.py run` becomes once everything is installed."""
    return subprocess.run(
        [sys.executable, "-m", "kependudukan.development.run", "--once"],
        cwd=ROOT,
        env=environment_without_servers() | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["--help"]])
def test_an_unknown_command_is_answered_with_all_commands(arguments: list[str]) -> None:
    done = dev(*arguments)

    assert done.returncode == 2
    assert re.findall(r"dev\.py (\w+)", done.stdout) == ["run", "test", "check", "bench", "stop", "lock"]


def test_stopping_needs_no_installation(tmp_path: Path) -> None:
    shutil.copy(ROOT / "dev.py", tmp_path)

    done = dev("stop", folder=tmp_path)

    assert (done.returncode, done.stdout) == (0, "")


def test_a_second_run_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "run.pid").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        done = run(KEPENDUDUKAN_VAR=str(tmp_path))

    assert done.returncode == 1
    assert "running already" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["run.pid"]


@pytest.mark.fault
def test_a_taken_port_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = run(KEPENDUDUKAN_VAR=str(tmp_path), PORT=port)

    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stdout
    assert "PORT=8001 python3 dev.py run" in done.stdout
