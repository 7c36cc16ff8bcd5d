"""The main job from end to end: an extract and a roll go in, a ranking comes out, and it is the truth."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from elections.actions import elections, reconciliations, rolls
from elections.choices import Outcome, RollKind
from elections.made_up.making import MadeUp, MadeUpRegency, make_population
from elections.matching.explaining import Basis, accounts, decisive, levels_of
from elections.models import Finding, Match, RankingEdition, ReconciliationRun, RegionScore, VoterRoll
from elections.queries.explanations import explained
from elections.rules.known_elections import PILKADA_2020
from elections.tasks import forget_expired, reconcile
from registry import scope, sealing
from registry.actions import intakes
from registry.choices import IntakeKind
from registry.ingest import running
from registry.models import IntakeBatch, Resident
from tests.factories.regions import plant_regency

REGENCY = "35.16"
LINKED = [Outcome.MATCHED, Outcome.MATCHED_WITH_DIFFERENCES, Outcome.PROBABLE]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return make_population(tmp_path_factory.mktemp("made-up"), seed=11, residents=6000)


@pytest.fixture
def loaded(made: MadeUp) -> VoterRoll:
    plant_regency(REGENCY)
    files, election = made.regencies[0], elections.set_up(PILKADA_2020)
    now = timezone.now()
    take_in(intakes.receive(files.siak, kind=IntakeKind.SIAK_EXTRACT, region=REGENCY, by=None, at=now))
    take_in(
        rolls.receive(files.roll, election=election, region=REGENCY, kind=RollKind.DPT, by=None, at=now, made_up=True)
    )
    return VoterRoll.unscoped.get()


def take_in(batch: IntakeBatch) -> None:
    running.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == ("done", "")
    assert batch.rows_in == batch.accepted + batch.held + batch.rejected
    assert (batch.held, batch.rejected) == (0, 0)


def run_of(roll: VoterRoll) -> ReconciliationRun:
    with scope.everywhere():
        run = reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Uji")
    reconcile(run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == ("done", "")
    return run


def truth_of(files: MadeUpRegency) -> list[dict[str, str]]:
    with files.truth_roll.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_two_files_become_a_ranking_that_agrees_with_the_truth(loaded: VoterRoll, made: MadeUp) -> None:
    run = run_of(loaded)
    edition, total = RankingEdition.objects.get(run=run), made.total
    review = Match.unscoped.filter(run=run, outcome=Outcome.REVIEW).count()
    whole = RegionScore.objects.get(edition=edition, region_id=REGENCY)
    assert whole.voters == total["roll_rows"] == loaded.entry_count
    assert abs(whole.unrecorded - total["unrecorded"]) <= review
    assert whole.simulated
    assert edition.scores.filter(level="village").count() == total["villages_on_roll"]
    for parent in edition.scores.exclude(level="village"):
        children = edition.scores.filter(parent=parent.region_id)
        for figure in ("voters", "matched", "recorded", "unrecorded", "in_review", "not_found"):
            assert sum(children.values_list(figure, flat=True)) == getattr(parent, figure), (parent, figure)


def test_rows_with_a_wrong_nik_find_their_person_and_nobody_else(loaded: VoterRoll, made: MadeUp) -> None:
    run = run_of(loaded)
    index = sealing.sealer().index
    by_nik = dict(Resident.unscoped.values_list("nik_index", "pk"))
    said = {
        row: (outcome, resident)
        for row, outcome, resident in Match.unscoped.filter(run=run).values_list(
            "entry__row_number", "outcome", "resident_id"
        )
    }
    tally: Counter[str] = Counter()
    for truth, row in zip(truth_of(made.regencies[0]), sorted(said), strict=True):
        true_resident = by_nik.get(index(sealing.NIK, truth["nik"])) if truth["nik"] else None
        outcome, resident = said[row]
        tally["linked"] += outcome in LINKED
        tally["rightly"] += outcome in LINKED and resident == true_resident
        tally["in registry"] += true_resident is not None
    assert tally["rightly"] / tally["linked"] >= 0.999
    assert tally["rightly"] / tally["in registry"] >= 0.99


def test_a_stored_match_tells_why_from_what_its_run_decided_by(loaded: VoterRoll) -> None:
    run = run_of(loaded)
    weights = Basis.from_summary(run.summary).weights
    linked = Match.unscoped.filter(run=run).exclude(levels="")
    assert linked.exists()
    for match in linked[:300]:
        assert decisive(accounts(levels_of(match.levels, match.name_bits or 0), weights)).weight == match.weight
    said = explained(linked.filter(outcome=Outcome.MATCHED)[0])
    assert said[0] == "Cocok: NIK dan orangnya sama, tidak ada yang berbeda."
    assert "NIK sama: sangat mendukung." in said
    run.summary = {}
    old = linked[0]
    old.run = run
    assert explained(old) == []


def test_the_same_inputs_give_the_same_digest_and_nothing_twice(loaded: VoterRoll) -> None:
    first, second = run_of(loaded), run_of(loaded)
    assert first.digest == second.digest
    assert Match.unscoped.filter(run=first).count() == Match.unscoped.filter(run=second).count() == loaded.entry_count
    assert Finding.unscoped.filter(run=first).count() == Finding.unscoped.filter(run=second).count()


def test_publishing_a_run_again_gives_the_edition_that_is_there(loaded: VoterRoll) -> None:
    run = run_of(loaded)
    reconcile(run.pk)
    assert RankingEdition.objects.filter(run=run).count() == 1


def test_when_its_time_is_over_a_run_forgets_its_people_and_keeps_its_ranking(loaded: VoterRoll) -> None:
    kept, over = run_of(loaded), run_of(loaded)
    ReconciliationRun.unscoped.filter(pk=over.pk).update(retain_until=timezone.localdate() - timedelta(days=1))
    forget_expired()
    forget_expired()
    assert not Match.unscoped.filter(run=over).exists()
    assert not Finding.unscoped.filter(run=over).exists()
    assert RankingEdition.objects.get(run=over).scores.exists()
    assert Match.unscoped.filter(run=kept).count() == loaded.entry_count


def test_no_nik_of_the_files_stands_in_clear_in_any_table(loaded: VoterRoll, made: MadeUp, tmp_path: Path) -> None:
    from django.db import connection

    run_of(loaded)
    niks = {truth["nik"] for truth in truth_of(made.regencies[0])[:50] if truth["nik"]}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
            text = "\n".join(row for (row,) in cursor.fetchall())
            # A bytea prints as hexadecimal figures.
            assert not [nik for nik in niks if nik in text or nik.encode().hex() in text], table
