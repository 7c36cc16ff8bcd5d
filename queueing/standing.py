"""The port by which the queue hears how somebody stands towards the next election; `kependudukan` wires who answers.

The queue knows no elections: settings.ELECTION_STANDING names the callable.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from queueing.rules.entitlement import Standing


class Answering(Protocol):
    """What is wired: the standing of one person by her NIK's keyed index."""

    def __call__(self, nik_index: uuid.UUID, on: datetime.date) -> Standing | None:
        """Return the standing, or None where no election is ahead, no roll is loaded or nobody has that NIK."""


def standing_of(nik_index: uuid.UUID, on: datetime.date) -> Standing | None:
    """Return how she stands towards the first election on that day or later.

    The answer costs the same queries whoever she is; whoever asks has proven her channel before, and wrote it down.
    """
    answering: Answering = import_string(settings.ELECTION_STANDING)
    return answering(nik_index, on)
