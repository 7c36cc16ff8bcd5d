"""The first part of a fanned-out comparison: one roll against the residents of its own regency."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Callable
from pathlib import Path

from elections.matching import assigning, classifying, exact, findings, parting
from elections.matching.engine import Progress, UnderWay, opened, prepare
from elections.matching.parting import Part
from elections.matching.policy import Policy
from elections.matching.reading import Source, open_input, read
from elections.matching.relations import MATCH_COLUMNS, Step
from elections.matching.scorer import DuckDBScorer
from elections.matching.statistics import standings
from elections.matching.vocabulary import Outcome
from elections.matching.weights import Weights

STEPS = 28
"""Steps of this part, for the progress; a test counts them."""


def compare_at_home(
    residents: Source,
    roll: Source,
    *,
    policy: Policy,
    directory: Path,
    key: bytes,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Part:
    """Settle the rows of ``roll`` whose person lives in the regency ``policy.area``, and leave the others.

    ``residents`` are those of the regency, all of them. Writes into ``directory`` (made anew, 0700): the settled rows
    and what is wrong with them, the residents who should be on the roll and are not settled, and the leftover rows,
    encrypted with ``key``. A row that nobody at home answers for without a doubt is left over, also when a person
    would have to decide: the one it means may live elsewhere. Raises as ``engine.compare`` does.
    """
    if not policy.area:
        raise ValueError("a home part needs the area of its roll")
    parting.empty_folder(directory)
    with opened(policy, directory) as connection:
        run = UnderWay(connection, progress, cancelled, total=STEPS)
        with run.step("Membaca data penduduk"):
            counts = {"residents": read(connection, open_input(connection, "residents", residents), policy)}
        with run.step("Membaca daftar pemilih"):
            counts["entries"] = read(connection, open_input(connection, "roll", roll), policy)
        weights = _settle(run, policy, prepare(run, policy, keep=("roll_in",)))
        with run.step("Menyimpan yang selesai dan sisa"):
            _leave_all(run, directory, key)
        counts["settled"] = connection.execute("SELECT count(*) FROM matches").fetchall()[0][0]
    return Part(directory, counts, run.timings, weights.as_dict(), policy.area).write()


def _settle(run: UnderWay, policy: Policy, weights: Weights) -> Weights:
    """The tables ``matches``, ``leftover_ids`` and ``findings``; ``matches`` has settled rows only."""
    run.run(exact.steps(weights))
    weights = weights.knowing(standings(run.connection))
    automatic = f"SELECT * FROM area_best WHERE {assigning.is_automatic(policy)}"
    run.run(
        [
            *assigning.area_steps(policy, DuckDBScorer(policy, weights)),
            Step("Memilih yang pasti", "best", automatic, ("area_best", "area_scored")),
            *classifying.steps(policy),
            Step("Menyisihkan sisa", "leftover_ids", _leftover_ids()),
        ]
    )
    run.connection.execute(f"DELETE FROM matches WHERE outcome = '{Outcome.NOT_FOUND}'")
    run.run([*findings.steps_of_each_row(policy)])
    return weights


def _leftover_ids() -> str:
    return f"SELECT entry_id FROM matches WHERE outcome = '{Outcome.NOT_FOUND}'"


def _leave_all(run: UnderWay, directory: Path, key: bytes) -> None:
    connection = run.connection
    parting.hold_key(connection, key)
    settled = f"SELECT {', '.join(MATCH_COLUMNS)}, tps FROM matches JOIN roll USING (entry_id)"
    expected = "SELECT resident_id FROM residents ANTI JOIN matches USING (resident_id) WHERE expected"
    leftovers = "SELECT * FROM roll_in SEMI JOIN leftover_ids USING (entry_id)"
    parting.leave(connection, settled, directory / parting.SETTLED, order="entry_id")
    parting.leave(connection, "SELECT * FROM findings", directory / parting.FINDINGS, order="kind, entry_id, rule")
    parting.leave(connection, expected, directory / parting.EXPECTED, order="resident_id")
    parting.leave(connection, leftovers, directory / parting.LEFTOVERS, order="entry_id", encrypted=True)
