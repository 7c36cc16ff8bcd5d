"""The two lists that every contender reads: a made-up population in Parquet with its truth, made once and kept."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from elections.made_up.for_matching import write_for_matching
from elections.made_up.making import make_population

SEED = 2020
FULL = 1_119_209
"""Living residents of Kabupaten Mojokerto."""

REGENCIES = ("35.16", "35.14", "35.15", "35.17", "35.18")
"""The regency that all is measured on, and its neighbours for the run of five."""


@dataclass(frozen=True)
class Lists:
    """What is compared: residents per regency, the profile of its errors, how many regencies."""

    residents: int
    profile: str
    regencies: int = 1

    @property
    def name(self) -> str:
        """What the folder and the block in the document are called."""
        times = f"{self.regencies}x" if self.regencies > 1 else ""
        return f"{self.profile}-{times}{self.residents}"

    @property
    def area(self) -> str:
        """The area that the roll covers; blank when it is all that the registry has."""
        return REGENCIES[0] if self.regencies == 1 else ""


def made(lists: Lists, under: Path) -> Path:
    """Return the folder with residents, roll, truth and true findings; make what is not there."""
    folder = under / lists.name
    if not folder.exists():
        part = folder.with_name(f"{lists.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        population = make_population(
            part / "csv",
            seed=SEED,
            residents=None if lists.residents == FULL and lists.regencies == 1 else lists.residents,
            regencies=REGENCIES[: lists.regencies],
            profile=lists.profile,
        )
        write_for_matching(population.regencies, part)
        shutil.rmtree(part / "csv")
        part.rename(folder)
    return folder
