"""A finished reconciliation becomes an edition: figures that add up, an order that is exact, rows that are frozen."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from elections.actions import rankings, scores
from elections.choices import FigureSource, Outcome, RunState
from elections.models import Match, RankingEdition, ReconciliationRun, RegionScore
from elections.rules import ranking
from tests.factories.elections import (
    LINKED,
    MOMENT,
    ElectionFactory,
    OfficerFactory,
    Rows,
    make_region,
    make_run,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
COUNTS = ("voters", "matched", "recorded", "unrecorded", "in_review", "not_found")


def score_of(edition: RankingEdition, code: str) -> RegionScore:
    return edition.scores.get(region_id=code)


def test_every_village_counts_its_own_matches(run: ReconciliationRun, edition: RankingEdition) -> None:
    for score in edition.scores.filter(level="village"):
        rows = list(Match.unscoped.filter(run=run, region_id=score.region_id))
        outcomes = Counter(row.outcome for row in rows)
        assert score.voters == len(rows)
        assert score.matched == sum(outcomes[outcome] for outcome in LINKED)
        assert score.recorded == sum(row.recorded for row in rows)
        assert score.unrecorded == sum(not row.recorded for row in rows)
        assert score.in_review == outcomes[Outcome.REVIEW]
        assert score.not_found == outcomes[Outcome.NOT_FOUND]


def test_children_sum_to_their_parent_at_every_level(edition: RankingEdition) -> None:
    parents = edition.scores.exclude(level="village")
    assert {score.level for score in parents} == {"nation", "province", "regency", "district"}
    for parent in parents:
        sums = edition.scores.filter(parent=parent.region_id).aggregate(**{name: Sum(name) for name in COUNTS})
        assert sums == {name: getattr(parent, name) for name in COUNTS}


def test_the_nation_holds_the_whole_roll(run: ReconciliationRun, edition: RankingEdition) -> None:
    assert score_of(edition, "00").voters == run.roll.entry_count == Match.unscoped.filter(run=run).count()


def test_rows_in_review_and_not_found_count_as_unrecorded(edition: RankingEdition) -> None:
    score = score_of(edition, "35.16.01.2001")
    assert (score.matched, score.in_review, score.not_found) == (198, 6, 5)
    assert (score.recorded, score.unrecorded) == (190, 19)
    assert score.percent == Decimal("90.9091")


@pytest.mark.parametrize(
    ("villages", "order", "ranks"),
    [
        pytest.param({"1": (9, 1, 0, 0), "2": (99, 1, 0, 0)}, ["2", "1"], [1, 2], id="higher percent first"),
        pytest.param({"1": (18, 2, 0, 0), "2": (9, 1, 0, 0)}, ["2", "1"], [1, 2], id="equal percent: smaller backlog"),
        pytest.param({"1": (5, 0, 0, 0), "2": (9, 0, 0, 0)}, ["2", "1"], [1, 2], id="nobody left: larger roll"),
        pytest.param({"2": (9, 1, 0, 0), "1": (9, 0, 1, 0)}, ["1", "2"], [1, 1], id="all equal: shared, by code"),
        pytest.param(
            {"1": (9, 1, 0, 0), "2": (9, 1, 0, 0), "3": (8, 2, 0, 0)}, ["1", "2", "3"], [1, 1, 3], id="ranks skip"
        ),
        pytest.param({"1": (333, 667, 0, 0), "2": (1, 2, 0, 0)}, ["2", "1"], [1, 2], id="33.3000 against 33.3333"),
    ],
)
def test_ties_are_broken_as_the_rule_says(villages: dict[str, Rows], order: list[str], ranks: list[int]) -> None:
    edition = rankings.publish(
        make_run({f"35.16.01.200{name}": rows for name, rows in villages.items()}), by=None, at=MOMENT
    )
    found = edition.scores.filter(level="village").order_by("position")
    assert [score.region_id[-1] for score in found] == order
    assert [score.rank for score in found] == ranks


def test_fractions_that_round_alike_are_still_told_apart() -> None:
    # 99.9990 both, as stored: 99998/99999 and 100000/100001 differ in the eighth place.
    leaves = {"35.16.01.2001": (100_000_000, 99_999_000), "35.16.01.2002": (100_000_001, 99_999_001)}
    edition = freeze(leaves)
    first, second = edition.scores.filter(level="village").order_by("position")
    assert first.percent == second.percent == Decimal("99.9990")
    assert (first.region_id, first.rank) == ("35.16.01.2002", 1)
    assert (second.region_id, second.rank) == ("35.16.01.2001", 2)


def test_one_missing_voter_never_reads_as_a_hundred_percent() -> None:
    edition = freeze({"35.16.01.2001": (9_999_999, 9_999_998)})
    assert score_of(edition, "35.16.01.2001").percent == Decimal("99.9999")


def test_the_database_orders_as_the_pure_rule_does() -> None:
    leaves = {
        f"35.16.0{district}.20{village:02d}": (voters, voters - (village * district * 7) % (voters // 2))
        for district in range(1, 8)
        for village, voters in enumerate([10, 20, 20, 40, 40, 40, 60, 100, 300, 600, 601, 1000], start=1)
    }
    edition = freeze(leaves)
    for measure, rank, position in [
        (ranking.Measure.PERCENT, "rank", "position"),
        (ranking.Measure.BACKLOG, "backlog_rank", "backlog_position"),
    ]:
        for parent in {*edition.scores.exclude(parent=None).values_list("parent_id", flat=True)}:
            found = list(edition.scores.filter(parent=parent).order_by(position))
            placed = ranking.rank([pure(score) for score in found], measure)
            assert [(item.score.code, item.rank) for item in placed] == [
                (score.region_id, getattr(score, rank)) for score in found
            ]
    in_level = list(edition.scores.filter(level="village").order_by("position"))
    placed = ranking.rank([pure(score) for score in in_level])
    assert [item.rank for item in placed] == [score.rank_in_level for score in in_level]
    assert [item.position for item in placed] == [score.position for score in in_level]
    assert all(score.percent == ranking.percent(pure(score), places=4) for score in edition.scores.all())


def test_a_village_without_voters_gets_no_score() -> None:
    edition = freeze({"35.16.01.2001": (10, 9), "35.16.01.2002": (0, 0)})
    assert not edition.scores.filter(region_id="35.16.01.2002").exists()


def test_publishing_twice_gives_the_same_edition(run: ReconciliationRun, edition: RankingEdition) -> None:
    again = rankings.publish(run, by=OfficerFactory.create(), at=MOMENT)
    assert again == edition
    assert again.frozen_by is None
    assert RankingEdition.objects.count() == 1


@pytest.mark.parametrize("state", [state for state in RunState if state != RunState.DONE])
def test_an_unfinished_reconciliation_is_not_ranked(run: ReconciliationRun, state: RunState) -> None:
    ReconciliationRun.unscoped.filter(pk=run.pk).update(state=state)
    with pytest.raises(rankings.NotFinished, match="belum selesai"):
        rankings.publish(run, by=None, at=MOMENT)
    assert not RankingEdition.objects.exists()


def test_a_run_that_lost_rows_is_not_ranked(run: ReconciliationRun) -> None:
    Match.unscoped.filter(run=run, outcome=Outcome.NOT_FOUND).first().delete()  # type: ignore[union-attr]
    with pytest.raises(scores.FiguresDoNotAddUp, match="tidak cocok"):
        rankings.publish(run, by=None, at=MOMENT)
    assert not RankingEdition.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE elections_regionscore SET rank = 1",
        "DELETE FROM elections_regionscore",
        "UPDATE elections_rankingedition SET title = 'lain'",
        "DELETE FROM elections_rankingedition",
    ],
)
@pytest.mark.usefixtures("edition")
def test_the_database_refuses_to_change_a_published_ranking(statement: str) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_edition_says_how_from_what_and_when(run: ReconciliationRun, edition: RankingEdition) -> None:
    texts = " ".join(source["text"] for source in edition.sources)
    assert edition.as_of.isoformat() == "2020-11-20"
    assert "SIAK" in edition.method
    assert "CARD_ISSUED" in edition.method
    assert "DUPLICATE_RECORD" not in edition.method
    assert run.digest in texts
    assert "DPT Kabupaten" in texts
    assert "1.561 pemilih" in texts


@pytest.mark.parametrize("made_up", [True, False])
def test_figures_of_a_made_up_roll_are_simulated(made_up: bool) -> None:
    edition = rankings.publish(make_run({"35.16.01.2001": (3, 1, 0, 0)}, made_up=made_up), by=None, at=MOMENT)
    assert {score.simulated for score in edition.scores.all()} == {made_up}
    assert {score.source for score in edition.scores.all()} == {FigureSource.RECONCILIATION}


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_workers_publish_one_edition() -> None:
    run = make_run({"35.16.01.2001": (30, 1, 0, 0)})
    found: list[int] = []

    def publish() -> None:
        found.append(rankings.publish(run, by=None, at=MOMENT).pk)
        connection.close()

    workers = [Thread(target=publish) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert RegionScore.objects.count() == 5


def freeze(leaves: dict[str, tuple[int, int]]) -> RankingEdition:
    """Freeze an edition from (voters, recorded) by village, without a run."""
    for code in leaves:
        make_region(code)
    edition = RankingEdition.objects.create(
        title="Uji", election=ElectionFactory.create(), as_of=MOMENT.date(), method="Uji", frozen_at=MOMENT
    )
    arrays = "%(codes)s::text[], %(voters)s::int[], %(n)s::int[], %(recorded)s::int[], %(n)s::int[], %(n)s::int[]"
    query = f"SELECT * FROM unnest({arrays})"
    columns = {
        "codes": list(leaves),
        "voters": [voters for voters, _ in leaves.values()],
        "recorded": [recorded for _, recorded in leaves.values()],
        "n": [None for _ in leaves],
    }
    scores.freeze(
        edition,
        scores.Leaves(query, columns, FigureSource.SIMULATED, simulated=True),
        voters=sum(voters for voters, _ in leaves.values()),
    )
    return edition


def pure(score: RegionScore) -> ranking.Score:
    return ranking.Score(score.region_id, score.voters, score.recorded)
