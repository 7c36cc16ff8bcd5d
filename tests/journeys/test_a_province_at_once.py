"""A province from three rolls to three rankings: every regency at home, the leftovers, each result, all at once."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from elections.actions import reconciliations, rounds
from elections.made_up.making import MadeUp
from elections.models import Election, Finding, Match, RankingEdition, ReconciliationRound, ReconciliationRun, VoterRoll
from elections.tasks import reconcile
from registry import scope
from registry.models import AccessEntry, Region
from tests.factories.provinces import REGENCIES, load_province, make_province

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return make_province(tmp_path_factory.mktemp("provinsi"), residents=2500)


def test_a_round_gives_every_roll_its_result_and_its_ranking(made: MadeUp, capsys: pytest.CaptureFixture[str]) -> None:
    rolls = load_province(made)
    call_command("reconcile_round", election="pilkada-2020", area="35", purpose="Surat 470/9", here=True)
    asked = ReconciliationRound.unscoped.get()
    assert (asked.state, asked.failure, asked.left_out) == ("done", "", [])
    assert "100 %, 3 dari 3 daftar" in capsys.readouterr().out
    runs = list(ReconciliationRun.unscoped.filter(round=asked).order_by("region_id"))
    assert [run.region_id for run in runs] == list(REGENCIES)
    assert {run.state for run in runs} == {"done"}
    for run, roll in zip(runs, rolls, strict=True):
        assert Match.unscoped.filter(run=run).count() == roll.entry_count
        assert Finding.unscoped.filter(run=run).exists()
        assert RankingEdition.objects.filter(run=run).count() == 1
    entry = AccessEntry.objects.get(action="reconcile")
    assert (entry.purpose, entry.row_count) == ("Surat 470/9", sum(roll.entry_count for roll in rolls))
    same_again(asked)
    agrees_with_single_runs(runs, rolls)


def same_again(first: ReconciliationRound) -> None:
    """A round of the whole nation over the same inputs has the same digests."""
    call_command("reconcile_round", election="pilkada-2020", area="00", purpose="Uji", here=True)
    again = ReconciliationRound.unscoped.exclude(pk=first.pk).get()
    assert (again.region_id, again.digest) == ("00", first.digest)
    digests = [
        dict(ReconciliationRun.unscoped.filter(round=asked).values_list("region_id", "digest"))
        for asked in (first, again)
    ]
    assert digests[0] == digests[1]


def agrees_with_single_runs(runs: list[ReconciliationRun], rolls: list[VoterRoll]) -> None:
    """Each roll by itself, against everybody, decides the same of nearly every row."""
    same = total = 0
    for of_round, roll in zip(runs, rolls, strict=True):
        with scope.everywhere():
            alone = reconciliations.ask(roll, by=None, at=timezone.now(), purpose="Uji")
        reconcile(alone.pk)
        said = [dict(Match.unscoped.filter(run=run).values_list("entry_id", "outcome")) for run in (of_round, alone)]
        total += roll.entry_count
        same += sum(said[1][entry] == outcome for entry, outcome in said[0].items())
    assert same / total >= 0.999


def test_a_round_of_an_area_without_rolls_is_refused() -> None:
    Region.objects.create(code="00", name="Indonesia", level="nation")
    election = Election.objects.create(slug="p", name="P", kind="pilkada", polling_date="2020-12-09")
    with pytest.raises(rounds.NothingToReconcile, match="Muat daftarnya"):
        rounds.ask(election, Region.objects.get(), by=None, at=timezone.now(), purpose="Uji")
    assert not ReconciliationRound.unscoped.exists()
