"""Where files that came in wait for their merge, and the private folder of the job that reads them."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from django.conf import settings

from registry.ingest.bad_file import BadFile

_CHUNK: Final = 1 << 20
_WORK: Final = "work-"


#: So much free space a file asks for: itself, its staged rows, and what does not fit into memory.
ROOM: Final = 3


class Stored(NamedTuple):
    """A file on its way in: a name of our own under INTAKE_DIR, its SHA-256 in hex, its size in bytes."""

    name: str
    sha256: str
    size: int


def refuse_size(size: int) -> None:
    """Refuse a file before it is read when it is too large, or the disk too full.

    Raises:
        BadFile: with a sentence for the person who sends it.
    """
    most = settings.INTAKE_MOST_BYTES
    if size > most:
        raise BadFile(
            f"berkas lebih besar dari {most >> 20} MB. Bagi berkasnya per kecamatan, atau minta pengelola sistem "
            "memuatnya lewat perintah load_residents."
        )
    if shutil.disk_usage(folder()).free < ROOM * size:
        raise BadFile(
            f"ruang di server kurang: berkas ini perlu {max(ROOM * size >> 20, 1)} MB kosong. "
            "Hubungi pengelola sistem, lalu muat lagi."
        )


def keep(source: BinaryIO) -> Stored:
    """Copy a stream into the intake folder, whole or not at all; the given name is never a path."""
    where = folder()
    name = uuid.uuid4().hex
    draft, digest, size = where / f"{name}.part", hashlib.sha256(), 0
    try:
        with open(draft, "xb", opener=_private) as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            target.flush()
            os.fsync(target.fileno())
        draft.rename(where / name)
    finally:
        draft.unlink(missing_ok=True)
    return Stored(name, digest.hexdigest(), size)


def path_of(name: str) -> Path:
    """Return where a stored file lies; a name that is a path is refused by taking its last part."""
    return folder() / Path(name).name


def discard(name: str) -> None:
    """Delete a stored file; harmless when it is gone."""
    if name:
        path_of(name).unlink(missing_ok=True)


@contextmanager
def private_folder(batch_id: int) -> Iterator[Path]:
    """Give a job a folder of its own for what does not fit into memory, gone when the block ends."""
    own = folder() / f"{_WORK}{batch_id}-{uuid.uuid4().hex[:8]}"
    own.mkdir(mode=0o700)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def discard_all_but(at_work: Callable[[], Mapping[int, str]]) -> None:
    """Delete stored files and work folders that belong to no batch still at work, as a crash leaves them.

    Args:
        at_work: gives the batches at work with their stored files; asked once the folder is listed.
    """
    paths = list(folder().iterdir())
    wanted = at_work()
    for path in paths:
        if path.is_dir() and path.name.startswith(_WORK):
            if int(path.name.removeprefix(_WORK).partition("-")[0]) not in wanted:
                shutil.rmtree(path, ignore_errors=True)
        elif path.name not in wanted.values() and _is_old(path):
            path.unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    """Return whether nobody can still be writing it: its batch is made in the moments after."""
    import time

    try:
        return path.stat().st_mtime < time.time() - 3600
    except FileNotFoundError:
        return False


def folder() -> Path:
    """Return the folder where files wait; nobody else on the machine may look into it."""
    path = Path(settings.INTAKE_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
