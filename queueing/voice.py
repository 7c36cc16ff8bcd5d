"""The board's voice for browsers that have none: recordings made at the installation by espeak-ng, never committed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from django.conf import settings

from queueing.rules import announcing

ESPEAK: Final = "espeak-ng"
#: Words a minute; a waiting room hears badly.
_PACE: Final = "135"


class NoVoice(Exception):
    """There is no espeak-ng on this machine."""

    def __init__(self) -> None:
        super().__init__("espeak-ng tidak ada di mesin ini. Pasang dahulu: apt-get install espeak-ng")


def make() -> int:
    """Make the recordings that are missing.

    Returns:
        How many were made.

    Raises:
        NoVoice: see the class.
        subprocess.CalledProcessError: espeak-ng failed.
    """
    program = shutil.which(ESPEAK)
    if program is None:
        raise NoVoice
    settings.VOICE_FOLDER.mkdir(parents=True, exist_ok=True)
    missing = [(name, text) for name, text in announcing.texts().items() if path_of(name) is None]
    for name, text in missing:
        unfinished = settings.VOICE_FOLDER / f"{name}.part"
        command = [program, "-v", "id", "-s", _PACE, "-w", str(unfinished), text]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        unfinished.replace(_file(name))
    return len(missing)


def is_made() -> bool:
    """Return whether there are recordings."""
    return path_of("nomor-antrean") is not None


def path_of(name: str) -> Path | None:
    """Return where a recording lies; None for a name that is none, or where it was not made."""
    if name not in announcing.texts():
        return None
    path = _file(name)
    return path if path.exists() else None


def _file(name: str) -> Path:
    folder: Path = settings.VOICE_FOLDER
    return folder / f"{name}.wav"
