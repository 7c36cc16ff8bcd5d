"""A province in parts gives each roll its result: in any order of the parts, in any number of processes."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from elections.matching import at_home, leftovers, uniting
from elections.matching.at_home import compare_at_home
from elections.matching.engine import Cancelled, compare
from elections.matching.leftovers import MARK, compare_leftovers
from elections.matching.parting import PartMissing
from elections.matching.policy import Policy
from elections.matching.reading import BadInput
from elections.matching.uniting import unite
from tests.elections.matching.conftest import Result, read_back
from tests.elections.matching.crowd import POLLING_DAY, make, row_of, shuffled
from tests.elections.matching.people import Person, person

KEY = b"sixteen-bytes-ok"
REGENCIES = ("35.16", "35.17", "35.76")
PROVINCE = Policy(polling_date=POLLING_DAY, area="35")


class Province:
    """Residents of three regencies, and a roll for each."""

    def __init__(self, residents: Sequence[Person], rows: Sequence[Mapping[str, Any]]) -> None:
        self.residents = pa.Table.from_pylist([resident.__dict__ for resident in residents])
        self.rows = pa.Table.from_pylist(list(rows))

    def living_in(self, area: str) -> pa.Table:
        return of_area(self.residents, area)

    def roll_of(self, area: str) -> pa.Table:
        return of_area(self.rows, area)


def of_area(table: pa.Table, area: str) -> pa.Table:
    return table.filter(pa.array([code.startswith(area) for code in table.column("region_code").to_pylist()]))


def spread(code: str) -> str:
    """A village of the crowd's one regency, in one of three."""
    return REGENCIES[int(code[-4:]) % 3] + code[5:]


@pytest.fixture(scope="module")
def province() -> Province:
    crowd = make(9_000, seed=7, rate=2.0)
    residents = [replace(resident, region_code=spread(resident.region_code)) for resident in crowd.residents]
    return Province(residents, [{**row, "region_code": spread(row["region_code"])} for row in crowd.roll])


def fan_out(
    province: Province, folder: Path, *, order: Sequence[str] = REGENCIES, policy: Policy = PROVINCE, **inputs: Any
) -> dict[str, Result]:
    """All parts one after another, the homes in this order."""
    for area in order:
        compare_at_home(
            shuffled(province.living_in(area), len(order)),
            province.roll_of(area),
            policy=replace(policy, area=area),
            directory=folder / area,
            key=KEY,
        )
    homes = [folder / area for area in order]
    compare_leftovers(province.residents, homes, policy=policy, directory=folder / "sisa", key=KEY)
    return {area: united(folder, area, policy) for area in reversed(order)}


def united(folder: Path, area: str, policy: Policy = PROVINCE) -> Result:
    whole = unite(folder / area, folder / "sisa", policy=replace(policy, area=area), directory=folder / f"hasil-{area}")
    return read_back(whole)


@pytest.fixture(scope="module")
def parts(province: Province, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Result]]:
    folder = tmp_path_factory.mktemp("provinsi")
    return folder, fan_out(province, folder)


@pytest.fixture(scope="module")
def single(province: Province, tmp_path_factory: pytest.TempPathFactory) -> Result:
    directory = tmp_path_factory.mktemp("sekali")
    return read_back(compare(province.residents, province.rows, policy=PROVINCE, directory=directory))


def test_every_row_of_every_roll_has_exactly_one_outcome(
    province: Province, parts: tuple[Path, dict[str, Result]]
) -> None:
    for area, result in parts[1].items():
        rows = pq.read_table(result.comparison.matches).column("entry_id").to_pylist()
        assert rows == sorted(province.roll_of(area).column("entry_id").to_pylist())
        assert sum(result.comparison.outcomes.values()) == result.comparison.entries == len(rows)


@pytest.mark.parametrize("order", [("35.76", "35.16", "35.17"), ("35.17", "35.76", "35.16")])
def test_the_order_of_the_homes_changes_no_digest(
    province: Province, parts: tuple[Path, dict[str, Result]], tmp_path: Path, order: tuple[str, ...]
) -> None:
    again = fan_out(province, tmp_path, order=order, policy=replace(PROVINCE, threads=1))
    assert {area: result.comparison.digest for area, result in again.items()} == {
        area: result.comparison.digest for area, result in parts[1].items()
    }


def test_two_processes_give_what_one_after_another_gives(
    province: Province, parts: tuple[Path, dict[str, Result]], tmp_path: Path
) -> None:
    for area in REGENCIES:
        pq.write_table(province.living_in(area), tmp_path / f"penduduk-{area}.parquet")
        pq.write_table(province.roll_of(area), tmp_path / f"dpt-{area}.parquet")
    running = [at_home_elsewhere(tmp_path, areas) for areas in (("35.76", "35.16"), ("35.17",))]
    assert [process.wait(120) for process in running] == [0, 0]
    homes = [tmp_path / area for area in REGENCIES]
    compare_leftovers(province.residents.to_reader(999), homes, policy=PROVINCE, directory=tmp_path / "sisa", key=KEY)
    digests = {area: united(tmp_path, area).comparison.digest for area in REGENCIES}
    assert digests == {area: result.comparison.digest for area, result in parts[1].items()}


