"""When the disk or the memory does not suffice: one sentence instead of DuckDB's, and no partial result left behind."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

RESULTS = ("matches.parquet", "findings.parquet", "summary.json")
"""The files of a result in the order in which they appear: who sees the last one sees all."""

FOR_LATER = "row_digests"
"""The folder of what a later run rests on."""

SPILL = "spill"
"""The folder for what does not fit into memory."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""No space on the disk, none of one's share of it, or a file longer than one may write."""


class DiskFull(OSError):
    """What does not fit into memory, or the result, does not fit on the disk; nothing was kept."""


class TooLittleMemory(MemoryError):
    """The memory limit is too low even for spilling; nothing was kept."""


def is_lacking(error: Exception) -> bool:
    """Whether an error is about room on the disk or in memory."""
    return isinstance(error, duckdb.OutOfMemoryException | MemoryError) or _is_disk_full(error)


def _is_disk_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    # DuckDB hands on the system's words only.
    return isinstance(error, duckdb.Error) and (
        "max_temp_directory_size" in str(error) or any(os.strerror(number) in str(error) for number in FULL)
    )


@contextmanager
def all_or_nothing(directory: Path, memory_limit: str) -> Iterator[None]:
    """Take an earlier result out of ``directory``, and leave none there when anything goes wrong, be it Ctrl-C.

    Raises DiskFull and TooLittleMemory in place of DuckDB's errors, which may quote a row.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _clear(directory)
    try:
        yield
    except BaseException as error:
        _clear(directory)
        if isinstance(error, Exception) and _is_disk_full(error):
            raise DiskFull(
                f"Ruang disk di folder {directory} habis sehingga pemadanan dihentikan dan tidak ada hasil yang "
                "disimpan. Kosongkan disk itu atau pilih folder lain, lalu ulangi."
            ) from None
        if isinstance(error, duckdb.OutOfMemoryException):
            raise TooLittleMemory(
                f"Batas memori {memory_limit} tidak cukup sehingga pemadanan dihentikan dan tidak ada hasil yang "
                "disimpan. Naikkan batas itu, lalu ulangi."
            ) from None
        raise


def part(directory: Path, name: str) -> Path:
    """Where a file of the result is written before all of them are whole."""
    return directory / f"{name}.part"


def publish(directory: Path) -> None:
    """Give the files of the result their names, the summary last."""
    for name in RESULTS:
        part(directory, name).rename(directory / name)


def _clear(directory: Path) -> None:
    for name in RESULTS:
        part(directory, name).unlink(missing_ok=True)
        (directory / name).unlink(missing_ok=True)
    for folder in (SPILL, FOR_LATER):
        shutil.rmtree(directory / folder, ignore_errors=True)
