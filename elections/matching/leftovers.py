"""The second part of a fanned-out comparison: the rows that found nobody at home, against everybody.

They go through the same steps as in a single run, home included, so all candidates of a row are weighed on one scale.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Callable, Sequence
from pathlib import Path

from elections.matching import findings, parting
from elections.matching.engine import Progress, UnderWay, link, opened, prepare
from elections.matching.engines import ENGINES, scoring_by
from elections.matching.inputs import BadInput, Source, open_input
from elections.matching.parting import Part
from elections.matching.policy import Policy
from elections.matching.reading import read
from elections.matching.relations import FINDING_COLUMNS, MATCH_COLUMNS, Step
from elections.matching.spark_place import SparkPlace

STEPS = 39
"""Steps of this part, for the progress; a test counts them."""

MARK = "leftover:"
"""Stands before the rule of a row that was weighed here: with this part's weights, not with those of its home."""


def compare_leftovers(
    residents: Source,
    homes: Sequence[Path],
    *,
    policy: Policy,
    directory: Path,
    key: bytes,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Part:
    """Find the leftover rows of all ``homes`` (folders of ``at_home``, in any order) among all ``residents``.

    ``policy.area`` is the province, or blank for the nation; ``key`` is that of the homes. Writes into ``directory``
    the leftover rows' matches, what is wrong with them, and the duplicates among all rows of all rolls: only here it
    is known that two regencies have the same person. Raises PartMissing for a home that is not done, BadInput for
    residents that cannot be read and for rows of two rolls with one ``entry_id``, Cancelled as ``engine.compare``.
    """
    done = parting.read_homes(homes)
    parting.empty_folder(directory)
    with opened(policy, directory) as connection:
        run = UnderWay(connection, progress, cancelled, total=STEPS)
        parting.hold_key(connection, key)
        with run.step("Membaca data penduduk"):
            counts = {"residents": read(connection, open_input(connection, "residents", residents), policy)}
        run.run(_from_homes(done))
        _refuse_shared_ids(run)
        scoring = scoring_by(ENGINES[0], directory, SparkPlace())
        weights = link(run, policy, prepare(run, policy), scoring, also_taken="taken_at_home")
        run.run([*findings.steps_of_each_row(policy), *_repeats(policy)])
        with run.step("Menyimpan hasil sisa"):
            _leave_all(run, directory)
        counts["entries"] = connection.execute("SELECT count(*) FROM matches").fetchall()[0][0]
    return Part(directory, counts, run.timings, weights.as_dict()).write()


def _from_homes(homes: Sequence[Part]) -> list[Step]:
    """``roll_in``, ``rolls`` (whose roll each leftover row is on), ``settled``, ``taken_at_home``.

    ``margin`` is blank where the NIK decided.
    """
    rows = parting.left(homes, parting.LEFTOVERS, encrypted=True)
    settled = parting.left(homes, parting.SETTLED)
    return [
        Step("Membaca sisa", "roll_in", f"SELECT * EXCLUDE (area) FROM {rows}"),
        Step("Mencatat asal sisa", "rolls", f"SELECT entry_id, area FROM {rows}"),
        Step(
            "Membaca yang sudah selesai",
            "settled",
            f"SELECT area, entry_id, resident_id, outcome, weight, nik_level, tps, margin FROM {settled}",
        ),
        Step("Mencatat penduduk terhubung", "taken_at_home", "SELECT resident_id FROM settled WHERE margin IS NULL"),
    ]


def _refuse_shared_ids(run: UnderWay) -> None:
    shared = run.connection.execute(
        "SELECT entry_id FROM (SELECT entry_id FROM rolls UNION ALL SELECT entry_id FROM settled) "
        "GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
    ).fetchall()
    if shared:
        raise BadInput(
            f"Nomor baris (entry_id) {shared[0][0]} dipakai oleh dua daftar. "
            "Beri setiap baris dari semua daftar nomor yang berbeda."
        )


def _repeats(policy: Policy) -> list[Step]:
    """``all_findings``: those of the leftover rows, and the duplicates of all rolls."""
    linked = "entry_id, resident_id, outcome, weight, nik_level"
    here = f"SELECT area, {linked}, tps FROM matches JOIN roll USING (entry_id) JOIN rolls USING (entry_id)"
    repeats = findings.repeats(linked="linked", stations="rows")
    elsewhere = "CASE WHEN kept_area <> area THEN ' pada daftar ' || kept_area ELSE '' END"
    where = f"coalesce(' di TPS ' || kept_tps, '') || {elsewhere}"
    return [
        Step("Menyatukan semua baris", "rows", f"SELECT * EXCLUDE (margin) FROM settled UNION ALL BY NAME {here}"),
        Step("Mengumpulkan hubungan", "linked", "SELECT * FROM rows WHERE resident_id IS NOT NULL", ("settled",)),
        Step(
            "Mencari data ganda",
            "repeats",
            f"SELECT repeats.*, own.area, kept.area AS kept_area FROM ({repeats}) AS repeats "
            "JOIN rows AS own USING (entry_id) JOIN rows AS kept ON kept.entry_id = kept_id",
            ("linked",),
        ),
        Step(
            "Menyusun temuan ganda",
            "all_findings",
            f"SELECT * FROM findings UNION ALL {findings.with_codes(policy, [findings.duplicates(where)])}",
            ("findings", "repeats"),
        ),
    ]


def _leave_all(run: UnderWay, directory: Path) -> None:
    columns = ", ".join(f"'{MARK}' || rule AS rule" if name == "rule" else name for name in MATCH_COLUMNS)
    found = ", ".join(FINDING_COLUMNS)
    matches = f"SELECT area AS roll_area, {columns} FROM matches JOIN rolls USING (entry_id)"
    wrong = (
        f"SELECT area AS roll_area, {found} FROM all_findings JOIN (SELECT area, entry_id FROM rows) USING (entry_id)"
    )
    doubtful = "SELECT DISTINCT resident_id FROM doubtful"
    parting.leave(run.connection, matches, directory / parting.MATCHES, order="entry_id")
    parting.leave(run.connection, doubtful, directory / parting.DOUBTFUL, order="resident_id")
    parting.leave(run.connection, wrong, directory / parting.FINDINGS, order="kind, entry_id, rule")