def at_home_elsewhere(folder: Path, areas: Sequence[str]) -> subprocess.Popen[bytes]:
    work = f"""
from datetime import date
from pathlib import Path
from elections.matching.at_home import compare_at_home
from elections.matching.policy import Policy
folder = Path({str(folder)!r})
for area in {tuple(areas)!r}:
    compare_at_home(folder / f"penduduk-{{area}}.parquet", folder / f"dpt-{{area}}.parquet",
        policy=Policy(polling_date=date({POLLING_DAY.year}, {POLLING_DAY.month}, {POLLING_DAY.day}), area=area),
        directory=folder / area, key={KEY!r})
"""
    return subprocess.Popen([sys.executable, "-c", work])


def test_the_parts_decide_what_a_single_run_decides(parts: tuple[Path, dict[str, Result]], single: Result) -> None:
    decided = {entry: row for result in parts[1].values() for entry, row in result.matches.items()}
    assert decided.keys() == single.matches.keys()
    alike = sum(
        all(decided[entry][column] == row[column] for column in ("outcome", "resident_id", "candidate_id"))
        for entry, row in single.matches.items()
    )
    assert alike / len(single.matches) >= 0.999


def test_the_parts_find_what_a_single_run_finds(parts: tuple[Path, dict[str, Result]], single: Result) -> None:
    whole, together = counted([single]), counted(parts[1].values())
    assert sum((whole & together).values()) / max(sum(whole.values()), sum(together.values())) >= 0.998


def counted(results: Iterable[Result]) -> Counter[tuple[Any, ...]]:
    columns = ("kind", "entry_id", "resident_id", "rule", "kpu_code")
    return Counter(tuple(finding[column] for column in columns) for result in results for finding in result.findings)


def test_the_leftovers_are_not_readable_without_the_key_nor_by_others(
    province: Province, parts: tuple[Path, dict[str, Result]]
) -> None:
    folder = parts[0]
    for area in REGENCIES:
        assert stat.filemode((folder / area).stat().st_mode) == "drwx------"
        kept = b"".join(path.read_bytes() for path in (folder / area).iterdir())
        names = {name.encode() for name in province.roll_of(area).column("name").to_pylist() if len(name) > 12}
        assert not [name for name in names if name in kept]
    assert stat.filemode((folder / "sisa").stat().st_mode) == "drwx------"


def test_the_summary_holds_both_weights_and_the_rule_says_which(parts: tuple[Path, dict[str, Result]]) -> None:
    result = parts[1]["35.16"]
    summary = json.loads(result.comparison.summary.read_text(encoding="utf-8"))
    assert summary["weights"]["prior"] > summary["leftovers"]["weights"]["prior"]
    marked = [row for row in result.matches.values() if (row["rule"] or "").startswith(MARK)]
    assert {row["outcome"] for row in result.matches.values() if row["rule"] and row not in marked} <= {
        "MATCHED",
        "MATCHED_WITH_DIFFERENCES",
        "PROBABLE",
    }
    assert marked


LIVING = (
    person(1, region_code="35.16.01.2001"),
    person(2, region_code="35.17.01.2001", name="SITI AMINAH", sex="P", birth_date=POLLING_DAY.replace(year=1970)),
    person(3, region_code="35.76.01.2001", name="JOKO WIJAYA", birth_date=POLLING_DAY.replace(year=1980)),
)


def small(rows: Sequence[dict[str, Any]], tmp_path: Path) -> dict[str, Result]:
    return fan_out(Province(LIVING, rows), tmp_path)


def test_a_person_living_in_another_regency_is_found_under_her_right_nik(tmp_path: Path) -> None:
    strayed = {**row_of(12, LIVING[1]), "region_code": "35.16.01.2001"}
    results = small([row_of(11, LIVING[0]), strayed, row_of(13, LIVING[2])], tmp_path)
    row = results["35.16"].matches[12]
    assert (row["outcome"], row["resident_id"]) == ("MATCHED_WITH_DIFFERENCES", 2)
    assert results["35.16"].kinds(12) == {"wrong_village"}


def test_who_is_on_another_regencys_roll_is_not_missing_from_her_own(tmp_path: Path) -> None:
    strayed = {**row_of(12, LIVING[1]), "region_code": "35.16.01.2001"}
    results = small([row_of(11, LIVING[0]), strayed], tmp_path / "ada")
    assert missing(results["35.17"]) == set()
    results = small([row_of(11, LIVING[0])], tmp_path / "tiada")
    assert missing(results["35.17"]) == {2}
    assert missing(results["35.76"]) == {3}


