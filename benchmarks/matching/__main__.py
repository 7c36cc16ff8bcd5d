"""The comparison of two lists beside what a user could pick instead: cost, memory and what was found.

    python3 dev.py bench matching [--residents 1119209] [--profile standard|hard] [--only NAMES] [--with-5m] [--write]

Makes the lists once, runs every contender in a process of its own on the same two Parquet files, judges its automatic
links by the truth and prints the tables; `--write` puts them into docs/matching.md. CPU seconds are user and system,
of child processes and of PostgreSQL's server too, from the moment the libraries are imported; wall seconds of a busy
machine say little. Memory is the peak of the whole process. The data and what was found stay in var/bench/matching.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.matching import febrl, report
from benchmarks.matching.bars import Bar, bars
from benchmarks.matching.contenders import CONTENDERS, SMALL, Contender, chosen
from benchmarks.matching.lists import FULL, REGENCIES, Lists, made
from benchmarks.matching.running import ContenderFailed, Result, result
from elections.made_up.profiles import HARD, STANDARD
from kependudukan.development.command import ROOT, say, variable_folder

DOCUMENT = ROOT / "docs" / "matching.md"
MEMORY_OF_FIVE = "3GB"


@dataclass
class Measured:
    """One pair of lists with what was measured on it, and who could not run."""

    lists: Lists
    results: dict[str, Result] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def bars(self) -> list[Bar]:
        """The bars that can be judged."""
        return bars(self.lists, self.results)

    @property
    def text(self) -> str:
        """The tables."""
        return report.block(self.lists, self.results, self.bars, self.failures)


def main() -> None:
    asked = _arguments()
    folder = variable_folder() / "matching"
    only = [name for name in asked.only.split(",") if name]
    measured = _measure(Lists(asked.residents, asked.profile), chosen(asked.residents, only), folder)
    blocks = {measured.lists.name: measured.text}
    if asked.with_5m:
        five = _measure_five(asked.profile, folder)
        blocks[five.lists.name] = five.text
        if {"engine"} <= set(five.results) & set(measured.results):
            blocks[five.lists.name] += "\n\n" + report.growth(measured.results["engine"], five.results["engine"])
    if not only or "febrl" in only:
        blocks["febrl"] = febrl.text()
    for name, text in blocks.items():
        say(f"\n{text}")
        if asked.write:
            report.write(DOCUMENT, name, text)


def _arguments() -> argparse.Namespace:
    names = [contender.name for contender in CONTENDERS] + ["febrl"]
    parser = argparse.ArgumentParser(prog="dev.py bench matching", description=__doc__)
    parser.add_argument("--residents", type=int, default=SMALL, help=f"living residents; {FULL} are a whole regency")
    parser.add_argument("--profile", choices=(STANDARD.name, HARD.name), default=STANDARD.name)
    parser.add_argument("--only", default="", help=f"some of {', '.join(names)}, by commas")
    parser.add_argument("--with-5m", action="store_true", help="our engine on five regencies too")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {DOCUMENT.name}")
    asked = parser.parse_args()
    unknown = set(filter(None, asked.only.split(","))) - set(names)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return asked


def _measure(lists: Lists, contenders: list[Contender], folder: Path, *further: str) -> Measured:
    measured = Measured(lists)
    data = made(lists, folder)
    for contender in contenders:
        say(f"{lists.name}: {contender.label}")
        try:
            found = result(contender, data, folder / "found" / lists.name / contender.name, lists.area, *further)
        except ContenderFailed as problem:
            measured.failures[contender.label] = str(problem)
            say(str(problem))
        else:
            measured.results[contender.name] = found
    return measured


def _measure_five(profile: str, folder: Path) -> Measured:
    lists = Lists(FULL, profile, regencies=len(REGENCIES))
    ours = [contender for contender in CONTENDERS if contender.name == "engine"]
    return _measure(lists, ours, folder, MEMORY_OF_FIVE)


if __name__ == "__main__":
    main()
