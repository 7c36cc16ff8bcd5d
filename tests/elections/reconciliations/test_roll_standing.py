"""How somebody stands towards the next election: what the comparison says, else what the roll prints."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elections.choices import FindingKind, Outcome, RollKind, RunState
from elections.models import Finding, Match, ReconciliationRun, VoterRoll, VoterRollEntry
from elections.queries import roll_standing
from queueing import standing
from registry import sealing
from registry.models import Resident
from tests.factories.elections import MOMENT, ElectionFactory, RunFactory, VoterRollFactory, make_region
from tests.registry.desk import MOJOSARI, resident

pytestmark = pytest.mark.django_db

NIK = "3516084108907721"
DAY = datetime.date(2020, 11, 21)
POLLING_DAY = datetime.date(2020, 12, 9)


@pytest.fixture
def person() -> Resident:
    return resident(number=NIK)


@pytest.fixture
def roll(person: Resident) -> VoterRoll:
    found: VoterRoll = VoterRollFactory.create()
    return found


def printed(roll: VoterRoll, nik: str = NIK) -> VoterRollEntry:
    """Put a row with that NIK on a roll."""
    index = sealing.sealer().index(sealing.NIK, nik)
    return VoterRollEntry.unscoped.create(
        roll=roll, row_number=1, nik_index=index, nik_sealed=sealing.sealer().seal(sealing.NIK, nik, index),
        kk_number_sealed=b"", name="X", region_id=MOJOSARI, tps_number="004",
    )  # fmt: skip


def said(run: ReconciliationRun, entry: VoterRollEntry, **match: Any) -> None:
    """Let a run say something of a row."""
    Match.unscoped.create(run=run, entry_id=entry.pk, region_id=MOJOSARI, **match)


def index_of(nik: str = NIK) -> uuid.UUID:
    return sealing.sealer().index(sealing.NIK, nik)


def on_roll() -> bool | None:
    found = roll_standing.standing_of(index_of(), DAY)
    return found.on_roll if found else None


def test_before_any_comparison_the_printed_number_decides(roll: VoterRoll) -> None:
    assert on_roll() is False
    printed(roll)
    assert on_roll() is True


def test_a_row_that_was_linked_to_her_puts_her_on_the_roll_whatever_its_number(
    roll: VoterRoll, person: Resident
) -> None:
    said(RunFactory.create(roll=roll), printed(roll, "3516084108907722"), outcome=Outcome.PROBABLE, resident=person)
    assert on_roll() is True


def test_her_number_on_a_row_of_somebody_else_does_not_put_her_on_the_roll(roll: VoterRoll) -> None:
    said(RunFactory.create(roll=roll), printed(roll), outcome=Outcome.MATCHED, resident=resident())
    assert on_roll() is False


def test_a_row_that_waits_for_a_person_counts_by_its_number(roll: VoterRoll, person: Resident) -> None:
    run = RunFactory.create(roll=roll)
    said(run, printed(roll), outcome=Outcome.REVIEW, candidate=person)
    assert on_roll() is True


def test_whom_the_comparison_found_left_out_is_not_on_the_roll(roll: VoterRoll, person: Resident) -> None:
    run = RunFactory.create(roll=roll)
    printed(roll)
    Finding.unscoped.create(run=run, kind=FindingKind.MISSING_FROM_ROLL, resident=person, region_id=MOJOSARI, rule="x")
    assert on_roll() is False


def test_only_the_latest_comparison_that_is_kept_counts(roll: VoterRoll, person: Resident) -> None:
    entry = printed(roll, "3516084108907722")
    said(RunFactory.create(roll=roll), entry, outcome=Outcome.MATCHED, resident=person)
    hour = datetime.timedelta(hours=1)
    RunFactory.create(roll=roll, finished_at=MOMENT + hour, forgotten_at=MOMENT + hour)
    RunFactory.create(roll=roll, finished_at=MOMENT + 2 * hour, state=RunState.FAILED)
    assert on_roll() is True
    RunFactory.create(roll=roll, finished_at=MOMENT + datetime.timedelta(days=1))
    assert on_roll() is False


@pytest.mark.parametrize(
    "changed",
    [{"kind": RollKind.DPS}, {"withdrawn_at": MOMENT}, {"region_code": "35.17"}, {"polling_date": "2020-11-20"}],
)
def test_without_a_roll_of_her_regency_for_a_day_ahead_nothing_is_said(
    changed: dict[str, Any], person: Resident
) -> None:
    make_region("35.17")
    election = ElectionFactory.create(polling_date=changed.pop("polling_date", POLLING_DAY))
    VoterRollFactory.create(election=election, region=make_region(changed.pop("region_code", "35.16")), **changed)
    assert on_roll() is None


def test_the_nearest_election_counts_and_of_its_rolls_the_newest(roll: VoterRoll) -> None:
    later = ElectionFactory.create(slug="pemilu-2024", polling_date=datetime.date(2024, 2, 14))
    printed(VoterRollFactory.create(election=later))
    assert on_roll() is False
    printed(VoterRollFactory.create(loaded_at=MOMENT + datetime.timedelta(days=1)))
    assert on_roll() is True


def test_polling_day_itself_is_still_ahead(roll: VoterRoll) -> None:
    assert roll_standing.standing_of(index_of(), POLLING_DAY) is not None
    assert roll_standing.standing_of(index_of(), POLLING_DAY + datetime.timedelta(days=1)) is None


def test_the_answer_costs_the_same_queries_found_or_not(roll: VoterRoll) -> None:
    costs = []
    for nik, day in [(NIK, DAY), ("3516084108907799", DAY), (NIK, POLLING_DAY + datetime.timedelta(days=1))]:
        with CaptureQueriesContext(connection) as queries:
            roll_standing.standing_of(index_of(nik), day)
        costs.append(len(queries))
    printed(roll)
    with CaptureQueriesContext(connection) as queries:
        roll_standing.standing_of(index_of(), DAY)
    assert [*costs, len(queries)] == [3, 3, 3, 3]


def test_rows_are_looked_for_in_the_partition_of_the_roll_alone(roll: VoterRoll) -> None:
    with connection.cursor() as cursor:
        for number in (roll.pk, roll.pk + 1000):
            cursor.execute(
                f"CREATE TABLE elections_voterrollentry_uji_{number} PARTITION OF elections_voterrollentry"
                f" FOR VALUES IN ({number})"
            )
        printed(roll)
        with CaptureQueriesContext(connection) as queries:
            roll_standing.standing_of(index_of(), DAY)
        cursor.execute(f"EXPLAIN {queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"elections_voterrollentry_uji_{roll.pk}" in plan
    assert f"elections_voterrollentry_uji_{roll.pk + 1000}" not in plan
    assert "elections_voterrollentry_by_hand" not in plan


def test_the_queue_hears_it_in_the_words_of_that_years_law(roll: VoterRoll) -> None:
    left_out = standing.standing_of(index_of(), DAY)
    printed(roll)
    listed = standing.standing_of(index_of(), DAY)
    assert left_out is not None
    assert listed is not None
    assert (left_out.election, left_out.polling_date, left_out.on_roll, left_out.hurry) == (
        "pilkada-2020", POLLING_DAY, False, True,
    )  # fmt: skip
    assert (listed.on_roll, listed.hurry) == (True, False)
    assert "terburu-buru" in listed.sentences[-1]
    assert "PKPU" in listed.source


def test_of_an_election_without_known_rules_nothing_is_promised(person: Resident) -> None:
    printed(VoterRollFactory.create(election=ElectionFactory.create(slug="pilkada-2031")))
    found = standing.standing_of(index_of(), DAY)
    assert found is not None
    assert (found.on_roll, found.hurry, found.source) == (True, False, "")
    assert "Tanyakan kepada KPU" in found.sentences[0]


def test_nobody_hears_anything_where_no_roll_is_loaded(person: Resident) -> None:
    assert standing.standing_of(index_of(), DAY) is None