def missing(result: Result) -> set[int]:
    return {finding["resident_id"] for finding in result.findings if finding["kind"] == "missing_from_roll"}


@pytest.mark.parametrize("nik", ["right", "wrong"])
def test_a_person_on_the_rolls_of_two_regencies_is_reported_once(tmp_path: Path, nik: str) -> None:
    twice = {**row_of(10, LIVING[1]), "region_code": "35.16.01.2001"}
    if nik == "wrong":
        twice["nik"] = f"{LIVING[1].nik[:-1]}9"
    results = small([twice, row_of(11, LIVING[0]), row_of(12, LIVING[1]), row_of(13, LIVING[2])], tmp_path)
    found = {
        (area, finding["entry_id"]): (finding["resident_id"], finding["rule"], finding["evidence"])
        for area, result in results.items()
        for finding in result.findings
        if finding["kind"] == "duplicate"
    }
    rule = "same_nik" if nik == "right" else "same_person"
    assert found == {
        ("35.16", 10): (2, rule, "Orang yang sama dengan baris 12 di TPS 003 pada daftar 35.17."),
    }


def test_a_stranger_on_two_rolls_under_one_nik_is_reported(tmp_path: Path) -> None:
    stranger = person(99, name="WAHYU NUGROHO", birth_date=POLLING_DAY.replace(year=1961))
    rows = [
        {**row_of(20 + number, stranger), "region_code": f"{area}.01.2001"} for number, area in enumerate(REGENCIES)
    ]
    results = small(rows, tmp_path)
    assert [results[area].kinds(20 + number) for number, area in enumerate(REGENCIES)] == [
        set(),
        {"duplicate"},
        {"duplicate"},
    ]


def test_an_empty_roll_gives_an_empty_result_and_everybody_is_missing(tmp_path: Path) -> None:
    empty = Province(LIVING, [row_of(11, LIVING[0])])
    results = fan_out(empty, tmp_path)
    assert results["35.76"].matches == {}
    assert missing(results["35.76"]) == {3}


def test_rows_of_two_rolls_with_one_number_are_refused(tmp_path: Path) -> None:
    rows = [row_of(11, LIVING[0]), {**row_of(11, LIVING[1])}]
    with pytest.raises(BadInput, match="11 dipakai oleh dua daftar"):
        small(rows, tmp_path)


def test_a_home_that_is_not_done_is_asked_for_again(tmp_path: Path) -> None:
    with pytest.raises(PartMissing, match=r"35\.17"):
        compare_leftovers(
            Province(LIVING, [row_of(1, LIVING[0])]).residents,
            [tmp_path / "35.17"],
            policy=PROVINCE,
            directory=tmp_path / "sisa",
            key=KEY,
        )


@pytest.mark.parametrize("named", [("35.16", "35.16"), ("",)])
def test_homes_without_an_area_of_their_own_are_refused(tmp_path: Path, named: tuple[str, ...]) -> None:
    folders = []
    for number, area in enumerate(named):
        folders.append(tmp_path / str(number))
        folders[-1].mkdir()
        (folders[-1] / "part.json").write_text(json.dumps({"counts": {}, "area": area}))
    with pytest.raises(ValueError, match="area of its own"):
        compare_leftovers(
            Province(LIVING, [row_of(1, LIVING[0])]).residents,
            folders,
            policy=PROVINCE,
            directory=tmp_path / "sisa",
            key=KEY,
        )


def test_each_part_tells_its_steps_and_stops_between_them(province: Province, tmp_path: Path) -> None:
    area = "35.17"
    policy, living, roll = replace(PROVINCE, area=area), province.living_in(area), province.roll_of(area)
    calls: list[tuple[int, Callable[..., Any]]] = [
        (
            at_home.STEPS,
            lambda **kw: compare_at_home(living, roll, policy=policy, directory=tmp_path / area, key=KEY, **kw),
        ),
        (
            leftovers.STEPS,
            lambda **kw: compare_leftovers(
                province.residents, [tmp_path / area], policy=PROVINCE, directory=tmp_path / "sisa", key=KEY, **kw
            ),
        ),
        (
            uniting.STEPS,
            lambda **kw: unite(tmp_path / area, tmp_path / "sisa", policy=policy, directory=tmp_path / "hasil", **kw),
        ),
    ]
    for steps, call in calls:
        told: list[tuple[str, int, int]] = []
        with pytest.raises(Cancelled):
            call(cancelled=lambda: True)
        call(progress=lambda label, done, total, told=told: told.append((label, done, total)))
        assert [done for _, done, _ in told] == list(range(steps))
        assert {total for _, _, total in told} == {steps}
        assert len({label for label, _, _ in told}) == steps
