"""Writes messages into a file, a JSON line each: for trying out and for tests."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from queueing.notifying.port import Message, Unreachable

NAME = "notices.jsonl"


class File:
    """Appends to `notices.jsonl` in the folder of the settings, which only the owner may read."""

    def send(self, message: Message) -> None:
        """Write one line in one go, so that lines of several processes never mix."""
        told = dataclasses.asdict(message) | {"id": str(message.id), "at": timezone.now().isoformat()}
        line = json.dumps(told, ensure_ascii=False) + "\n"
        folder = Path(settings.NOTIFIER_FOLDER)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, line.encode())
            finally:
                os.close(file)
        except OSError as error:
            raise Unreachable("Berkas pemberitahuan tidak dapat ditulis.") from error
