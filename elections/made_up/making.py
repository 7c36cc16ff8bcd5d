"""The one call: a directory in, the files of a made-up population out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elections.made_up.cards import issue_cards
from elections.made_up.families import make_families
from elections.made_up.figures import EXTRACT_DAY, POLLING_DAY
from elections.made_up.households import make_households
from elections.made_up.identity import identify
from elections.made_up.people import make_people
from elections.made_up.plan import RegencyPlan, plan_regency
from elections.made_up.profiles import PROFILES
from elections.made_up.roll import make_roll
from elections.made_up.siak_file import write_damaged, write_siak
from elections.made_up.spoiling import spoil_roll
from elections.made_up.true_findings import list_findings
from elections.made_up.truth import count_truth
from elections.made_up.workshop import Workshop, open_workshop
from elections.made_up.writing import write_roll, write_truth_findings, write_truth_missing, write_truth_roll

_STEPS = (make_people, make_families, make_households, identify, make_roll, issue_cards, spoil_roll, list_findings)


@dataclass(frozen=True, slots=True)
class MadeUpRegency:
    """The files of one regency, and its part of the truth: `total`, `errors`, `findings` and `villages`."""

    code: str
    siak: Path
    roll: Path
    truth_roll: Path
    truth_missing: Path
    truth_findings: Path
    damaged: Path | None
    truth: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What one call wrote. `truth` is the JSON file with the figures of all regencies."""

    seed: int
    profile: str
    regencies: tuple[MadeUpRegency, ...]
    truth: Path

    @property
    def total(self) -> dict[str, int]:
        """The sums over all regencies."""
        return _sums([regency.truth["total"] for regency in self.regencies])


def make_population(
    directory: Path,
    *,
    seed: int,
    residents: int | None,
    regencies: Sequence[str] = ("35.16",),
    profile: str = "standard",
    damaged_siak: bool = False,
    threads: int | None = None,
) -> MadeUp:
    """Write a made-up registry and voter roll, and the truth that connects them, for each regency.

    `residents` living people are made in each regency; None makes all of 35.16 (1,119,209), and elsewhere as many
    per village. The files are `siak-CODE.csv`, `dpt-CODE.csv`, `truth-roll-CODE.csv`, `truth-missing-CODE.csv`,
    `truth-findings-CODE.csv` and `truth.json`; with `damaged_siak` a few rows of the extract are unusable on purpose,
    and `truth-damaged-siak-CODE.csv` names them. `threads` bounds the processors used. The same arguments give the
    same bytes, on any number of threads.
    Raises ValueError, in words for the screen, for an unknown regency or profile, a regency named twice, or too
    few residents.
    """
    if profile not in PROFILES:
        raise ValueError(f"Profil {profile!r} tidak dikenal. Pilih salah satu: {', '.join(PROFILES)}.")
    if len(set(regencies)) < len(regencies) or not regencies:
        raise ValueError("Sebutkan setiap kabupaten/kota satu kali, dan paling sedikit satu.")
    chosen = PROFILES[profile]
    plans = [plan_regency(code, seed=seed, residents=residents, profile=chosen) for code in regencies]
    directory.mkdir(parents=True, exist_ok=True)
    made = tuple(_make_regency(directory, plan, seed=seed, damaged=damaged_siak, threads=threads) for plan in plans)
    return MadeUp(seed, profile, made, _write_truth(directory / "truth.json", seed, profile, made))


def _make_regency(
    directory: Path, plan: RegencyPlan, *, seed: int, damaged: bool, threads: int | None
) -> MadeUpRegency:
    """Make one regency and write its files."""
    with open_workshop(plan, seed=seed, threads=threads) as workshop:
        for step in _STEPS:
            step(workshop)
        truth = count_truth(workshop)
        return _write_regency(workshop, directory, truth, damaged=damaged)


def _write_regency(workshop: Workshop, directory: Path, truth: Mapping[str, Any], *, damaged: bool) -> MadeUpRegency:
    """Write one regency's files."""
    code = workshop.plan.code
    made = MadeUpRegency(
        code=code,
        siak=directory / f"siak-{code}.csv",
        roll=directory / f"dpt-{code}.csv",
        truth_roll=directory / f"truth-roll-{code}.csv",
        truth_missing=directory / f"truth-missing-{code}.csv",
        truth_findings=directory / f"truth-findings-{code}.csv",
        damaged=directory / f"truth-damaged-siak-{code}.csv" if damaged else None,
        truth=truth,
    )
    write_roll(workshop, made.roll)
    write_truth_roll(workshop, made.truth_roll)
    write_truth_missing(workshop, made.truth_missing)
    write_truth_findings(workshop, made.truth_findings)
    workshop.run("DROP TABLE written")
    write_siak(workshop, made.siak, damaged=damaged)
    if made.damaged:
        write_damaged(workshop, made.damaged)
    return made


def _write_truth(path: Path, seed: int, profile: str, made: Sequence[MadeUpRegency]) -> Path:
    """Write the figures of all regencies as JSON."""
    content = {
        "seed": seed,
        "profile": profile,
        "polling_day": POLLING_DAY.isoformat(),
        "extract_day": EXTRACT_DAY.isoformat(),
        "total": _sums([regency.truth["total"] for regency in made]),
        "errors": _sums([regency.truth["errors"] for regency in made]),
        "findings": _sums([regency.truth["findings"] for regency in made]),
        "regencies": {regency.code: regency.truth for regency in made},
    }
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return path


def _sums(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Add counts of the same name."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum(part.get(name, 0) for part in parts) for name in names}
