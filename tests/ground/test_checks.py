"""`dev.py check`: a copy of the project with one mistake for each check fails all of them, each by its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kependudukan.development.check import checks
from tests.ground.servers import ROOT

PARTS = ("kependudukan", "registry", "elections", "queueing", "templates", "static")
FILES = ("manage.py", "dev.py", "pyproject.toml", "docker-compose.yml", "Dockerfile")
#: What is added to which file of the copy; a file that is not there is made.
MISTAKES = {
    "types": ("kependudukan/planted.py", '"""Planted."""\n\nFIGURE: int = "three"\n'),
    "templates": ("templates/planted.html", "<div><p>satu</p>\n<p>dua</p></div>\n"),
    "import contracts": ("registry/planted.py", '"""Planted."""\n\nimport elections  # noqa: F401\n'),
    "migrations": (
        "registry/models/region.py",
        '\n\nRegion.add_to_class("planted", models.IntegerField(default=0))\n',
    ),
    "deployment": ("kependudukan/settings/production.py", "SECURE_HSTS_SECONDS = 0\n"),
    "style": ("registry/rules/planted_style.py", "import os\n"),
    "format": ("registry/rules/planted_format.py", '"""Planted."""\n\nONE = {  "a":1 }\n'),
    "compose file": ("docker-compose.yml", "servicess: {}\n"),
    "Dockerfile": ("Dockerfile", "RUN cd /tmp && sudo true\n"),
}


def test_every_check_catches_a_planted_mistake(tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    for name, mistake in MISTAKES.values():
        with (tmp_path / name).open("a") as file:
            file.write(mistake)

    done = subprocess.run(
        [sys.executable, "-m", "kependudukan.development.check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    said = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "passed"))]
    assert done.returncode == 1
    assert {line.split(" s  ")[1] for line in said if line.startswith("FAILED")} == set(MISTAKES), done.stdout


def test_a_mistake_is_planted_for_every_check() -> None:
    assert set(MISTAKES) == {check.name for check in checks()}
