"""Who may book what, where and how soon."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands towards the next election, in the words of its law.

    `hurry` says whether she had better be recorded before polling day; `sentences` are shown as they are.
    """

    election: str
    polling_date: datetime.date
    on_roll: bool
    hurry: bool
    sentences: tuple[str, ...]
    source: str
