import hashlib
from itertools import combinations
from pathlib import Path

import duckdb
import pytest

from elections.made_up import make_population
from elections.made_up.dice import Dice


def digests(directory: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(directory.iterdir())}


@pytest.mark.parametrize("profile", ["standard", "hard"])
def test_the_same_arguments_give_the_same_bytes_on_any_number_of_threads(tmp_path: Path, profile: str) -> None:
    for threads in (1, 2, 4):
        make_population(tmp_path / str(threads), seed=7, residents=5_000, profile=profile, threads=threads)
    one, two, four = (digests(tmp_path / name) for name in ("1", "2", "4"))
    assert one == two == four
    assert set(one) == {
        "dpt-35.16.csv",
        "siak-35.16.csv",
        "truth-findings-35.16.csv",
        "truth-missing-35.16.csv",
        "truth-roll-35.16.csv",
        "truth.json",
    }


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    for seed in (1, 2):
        make_population(tmp_path / str(seed), seed=seed, residents=5_000)
    one, two = digests(tmp_path / "1"), digests(tmp_path / "2")
    assert all(one[name] != two[name] for name in one)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("residents", "profile"), [(2_000, "standard"), (5_000, "standard"), (2_000, "hard")])
def test_even_tiny_regencies_keep_their_plan(tmp_path: Path, residents: int, profile: str, seed: int) -> None:
    made = make_population(tmp_path, seed=seed, residents=residents, profile=profile)
    assert made.total["residents"] == residents


def test_regencies_do_not_depend_on_each_other_and_share_no_nik(tmp_path: Path) -> None:
    both = make_population(tmp_path / "both", seed=3, residents=5_000, regencies=("35.16", "35.76"))
    make_population(tmp_path / "one", seed=3, residents=5_000, regencies=("35.76",))
    assert (tmp_path / "both/siak-35.76.csv").read_bytes() == (tmp_path / "one/siak-35.76.csv").read_bytes()
    niks = [
        line.split(",")[1]
        for regency in both.regencies
        for line in regency.siak.read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert len(set(niks)) == len(niks) == both.total["siak_rows"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"profile": "perfect"}, "Profil 'perfect' tidak dikenal"),
        ({"regencies": ("35.16", "35.16")}, "satu kali"),
        ({"regencies": ()}, "paling sedikit satu"),
        ({"regencies": ("35.99",)}, "tidak dikenal"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(
    tmp_path: Path, arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        make_population(tmp_path / "out", **{"seed": 1, "residents": 5_000, **arguments})  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_draws_are_even_and_those_of_two_purposes_independent() -> None:
    dice = Dice(2020, "35.16")
    purposes = [dice.unit("i", purpose) for purpose in ("age", "name", "wed", "odd")]
    columns = ", ".join(f"{draw} AS d{at}" for at, draw in enumerate(purposes))
    pairs = list(combinations(range(len(purposes)), 2))
    tests = ", ".join(f"corr(d{a}, d{b}), corr(abs(d{a} - 0.5), d{b})" for a, b in pairs)
    means = ", ".join(f"avg(d{at}) - 0.5" for at in range(len(purposes)))
    (answer,) = duckdb.execute(
        f"WITH drawn AS (SELECT {columns} FROM range(200000) t(i)) SELECT {tests}, {means} FROM drawn"
    ).fetchall()
    assert max(map(abs, answer)) < 0.01
