"""Runs a comparison: the only file that opens DuckDB. Its list of steps is the table of contents."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from time import perf_counter

import duckdb

from elections.matching import assigning, classifying, exact, findings, keying, normalising, room, row_digests
from elections.matching import earlier as earlier_result
from elections.matching.engines import ENGINES, Scoring, scoring_by
from elections.matching.inputs import Source, open_input
from elections.matching.model import load
from elections.matching.policy import Policy
from elections.matching.reading import read
from elections.matching.relations import FINDING_COLUMNS, LEVEL_COLUMNS, MATCH_COLUMNS, Step
from elections.matching.resuming import Resumption
from elections.matching.spark_place import SparkPlace
from elections.matching.statistics import standings, statistics
from elections.matching.weights import Weights, weights_of

Progress = Callable[[str, int, int], None]

STEPS = 33
"""Steps of a comparison, for the progress; a test counts them."""

LINES_A_HASH = 10_000
"""Result lines that are put into the digest at a time."""


class Cancelled(Exception):
    """Somebody asked for the comparison to stop; nothing was written."""


@dataclass(frozen=True)
class Comparison:
    """What a comparison gave: three files and their summary.

    ``outcomes`` and ``findings_by_kind`` count rows, ``timings`` are seconds per step, ``digest`` is the SHA-256 of the
    sorted result: the same inputs and policy give the same digest in any order of rows and on any number of threads.
    """

    matches: Path
    findings: Path
    summary: Path
    residents: int
    entries: int
    outcomes: dict[str, int]
    findings_by_kind: dict[str, int]
    timings: dict[str, float]
    digest: str


@dataclass
class UnderWay:
    """One comparison under way: tells and asks between steps, and times them."""

    connection: duckdb.DuckDBPyConnection
    progress: Progress | None
    cancelled: Callable[[], bool] | None
    total: int
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, label: str) -> Iterator[None]:
        """Tell that a step begins, and time it. Raises Cancelled when somebody asked to stop."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(label, len(self.timings), self.total)
        start = perf_counter()
        yield
        self.timings[label] = round(perf_counter() - start, 3)

    def run(self, steps: Iterable[Step]) -> None:
        """Make the tables of the steps, one after the other."""
        for step in steps:
            with self.step(step.label):
                if step.make is not None:
                    step.make(self.connection)
                else:
                    self.connection.execute(f"CREATE TABLE {step.table} AS {step.sql}")
                for table in step.frees:
                    self.connection.execute(f"DROP TABLE {table}")


def prepare(run: UnderWay, policy: Policy, *, keep: tuple[str, ...] = ()) -> Weights:
    """The tables ``residents``, ``roll`` and ``names`` with their keys, and the weights that fit them.

    ``keep`` names tables that would be dropped on the way.
    """
    steps = [*normalising.steps(), *keying.steps(policy), exact.sharing()]
    run.run(keeping(steps, keep))
    return weights_of(load(policy.model), statistics(run.connection))


def prepared(connection: duckdb.DuckDBPyConnection, residents: Source, roll: Source, policy: Policy) -> dict[str, int]:
    """Read and prepare both sides without anybody watching; gives the rows of each."""
    counts = {
        role: read(connection, open_input(connection, role, source), policy)
        for role, source in (("residents", residents), ("roll", roll))
    }
    prepare(UnderWay(connection, None, None, total=STEPS), policy)
    return counts


def link(
    run: UnderWay,
    policy: Policy,
    weights: Weights,
    scoring: Scoring,
    *,
    also_taken: str = "",
    resumption: Resumption | None = None,
    keep: tuple[str, ...] = (),
) -> Weights:
    """The table ``matches``; gives the weights once it is known who is taken (``also_taken``: see ``exact.steps``).

    Rows that a ``resumption`` knows are taken over. ``keep`` names tables that would be dropped on the way.
    """
    run.run(resumption.before_exact() if resumption else ())
    run.run(exact.steps(weights, "kept" if resumption else also_taken))
    weights = weights.knowing(standings(run.connection))
    run.run(resumption.after_exact(weights) if resumption else ())
    with scoring(policy, weights) as scorer:
        run.run(keeping(assigning.steps(policy, scorer), keep))
    run.run(classifying.steps(policy))
    run.run(resumption.after_classifying() if resumption else ())
    return weights


