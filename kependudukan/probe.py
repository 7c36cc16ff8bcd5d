"""`python -m kependudukan.probe web|worker|beat|notices`: whether the process in this container works, for compose.

Each is asked in its own way: the web process for its health page, the worker for an answer through the
broker, beat for how long ago it wrote down its schedule, the deliverer of notices for its sign of life.
"""

from __future__ import annotations

import os
import socket
import sys
import time
import urllib.request

from django.conf import settings

from kependudukan.celery import app

#: Beat writes its schedule every three minutes when nothing is due, at the latest after eight.
_SECONDS_BEAT_MAY_BE_SILENT = 900
#: A round of the deliverer takes half a minute at most, and a wait.
_SECONDS_THE_DELIVERER_MAY_BE_SILENT = 120
_SECONDS_TO_ANSWER = 5


def web() -> bool:
    """Return whether the health page answers, asked for under a name that the settings allow."""
    name = (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip("*.") or "localhost"
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/"
    question = urllib.request.Request(address, headers={"Host": name})
    try:
        with urllib.request.urlopen(question, timeout=_SECONDS_TO_ANSWER) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def worker() -> bool:
    """Return whether this host's worker answers through the broker."""
    name = f"celery@{socket.gethostname()}"
    return bool(app.control.ping(destination=[name], timeout=_SECONDS_TO_ANSWER))


def beat() -> bool:
    """Return whether beat has written its schedule within the last quarter of an hour."""
    written = [path.stat().st_mtime for path in settings.VAR.glob("beat*")]
    return bool(written) and time.time() - max(written) < _SECONDS_BEAT_MAY_BE_SILENT


def notices() -> bool:
    """Return whether the deliverer has ended a round within the last two minutes."""
    sign = settings.SIGN_OF_THE_DELIVERER
    return sign.exists() and time.time() - sign.stat().st_mtime < _SECONDS_THE_DELIVERER_MAY_BE_SILENT


def main(arguments: list[str]) -> int:
    """Ask one process; return 0 when it works."""
    questions = {"web": web, "worker": worker, "beat": beat, "notices": notices}
    if len(arguments) != 1 or arguments[0] not in questions:
        sys.stderr.write("usage: python -m kependudukan.probe web|worker|beat|notices\n")
        return 2
    return 0 if questions[arguments[0]]() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
