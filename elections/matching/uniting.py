"""The last part of a fanned-out comparison: one regency's settled rows and leftovers as one result.

The same three files as ``engine.compare`` writes. They differ from those of a single run over everybody only where a
row is settled at home that would not be settled there: name rarities, the prior and the shares of areas and places
are counted over the regency, a NIK that two people of different regencies bear is seen as one person's, and a better
candidate who lives elsewhere is not looked for once somebody at home is certain.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Callable
from pathlib import Path

from elections.matching import findings, parting, room
from elections.matching.engine import Comparison, Progress, UnderWay, opened, summed_up, write_result, write_summary
from elections.matching.engines import ENGINES
from elections.matching.parting import Part
from elections.matching.policy import Policy
from elections.matching.relations import FINDING_COLUMNS, MATCH_COLUMNS, Step
from elections.matching.weights import Weights

STEPS = 4
"""Steps of this part, for the progress; a test counts them."""


def unite(
    home: Path,
    leftovers: Path,
    *,
    policy: Policy,
    directory: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Comparison:
    """Write the result of one home: its settled rows, its leftovers, and who is missing from its roll.

    ``policy`` is the home's. Nobody is missing whom a row of any roll took or may still take. The summary's
    ``weights`` weighed the settled rows, ``leftovers.weights`` those whose rule begins with ``leftovers.MARK``.
    Raises PartMissing when a part is not done, Cancelled as ``engine.compare``.
    """
    at_home, abroad = parting.read_part(home), parting.read_part(leftovers)
    with room.all_or_nothing(directory, policy.memory_limit), opened(policy, directory) as connection:
        run = UnderWay(connection, progress, cancelled, total=STEPS)
        run.run(_united(at_home, abroad, policy))
        with run.step("Menulis hasil"):
            digest = write_result(connection, directory)
        counts = {"residents": at_home.counts["residents"], "roll": at_home.counts["entries"]}
        result = summed_up(connection, directory, counts, run.timings, digest)
        write_summary(
            result,
            policy,
            Weights.from_dict(at_home.weights),
            ENGINES[0],
            leftovers={"residents": abroad.counts["residents"], "weights": abroad.weights},
            parts={"home": at_home.timings, "leftovers": abroad.timings},
        )
        room.publish(directory)
    return result


def _united(home: Part, leftovers: Part, policy: Policy) -> list[Step]:
    columns, found = ", ".join(MATCH_COLUMNS), ", ".join(FINDING_COLUMNS)
    settled, others = parting.left([home], parting.SETTLED), parting.left([leftovers], parting.MATCHES)
    ours = f"WHERE roll_area = '{home.area}'"
    doubtful = f"SELECT resident_id FROM {parting.left([leftovers], parting.DOUBTFUL)}"
    spoken_for = f"{findings.AT_A_ROW} FROM {others} UNION ALL {doubtful}"
    noted = (
        f"SELECT {found} FROM {parting.left([home], parting.FINDINGS)} UNION ALL "
        f"SELECT {found} FROM {parting.left([leftovers], parting.FINDINGS)} {ours}"
    )
    missing = findings.with_codes(policy, [findings.missing(spoken_for)])
    return [
        Step(
            "Menyatukan hasil",
            "matches",
            f"SELECT {columns} FROM {settled} UNION ALL SELECT {columns} FROM {others} {ours}",
        ),
        Step(
            "Membaca yang belum terdaftar",
            "residents",
            f"SELECT resident_id, true AS expected FROM {parting.left([home], parting.EXPECTED)}",
        ),
        Step("Menyusun temuan", "findings", f"{noted} UNION ALL {missing}"),
    ]
