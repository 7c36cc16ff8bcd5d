"""A run that rests on an earlier one gives what a full run gives, and decides few rows anew."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from elections.matching import earlier
from elections.matching.engine import Comparison, compare
from elections.matching.policy import Policy
from tests.elections.matching.changes import CHANGES
from tests.elections.matching.crowd import POLLING_DAY, Crowd, make

POLICY = Policy(polling_date=POLLING_DAY, area="35.16")
RARE = {"everything changes", "nothing changes", "the roll is numbered anew"}
USUAL = sorted(CHANGES.keys() - RARE)
NEAR = [
    "a second row comes",
    "the first of two rows goes",
    "a NIK is corrected to the roll's",
    "a stranger is registered",
]
"""Those that always concern a row which its NIK does not decide."""

Resume = Callable[..., Comparison]


def told(comparison: Comparison) -> dict[str, Any]:
    return dict(json.loads(comparison.summary.read_text(encoding="utf-8")))


def run(crowd: Crowd, directory: Path, **more: Any) -> Comparison:
    policy = more.pop("policy", POLICY)
    return compare(crowd.residents_table(), crowd.roll_table(), policy=policy, directory=directory, **more)


def damaged_crowd(seed: int) -> Crowd:
    return make(1_500, seed=seed, rate=3)


def change(crowd: Crowd, names: Iterable[str], seed: int) -> None:
    dice = random.Random(seed)
    for name in names:
        CHANGES[name](dice, crowd)


def resumed(crowd: Crowd, before: Path, tmp_path: Path, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The summaries of a run that rests on ``before`` and of a full one, on the same crowd."""
    return resumed_alone(crowd, before, tmp_path, **more), told(run(crowd, tmp_path / "full", **more))


