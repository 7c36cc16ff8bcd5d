"""Rows of the roll looked at anew: every resident who came near, and any pair that somebody asks about.

A comparison keeps one candidate a row. This prepares the same tables from the same inputs and lets the engine's own
SQL speak of the others.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package, and whole numbers

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from elections.matching import engine, exact
from elections.matching.blocking import AREA_RULES, NATION_RULES, Rule, candidates, rule_name
from elections.matching.explaining import Account, accounts, decisive
from elections.matching.model import load
from elections.matching.pairing import STANDING, compared
from elections.matching.policy import Policy
from elections.matching.reading import Source
from elections.matching.statistics import standings, statistics
from elections.matching.vocabulary import StandingLevel
from elections.matching.weights import Weights, weights_of


class NotThere(LookupError):
    """The row or the resident asked about is in neither input; the message says which in Indonesian."""


@dataclass(frozen=True)
class Candidate:
    """A resident beside a row: both accounts of the pair. ``rule`` found it; blank where no rule does."""

    resident_id: int
    rule: str
    pair: tuple[Account, Account]

    @property
    def likelihood(self) -> int:
        """What candidates are ranked by, in hundredths of a bit."""
        return self.pair[0].likelihood

    @property
    def weight(self) -> int:
        """What is held against the thresholds, in hundredths of a bit."""
        return decisive(self.pair).weight


@dataclass(frozen=True)
class Trace:
    """Both inputs with their keys, ready to be asked about any row."""

    connection: duckdb.DuckDBPyConnection
    policy: Policy
    weights: Weights

    def candidates(self, entry_id: int) -> list[Candidate]:
        """The residents worth a look for a row, the likeliest first, as the engine finds them.

        The nation is searched only where the area settles nothing. Raises NotThere.
        """
        self._ask("roll", "entry_id", entry_id)
        in_area = self._found(entry_id, AREA_RULES)
        return in_area if self._settles(in_area) else self._found(entry_id, (*AREA_RULES, *NATION_RULES))

    def pair(self, entry_id: int, resident_id: int) -> Candidate:
        """A row beside a resident, whoever that is. Raises NotThere."""
        self._ask("roll", "entry_id", entry_id)
        self._ask("residents", "resident_id", resident_id)
        rules = (*AREA_RULES, *NATION_RULES)
        found = f"(SELECT min(rule) FROM ({self._pairs(entry_id, rules)}) WHERE resident_id = {resident_id})"
        pairs = f"SELECT {entry_id}::BIGINT AS entry_id, {resident_id}::BIGINT AS resident_id, {found} AS rule"
        (candidate,) = self._weighed(entry_id, pairs, rules)
        return candidate

    def _ask(self, table: str, column: str, number: int) -> None:
        if not self.connection.execute(f"SELECT 1 FROM {table} WHERE {column} = {number}").fetchone():
            who = "Baris" if table == "roll" else "Penduduk"
            where = "daftar pemilih" if table == "roll" else "data penduduk"
            raise NotThere(f"{who} {number} tidak ada di {where}. Periksa {column}-nya.")

    def _settles(self, ranked: list[Candidate]) -> bool:
        if not ranked:
            return False
        following = ranked[1].likelihood if len(ranked) > 1 else self.policy.doubt
        is_ahead = ranked[0].likelihood - following >= self.policy.margin
        return is_ahead and ranked[0].weight >= self.policy.automatic

    def _found(self, entry_id: int, rules: tuple[Rule, ...]) -> list[Candidate]:
        everybody = self._weighed(entry_id, self._pairs(entry_id, rules), rules)
        worth = [one for one in everybody if one.weight >= self.policy.doubt or one.rule == "nik"]
        return sorted(worth, key=lambda one: (-one.likelihood, one.resident_id))

    def _pairs(self, entry_id: int, rules: tuple[Rule, ...]) -> str:
        return candidates(rules, f"(SELECT * FROM roll WHERE entry_id = {entry_id})")

    def _weighed(self, entry_id: int, pairs: str, rules: tuple[Rule, ...]) -> list[Candidate]:
        # The row's own resident by NIK was judged before anybody asked who is taken.
        own = f"SELECT resident_id FROM exact WHERE entry_id = {entry_id}"
        standing = f"CASE WHEN resident_id IN ({own}) THEN {StandingLevel.UNKNOWN.value} ELSE standing END"
        residents = f"(SELECT * REPLACE ({standing} AS standing) FROM {STANDING})"
        sides = f"({pairs}) AS found JOIN roll AS e USING (entry_id) JOIN {residents} AS r USING (resident_id)"
        result = self.connection.execute(compared(sides, rule=rule_name(rules)))
        columns = [column[0] for column in result.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        return [Candidate(row["resident_id"], row["rule"] or "", accounts(row, self.weights)) for row in rows]


@contextmanager
def traced(residents: Source, roll: Source, *, policy: Policy, directory: Path) -> Iterator[Trace]:
    """Prepare both inputs as ``compare`` does; what does not fit in memory spills into ``directory``. Writes nothing.

    Raises BadInput for what cannot be read.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with engine.opened(policy, directory) as connection:
        engine.prepared(connection, residents, roll, policy)
        weights = weights_of(load(policy.model), statistics(connection))
        for step in exact.steps(weights):
            connection.execute(f"CREATE TABLE {step.table} AS {step.sql}")
        yield Trace(connection, policy, weights.knowing(standings(connection)))


def explain_pair(
    residents: Source, roll: Source, *, entry_id: int, resident_id: int, policy: Policy, directory: Path
) -> Candidate:
    """Any row beside any resident: why they are one person, or why not. Raises BadInput and NotThere."""
    with traced(residents, roll, policy=policy, directory=directory) as trace:
        return trace.pair(entry_id, resident_id)
