"""The four parts of a recording as a form asks for them: not yet, taken, or not possible for a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms

from queueing.choices import NotPossible, RecordedPart
from queueing.rules.recording import PartTold

TAKEN: Final = "terekam"
_BECAME: Final = [
    ("", "Belum"),
    (TAKEN, "Terekam"),
    ("Tidak dapat direkam", [(reason.value, reason.label) for reason in NotPossible]),
]


def field_of(part: RecordedPart) -> forms.ChoiceField:
    """Return the field of one part."""
    return forms.ChoiceField(label=part.label, choices=_BECAME, required=False)


def told(said: Mapping[str, Any], *, attempts: str = "") -> Iterator[PartTold]:
    """Give what was told of each part, from the cleaned data of a form; `attempts` ends the name of their field."""
    for part in RecordedPart:
        if became := said[part.value]:
            yield PartTold(
                part.value,
                is_taken=became == TAKEN,
                not_possible="" if became == TAKEN else became,
                attempts=(said[f"{part.value}{attempts}"] or 1) if attempts else 1,
            )