def resumed_alone(crowd: Crowd, before: Path, tmp_path: Path, **more: Any) -> dict[str, Any]:
    """The summary of the run that rests on ``before``, for who asks nothing of a full one."""
    return told(run(crowd, tmp_path / "again", earlier=before, **more))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of a crowd before anything changed, with what it left."""
    directory = tmp_path_factory.mktemp("before")
    run(damaged_crowd(3), directory, leaves=True)
    return directory


@pytest.mark.parametrize("seed", range(5))
def test_after_random_changes_the_result_is_that_of_a_full_run(tmp_path: Path, seed: int) -> None:
    """Each round rests on the one before, so that a fault would be carried on."""
    dice, crowd, last = random.Random(seed), damaged_crowd(seed), tmp_path / "0"
    run(crowd, last, leaves=True)
    for number in range(1, 5):
        change(
            crowd, [*dice.choices(USUAL, k=dice.choice((1, 5, 20))), *dice.choices(NEAR, k=4)], seed=seed * 100 + number
        )
        dice.shuffle(crowd.residents)
        again = run(crowd, tmp_path / str(number), earlier=last, leaves=True)
        full = run(crowd, tmp_path / "full")
        assert again.digest == full.digest
        assert told(again)["weights"] == told(full)["weights"]
        last = tmp_path / str(number)


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_a_change_of_one_kind_gives_what_a_full_run_gives(before: Path, tmp_path: Path, name: str) -> None:
    crowd = damaged_crowd(3)
    change(crowd, [name] * (1 if name in RARE else 4), seed=5)
    again, full = resumed(crowd, before, tmp_path)
    assert again["digest"] == full["digest"]
    assert again["findings"] == full["findings"]


def test_when_nothing_changed_every_row_is_taken_over(before: Path, tmp_path: Path) -> None:
    again, full = resumed(damaged_crowd(3), before, tmp_path)
    assert again["reused"] == again["entries"]
    assert again["digest"] == full["digest"]
    assert full["reused"] == 0


def test_when_everything_changed_no_row_is_taken_over(before: Path, tmp_path: Path) -> None:
    crowd = damaged_crowd(3)
    change(crowd, ["everything changes"], seed=1)
    again = resumed_alone(crowd, before, tmp_path)
    assert again["reused"] < 0.01 * again["entries"]


def test_a_roll_numbered_anew_is_taken_over_by_its_content(before: Path, tmp_path: Path) -> None:
    crowd = damaged_crowd(3)
    change(crowd, ["the roll is numbered anew"], seed=1)
    again, full = resumed(crowd, before, tmp_path)
    assert again["reused"] == again["entries"]
    assert again["digest"] == full["digest"]


@pytest.mark.parametrize("entry_id", [7, 500, 1200])
def test_one_changed_resident_moves_only_the_rows_near_her(before: Path, tmp_path: Path, entry_id: int) -> None:
    crowd = damaged_crowd(3)
    spot = next(spot for spot, person in enumerate(crowd.residents) if person.resident_id == crowd.truth[entry_id])
    crowd.residents[spot] = replace(crowd.residents[spot], kk_number="3516080101990099")
    again = resumed_alone(crowd, before, tmp_path)
    assert 0 < again["entries"] - again["reused"] <= 25


@pytest.mark.parametrize("seed", range(3))
def test_one_changed_row_moves_only_the_rows_near_it(before: Path, tmp_path: Path, seed: int) -> None:
    crowd = damaged_crowd(3)
    change(crowd, ["a NIK is hidden"], seed=seed)
    again = resumed_alone(crowd, before, tmp_path)
    assert 0 < again["entries"] - again["reused"] <= 25


def test_when_the_weights_move_everything_is_decided_anew(before: Path, tmp_path: Path) -> None:
    crowd = damaged_crowd(3)
    del crowd.residents[::4]
    again, full = resumed(crowd, before, tmp_path)
    assert (again["reused"], again["not_reused_because"]) == (0, earlier.OTHER_WEIGHTS)
    assert again["digest"] == full["digest"]


def test_when_only_the_standing_weighs_otherwise_what_the_nik_decided_stays(before: Path, tmp_path: Path) -> None:
    crowd = damaged_crowd(3)
    crowd.roll[::6] = [row | {"nik": ""} for row in crowd.roll[::6]]
    again, full = resumed(crowd, before, tmp_path)
    weighed = told_of(before)["weights"]["fields"]
    assert again["weights"]["fields"]["standing"] != weighed["standing"]
    assert again["weights"]["fields"]["name"] == weighed["name"]
    assert 0.5 * again["entries"] < again["reused"] < 0.9 * again["entries"]
    assert again["digest"] == full["digest"]


def told_of(directory: Path) -> dict[str, Any]:
    return dict(json.loads((directory / "summary.json").read_text(encoding="utf-8")))


def test_a_few_more_residents_move_no_weight(before: Path, tmp_path: Path) -> None:
    crowd = damaged_crowd(3)
    change(crowd, ["a resident comes", "a twin comes", "a row comes"], seed=2)
    again = resumed_alone(crowd, before, tmp_path)
    assert again["weights"] == told_of(before)["weights"]
    assert again["reused"] > 0.9 * again["entries"]


def test_memory_and_threads_are_no_reason_to_begin_anew(before: Path, tmp_path: Path) -> None:
    again, full = resumed(damaged_crowd(3), before, tmp_path, policy=replace(POLICY, memory_limit="300MB", threads=3))
    assert again["reused"] == again["entries"]
    assert again["digest"] == full["digest"]


@pytest.mark.parametrize("changed", [{"automatic": 700}, {"margin": 500}, {"area": ""}, {"adult_age": 18}])
def test_another_policy_is_a_reason_to_begin_anew(before: Path, tmp_path: Path, changed: dict[str, Any]) -> None:
    again, full = resumed(damaged_crowd(3), before, tmp_path, policy=replace(POLICY, **changed))
    assert (again["reused"], again["not_reused_because"]) == (0, earlier.OTHER_POLICY)
    assert again["digest"] == full["digest"]


def test_progress_counts_the_steps_of_a_resumed_run(before: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    plain: list[int] = []
    crowd = damaged_crowd(3)
    run(crowd, tmp_path / "plain", progress=lambda _label, done, _total: plain.append(done))
    run(crowd, tmp_path, earlier=before, leaves=True, progress=lambda *step: steps.append(step))
    assert [done for _, done, _ in steps] == list(range(len(steps)))
    assert len({label for label, _, _ in steps}) == len(steps)
    assert len(steps) - len(plain) == steps[-1][2] - steps[0][2] == earlier.more_steps(resumes=True, leaves=True)
