"""A run that rests on an earlier one: which rows must be decided anew, and the others as they were.

The result of a row is a function of the row, of the residents it meets, and of their standing. So a row is decided
anew when it is new or changed, when a resident it was compared with is changed, gone, or of another standing, and when
a changed resident meets it now. Everything else is taken over.

In two passes, for who is taken by NIK is known only after the first: it changes the standing of residents, and with it
the rows of the second. Between them ``roll`` holds only the rows that are decided anew, so that every other step is the
same as in a full run.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from elections.matching.blocking import AREA_RULES, NATION_RULES
from elections.matching.earlier import Earlier, same_standing
from elections.matching.relations import Step
from elections.matching.weights import Weights


@dataclass(frozen=True)
class Resumption:
    """The steps around those of a full run."""

    earlier: Earlier

    def before_exact(self) -> list[Step]:
        """``known`` (rows as before), ``changed`` and ``kept`` (residents, these taken as before); narrows ``roll``."""
        return [
            Step("Mengenali baris lama", "known", self._known()),
            Step("Mengenali penduduk yang berubah", "changed", self._changed()),
            Step("Memilih baris yang berubah", "opened", opened()),
            Step("Menyisihkan hubungan yang tetap", "kept", kept()),
            Step("Mempersempit daftar", "", make=_narrow),
        ]

    def after_exact(self, weights: Weights) -> list[Step]:
        """Widen ``roll`` and ``residual`` by the known rows whose candidates changed or have another standing."""
        return [
            Step("Mengenali kedudukan yang berubah", "moved", self._moved()),
            Step(
                "Menyusun penduduk yang berubah",
                "news",
                "SELECT residents.* FROM residents SEMI JOIN changed USING (resident_id)",
            ),
            Step("Menyusun baris yang tenang", "quiet", quiet()),
            Step("Mencari baris yang tersentuh", "touched", self._touched(weights), frees=("moved", "news", "quiet")),
            Step("Menambahkan baris yang tersentuh", "", make=_widen, frees=("touched", "opened", "changed")),
        ]

    def after_classifying(self) -> list[Step]:
        """Complete ``matches`` with the rows that stay, and ``roll`` with all of its rows."""
        return [
            Step("Mengambil alih hasil lama", "", make=self._take_over),
            Step("Memulihkan daftar", "", make=_restore),
        ]

    def reused(self, connection: duckdb.DuckDBPyConnection) -> int:
        """How many rows were taken over."""
        (rows,) = connection.execute("SELECT (SELECT count(*) FROM roll) - count(*) FROM decided").fetchall()[0]
        return int(rows)

    @property
    def pairs_before(self) -> str:
        """SQL that adds the pairs of the rows that stay to those that were weighed."""
        return (
            f"UNION ALL SELECT known.entry_id, before.resident_id FROM {self.earlier.rows('pairs')} AS before "
            "JOIN known ON known.earlier_id = before.entry_id ANTI JOIN decided ON decided.entry_id = known.entry_id"
        )

    def _known(self) -> str:
        return f"""
            SELECT now.entry_id, before.entry_id AS earlier_id, before.exact_id
            FROM entry_digests AS now JOIN {self.earlier.rows("entries")} AS before USING (digest)"""

    def _changed(self) -> str:
        return f"""
            SELECT resident_id
            FROM resident_digests AS now FULL JOIN {self.earlier.rows("residents")} AS before USING (resident_id)
            WHERE now.digest IS DISTINCT FROM before.digest"""

    def _moved(self) -> str:
        """Residents who are taken now and were not, or the other way round."""
        before = f"SELECT exact_id AS resident_id FROM {self.earlier.rows('entries')} WHERE exact_id IS NOT NULL"
        return f"""
            SELECT resident_id FROM taken ANTI JOIN ({before}) USING (resident_id)
            UNION ALL SELECT resident_id FROM ({before}) ANTI JOIN taken USING (resident_id)"""

    def _touched(self, weights: Weights) -> str:
        if not same_standing(self.earlier, weights):
            return "SELECT entry_id FROM quiet"
        met = " UNION ALL ".join(
            f"SELECT e.entry_id FROM quiet AS e JOIN news AS r ON {rule.condition}"
            for rule in (*AREA_RULES, *NATION_RULES)
        )
        return f"""
            SELECT DISTINCT entry_id FROM (
                SELECT quiet.entry_id
                FROM {self.earlier.rows("pairs")} AS before JOIN quiet ON quiet.earlier_id = before.entry_id
                WHERE resident_id IN (SELECT resident_id FROM changed UNION ALL SELECT resident_id FROM moved)
                UNION ALL {met})"""

    def _take_over(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(
            f"""INSERT INTO matches BY NAME
            SELECT before.* REPLACE (known.entry_id AS entry_id)
            FROM known ANTI JOIN roll USING (entry_id)
            JOIN {self.earlier.rows("matches")} AS before ON before.entry_id = known.earlier_id"""
        )
        connection.execute(
            f"""INSERT INTO doubtful SELECT known.entry_id, before.resident_id
            FROM known ANTI JOIN roll USING (entry_id)
            JOIN {self.earlier.rows("doubtful")} AS before ON before.entry_id = known.earlier_id"""
        )


def opened() -> str:
    """Rows that the NIK must judge again: changed ones, and those whose NIK led or leads to a changed resident."""
    return """
        SELECT entry_id FROM roll ANTI JOIN known USING (entry_id)
        UNION SELECT entry_id FROM known WHERE exact_id IN (SELECT resident_id FROM changed)
        UNION SELECT entry_id FROM roll
            WHERE nik IN (SELECT nik FROM residents SEMI JOIN changed USING (resident_id))"""


def kept() -> str:
    """The residents whom a row that stays has by NIK."""
    return """
        SELECT DISTINCT exact_id AS resident_id FROM known ANTI JOIN opened USING (entry_id)
        WHERE exact_id IS NOT NULL"""


def quiet() -> str:
    """The rows that the NIK does not decide and that seem to stay."""
    return """
        SELECT whole_roll.*, known.earlier_id FROM whole_roll JOIN known USING (entry_id)
        ANTI JOIN opened USING (entry_id) WHERE exact_id IS NULL"""


def _run(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _narrow(connection: duckdb.DuckDBPyConnection) -> None:
    _run(
        connection,
        (
            "ALTER TABLE roll RENAME TO whole_roll",
            "CREATE TABLE roll AS SELECT whole_roll.* FROM whole_roll SEMI JOIN opened USING (entry_id)",
        ),
    )


def _widen(connection: duckdb.DuckDBPyConnection) -> None:
    _run(
        connection,
        (
            f"INSERT INTO {table} SELECT whole_roll.* FROM whole_roll SEMI JOIN touched USING (entry_id)"
            for table in ("roll", "residual")
        ),
    )


def _restore(connection: duckdb.DuckDBPyConnection) -> None:
    _run(
        connection,
        (
            "CREATE TABLE decided AS SELECT entry_id FROM roll",
            "DROP TABLE roll",
            "ALTER TABLE whole_roll RENAME TO roll",
        ),
    )
