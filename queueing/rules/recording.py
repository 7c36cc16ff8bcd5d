"""When a recording counts as made: which of the four parts were taken, and which could not be.

The parts are those of the KTP-el recording. A part that a person does not have or cannot give is left out with its
reason, so that nobody goes without a card for a hand that she has lost. The face is taken of everybody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

FACE: Final = "face"
PARTS: Final[Mapping[str, str]] = {
    FACE: "Foto wajah",
    "fingerprints": "Sidik jari",
    "irises": "Iris mata",
    "signature": "Tanda tangan",
}
MOST_ATTEMPTS: Final = 3
"""How often one part is tried in a session, and how often a resident is tried on a day."""


@dataclass(frozen=True, slots=True)
class PartTold:
    """What the officer says of one part: taken, or why it is not possible; after how many attempts."""

    part: str
    is_taken: bool
    not_possible: str = ""
    attempts: int = 1


def what_is_missing(parts: Collection[PartTold], *, is_checked: bool) -> tuple[str, ...]:
    """Say in Indonesian what stands against counting a session as a recording; nothing where it is one."""
    told = {part.part: part for part in parts}
    missing = [] if is_checked else ["Cocokkan dahulu orangnya dengan data register."]
    missing += [f"{label}: pilih terekam, atau sebab tidak dapat direkam." for part, label in PARTS.items()
                if part not in told]  # fmt: skip
    if FACE in told and not told[FACE].is_taken:
        missing.append("Foto wajah direkam untuk setiap orang. Bila gagal, pilih hasil “Gagal direkam”.")
    return tuple(missing)
