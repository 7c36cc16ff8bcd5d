"""Canaries: what a test run lets out where nothing of a person belongs is written down and searched at its end.

Every NIK and KK number of the tests has the form of a real one and every name of the factories is on a list, so any
of them in a log line, an address, a message to the broker, a cache or a mail is a leak, whichever test made it. The
books are kept in the run's own folder by every process, workers included; `conftest` fails the run for what is found.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.http import HttpRequest, HttpResponse

#: Area, day (women's plus 40), month, year, serial: what a NIK or KK number looks like, spaced or not.
NUMBER: Final = re.compile(
    r"(?<![\d.A-Za-z])[1-9]\d ?\d\d ?\d\d[ .]?(?:[04][1-9]|[1256]\d|[37][01]) ?(?:0[1-9]|1[0-2]) ?\d\d"
    r"[ .]?(?!0000)\d{4}(?![\dA-Za-z])"
)
#: Seconds of the epoch with their fraction, as the counts of tries hold them: by chance some look like a number.
MOMENT: Final = re.compile(r"(?<![\d.])1[5-9]\d{8}\.\d{1,9}(?!\d)")
#: The names that the factories give; they stand nowhere else.
NAMES: Final = ("BUDI SANTOSO", "SITI AMINAH", "SRI WAHYUNI")
_SHOWN: Final = 8


class AddressBook:
    """Middleware that writes down every address that is asked for or led to, with its query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever."""
        note("addresses", request.get_full_path(), request.headers.get("Referer", ""))
        answer = self._get_response(request)
        note("addresses", answer.headers.get("Location", ""), answer.headers.get("HX-Redirect", ""))
        return answer


class BookedCache(DatabaseCache):
    """The cache of the settings, with everything that is put into it written down."""

    def set(self, key: str, value: object, *args: Any, **kwargs: Any) -> None:
        """Put as ever."""
        note("cache", key, repr(value))
        super().set(key, value, *args, **kwargs)

    def add(self, key: str, value: object, *args: Any, **kwargs: Any) -> bool:
        """Put as ever."""
        note("cache", key, repr(value))
        return bool(super().add(key, value, *args, **kwargs))


class LogBook(logging.Handler):
    """Handler that writes down every line as the console gets it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the formatted line."""
        note("log", self.format(record))


def note_message(*, body: object = None, headers: object = None, **_: Any) -> None:
    """Write down a message on its way to the broker (a receiver of Celery's before_task_publish)."""
    note("messages", repr(body), repr(headers))


def note(book: str, *lines: str) -> None:
    """Add lines to a book of this process."""
    said = [line for line in lines if line]
    if said:
        folder = Path(settings.CANARY_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{book}.txt").open("a") as file:
            file.writelines(f"{line}\n" for line in said)


def found_in(paths: Iterator[Path]) -> list[str]:
    """Return one line for each place in the files that names a person, its number cut."""
    return [
        f"{path.parent.name}/{path.name}, line {number}: {what}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        for what in _leaks(line)
    ][:_SHOWN]


def _leaks(line: str) -> Iterator[str]:
    line = MOMENT.sub("moment", line)
    for match in NUMBER.finditer(line):
        yield f"a number, …{line[max(0, match.start() - 60) : match.start()]}{match[0][:6]}…"
    for name in NAMES:
        if name in line.upper():
            yield f"a name, …{line[:80]}…"