def keeping(steps: Iterable[Step], tables: tuple[str, ...]) -> list[Step]:
    """The same steps, which do not drop these tables."""
    return [step._replace(frees=tuple(table for table in step.frees if table not in tables)) for step in steps]


def compare(
    residents: Source,
    roll: Source,
    *,
    policy: Policy,
    directory: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    engine: str = ENGINES[0],
    spark: SparkPlace | None = None,
    earlier: Path | None = None,
    leaves: bool = False,
) -> Comparison:
    """Find each row of ``roll`` among ``residents`` and say what is wrong with the roll.

    Both are a path (Parquet or CSV) or an Arrow reader or table with the columns of ``relations.py``. Writes
    ``matches.parquet``, ``findings.parquet`` and, last, ``summary.json`` into ``directory``, in place of those of an
    earlier run. ``progress`` is told the step, how many are done and how many there are. ``engine`` weighs the
    candidates, ``spark`` says where when it is that one. Raises BadInput for what cannot be read, Cancelled when
    ``cancelled`` says so, DiskFull, TooLittleMemory and NoEngine; nothing is written then.

    ``earlier`` is the folder of an earlier result that left its row digests: rows of which nothing has changed are
    taken over, and the result is the same as without. ``leaves`` leaves row digests in ``directory``, for a later run;
    they are personal data (``earlier.py``). When the earlier result does not fit, everything is decided anew, and the
    summary says why.
    """
    scoring = scoring_by(engine, directory, spark or SparkPlace())
    if engine != ENGINES[0]:  # the others do not tell which pairs they weighed
        earlier, leaves = None, False
    with room.all_or_nothing(directory, policy.memory_limit), opened(policy, directory) as connection:
        run = UnderWay(connection, progress, cancelled, total=STEPS)
        counts = {}
        for role, source in (("residents", residents), ("roll", roll)):
            with run.step("Membaca data penduduk" if role == "residents" else "Membaca daftar pemilih"):
                counts[role] = read(connection, open_input(connection, role, source), policy)
        digested = leaves or earlier is not None
        weights = prepare(run, policy, keep=row_digests.NEEDED if digested else ())
        found, why_not = earlier_result.find(earlier, directory, policy, weights)
        resumption = Resumption(found) if found else None
        run.total += earlier_result.more_steps(resumes=resumption is not None, leaves=leaves)
        run.run(row_digests.steps() if leaves or resumption else ())
        keep = earlier_result.PAIRS if leaves else ()
        weights = link(run, policy, weights, scoring, resumption=resumption, keep=keep)
        run.run(keeping(findings.steps(policy), ("doubtful",) if leaves else ()))
        run.run(earlier_result.steps(resumption.pairs_before if resumption else "") if leaves else ())
        reused = resumption.reused(connection) if resumption else 0
        with run.step("Menulis hasil"):
            _make_room(connection, {"matches", "findings", *earlier_result.TABLES.values()})
            digest = write_result(connection, directory)
            if leaves:
                earlier_result.leave(connection, directory, policy, weights)
        result = summed_up(connection, directory, counts, run.timings, digest)
        write_summary(result, policy, weights, engine, reused=reused, not_reused_because=why_not)
        room.publish(directory)
    return result


