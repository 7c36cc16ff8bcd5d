"""The benchmark of the comparison: how it judges, which bars it shows and where its tables stand."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.matching import bars, report
from benchmarks.matching.contenders import CONTENDERS, Contender, chosen
from benchmarks.matching.engine import PHASES
from benchmarks.matching.judging import Score, Verdict, judge
from benchmarks.matching.lists import FULL, Lists
from benchmarks.matching.running import Result

NOTHING = Score(0, 0, 0)


def result(contender: Contender, *, cpu: float = 1.0) -> Result:
    verdict = Verdict(rows=100, every=NOTHING, hard=NOTHING, review=0.0, findings={})
    return Result(contender, dict.fromkeys(PHASES.values(), cpu / len(set(PHASES.values()))), 1.0, 100.0, verdict)


def write(path: Path, query: str) -> None:
    duckdb.sql(f"COPY ({query}) TO '{path}'")


def test_only_right_links_count_and_of_a_persons_rows_all_but_one_are_duplicates(tmp_path: Path) -> None:
    write(
        tmp_path / "truth.parquet",
        "FROM (VALUES (1, 10, false), (2, 10, true), (3, NULL, true), (4, 40, true)) "
        "AS t (entry_id, resident_id, hard)",
    )
    write(
        tmp_path / "truth_findings.parquet",
        "FROM (VALUES ('duplicate', 1, 10, 10), ('duplicate', 2, 10, 10), ('missing_from_roll', NULL, 50, NULL)) "
        "AS f (kind, entry_id, resident_id, group_id)",
    )
    write(
        tmp_path / "matches.parquet",
        "FROM (VALUES (1, 10, 'MATCHED'), (2, 10, 'PROBABLE'), (3, 30, 'PROBABLE'), (4, NULL, 'REVIEW')) "
        "AS m (entry_id, resident_id, outcome)",
    )
    write(
        tmp_path / "findings.parquet",
        "FROM (VALUES ('duplicate', 2, 10), ('missing_from_roll', NULL, 60)) AS f (kind, entry_id, resident_id)",
    )

    verdict = judge(tmp_path, tmp_path)

    assert verdict.every == Score(given=3, right=2, true=3)
    assert verdict.hard == Score(given=2, right=1, true=2)
    assert verdict.review == 0.25
    assert verdict.findings == {"duplicate": Score(1, 1, 1), "missing_from_roll": Score(1, 0, 1)}


@pytest.mark.parametrize(("residents", "is_judged"), [(50_000, False), (FULL, True)])
def test_ratios_to_the_floor_are_judged_for_a_whole_regency_only(residents: int, *, is_judged: bool) -> None:
    floor, ours = CONTENDERS[:2]
    found = bars.bars(Lists(residents, "standard"), {"floor": result(floor, cpu=0.01), "engine": result(ours)})

    assert any("floor" in bar.what and not bar.is_held for bar in found) is is_judged


def test_costly_contenders_run_when_asked_or_where_they_belong() -> None:
    assert "splink_everything" not in {each.name for each in chosen(50_000, [])}
    assert "record_linkage" not in {each.name for each in chosen(FULL, [])}
    assert [each.name for each in chosen(50_000, ["splink_everything"])] == ["splink_everything"]


def test_a_table_takes_the_place_of_the_one_before_and_leaves_the_rest(tmp_path: Path) -> None:
    document = tmp_path / "matching.md"
    document.write_text("# Matching\n\nWords.\n")
    for name, text in (("a", "old"), ("b", "other"), ("a", "new")):
        report.write(document, name, text)

    content = document.read_text()
    assert content.startswith("# Matching\n\nWords.\n")
    assert "old" not in content
    assert content.index("new") < content.index("other")
    assert content.endswith("<!-- end of b -->\n")


def test_who_could_not_run_is_named_with_the_reason() -> None:
    floor, ours = CONTENDERS[:2]
    text = report.block(Lists(FULL, "hard"), {"floor": result(floor), "engine": result(ours)}, [], {"x": "no packages"})

    assert "| this engine" in text
    assert text.endswith("x did not run: no packages")
