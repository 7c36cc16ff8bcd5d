"""What the board says when a number is called: the figures one by one, as people in a waiting room hear them best."""

from collections.abc import Sequence
from typing import Final

FIGURES: Final = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
#: Letters as Indonesians spell them; a voice that is given a bare capital may say it in English.
LETTERS: Final = {"A": "a", "B": "be", "C": "ce"}
#: Counters up to this number have a clip of their own.
MOST_COUNTERS: Final = 40

_TENS: Final = "puluh"


def sentence(number: str, counter: int) -> str:
    """Return what a voice says, `Nomor antrean A, nol satu dua. Silakan ke loket tiga.` for `A-012` and 3.

    Raises:
        ValueError: that is no number of the hall.
    """
    letter, figures = _parts(number)
    spoken = " ".join(FIGURES[int(figure)] for figure in figures)
    return f"Nomor antrean {letter}, {spoken}. Silakan ke loket {in_words(counter)}."


def clips(number: str, counter: int) -> Sequence[str]:
    """Return the names of the recordings that say the same, in their order, where the browser has no voice.

    Raises:
        ValueError: that is no number of the hall.
    """
    letter, figures = _parts(number)
    return ("nomor-antrean", f"huruf-{letter.lower()}", *(f"angka-{figure}" for figure in figures), f"loket-{counter}")


def texts() -> dict[str, str]:
    """Return every recording there is to be: its name, and what it says."""
    return {
        "nomor-antrean": "Nomor antrean",
        **{f"huruf-{letter.lower()}": spoken for letter, spoken in LETTERS.items()},
        **{f"angka-{figure}": spoken for figure, spoken in enumerate(FIGURES)},
        **{f"loket-{counter}": f"Silakan ke loket {in_words(counter)}" for counter in range(1, MOST_COUNTERS + 1)},
    }


def in_words(number: int) -> str:
    """Return a number from 0 to 99 in words; the voice of a browser that is not set to Indonesian reads figures wrong.

    Raises:
        ValueError: it is none of these.
    """
    if not 0 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    if number < 10:
        return FIGURES[number]
    if number == 10:
        return "sepuluh"
    if number == 11:
        return "sebelas"
    if tens == 1:
        return f"{FIGURES[ones]} belas"
    return f"{FIGURES[tens]} {_TENS}" + (f" {FIGURES[ones]}" if ones else "")


def _parts(number: str) -> tuple[str, str]:
    letter, hyphen, figures = number.partition("-")
    if letter not in LETTERS or not hyphen or not (figures.isascii() and figures.isdigit()):
        raise ValueError(number)
    return letter, figures