@contextmanager
def opened(policy: Policy, directory: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database that spills into a folder of its own, which is gone afterwards."""
    spill = directory / room.SPILL
    shutil.rmtree(spill, ignore_errors=True)
    spill.mkdir(mode=0o700)
    limit = {"max_temp_directory_size": policy.spill_limit} if policy.spill_limit else {}
    connection = duckdb.connect(
        config={
            "memory_limit": policy.memory_limit,
            "threads": policy.threads,
            "temp_directory": str(spill),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # The wheel's own cipher has a weak source of randomness, hence the name; it keeps people's data from
            # lying in the clear on the disk, which is all that is asked of files that live for seconds.
            "force_mbedtls_unsafe": "true",
            "temp_file_encryption": True,
            **limit,
        },
    )
    try:
        yield connection
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def _make_room(connection: duckdb.DuckDBPyConnection, needed: set[str]) -> None:
    """Drop all other tables, so that the sorting of the result need not spill."""
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        if table not in needed:
            connection.execute(f"DROP TABLE {table}")


def write_result(connection: duckdb.DuckDBPyConnection, directory: Path) -> str:
    """Both result files, sorted, and the digest of their lines."""
    connection.execute("SET preserve_insertion_order = true")
    digest = hashlib.sha256()
    for table, columns, line, order in (
        ("matches", MATCH_COLUMNS, match_line(), "entry_id"),
        ("findings", FINDING_COLUMNS, finding_line(), "kind, entry_id, resident_id, rule"),
    ):
        target = str(room.part(directory, f"{table}.parquet")).replace("'", "''")
        connection.execute(f"CREATE TABLE sorted AS SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"COPY sorted TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        for lines in _lines(connection, line):
            digest.update(lines.encode())
        connection.execute(f"ALTER TABLE sorted RENAME TO {table}")
    return digest.hexdigest()


def match_line() -> str:
    """SQL for a row of the matches as text for the digest; the levels, one figure each, are one number."""
    levels = reduce(lambda number, level: f"({number} * 10 + {level})", LEVEL_COLUMNS, "0::BIGINT")
    return (
        f"concat(entry_id, outcome, reason, resident_id, '/', candidate_id, '/', weight, '/', margin, rule, "
        f"{levels}, '/', name_bits, recorded)"
    )


def finding_line() -> str:
    """SQL for a row of the findings as text for the digest."""
    return "concat(kind, entry_id, '/', resident_id, rule, evidence, kpu_code)"


def _lines(connection: duckdb.DuckDBPyConnection, line: str) -> Iterator[str]:
    """The rows of ``sorted`` as text, some thousand lines at a time."""
    connection.execute(
        f"SELECT string_agg({line}, chr(10) ORDER BY rowid) || chr(10) FROM sorted "
        f"GROUP BY rowid // {LINES_A_HASH} ORDER BY rowid // {LINES_A_HASH}"
    )
    while row := connection.fetchone():
        yield row[0]


def summed_up(
    connection: duckdb.DuckDBPyConnection,
    directory: Path,
    counts: dict[str, int],
    timings: dict[str, float],
    digest: str,
) -> Comparison:
    """What the tables ``matches`` and ``findings`` hold, in counts."""
    outcomes = connection.execute("SELECT outcome, count(*) FROM matches GROUP BY 1 ORDER BY 1").fetchall()
    kinds = connection.execute("SELECT kind, count(*) FROM findings GROUP BY 1 ORDER BY 1").fetchall()
    return Comparison(
        matches=directory / "matches.parquet",
        findings=directory / "findings.parquet",
        summary=directory / "summary.json",
        residents=counts["residents"],
        entries=counts["roll"],
        outcomes=dict(outcomes),
        findings_by_kind=dict(kinds),
        timings=timings,
        digest=digest,
    )


def write_summary(result: Comparison, policy: Policy, weights: Weights, engine: str, **more: object) -> None:
    """Write ``summary.json``, without which a result is not one; ``more`` stands in it as it is."""
    summary = {
        "residents": result.residents,
        "entries": result.entries,
        "outcomes": result.outcomes,
        "findings": result.findings_by_kind,
        "timings": result.timings,
        "policy": policy.as_dict(),
        "weights": weights.as_dict(),
        "engine": engine,
        "duckdb": duckdb.__version__,
        "digest": result.digest,
        **more,
    }
    text = json.dumps(summary, indent=2, ensure_ascii=False) + "\n"
    room.part(result.summary.parent, result.summary.name).write_text(text, encoding="utf-8")
