"""The refusal of a whole file: one Indonesian sentence that says where, what was found and what to do."""

from __future__ import annotations

import re
from typing import Final

_MANY_FIGURES: Final = re.compile(r"(?:[0-9][ .\-]?){11,}[0-9]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class BadFile(Exception):
    """The file cannot be taken in at all; nothing of it was kept. The message is for the person who sent it."""


def shown(text: str, longest: int = 60) -> str:
    """Return text from a file as it may be repeated on screen: no identity number, no control character."""
    visible = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    hidden = _MANY_FIGURES.sub(lambda found: "*" * len(found[0]), visible)
    return hidden if len(hidden) <= longest else hidden[: longest - 1] + "…"
