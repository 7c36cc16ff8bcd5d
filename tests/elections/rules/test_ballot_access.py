"""What a person needs at the polling station, election by election."""

from datetime import time

import pytest

from elections.choices import RollKind
from elections.rules.ballot_access import PROOF_LABELS, RULES, AccessRule, Proof, UnknownElection, access_rule


@pytest.mark.parametrize(
    ("election", "on_roll", "held", "enough"),
    [
        ("pilkada-2020", True, {Proof.NOTICE}, True),
        ("pilkada-2020", False, {Proof.KTP_EL}, True),
        ("pilkada-2020", False, {Proof.SUKET}, True),
        ("pilkada-2020", False, {Proof.NOTICE}, False),
        ("pilkada-2020", False, {Proof.IKD}, False),
        ("pilkada-2020", False, set(), False),
        ("pemilu-2024", True, {Proof.KTP_EL}, True),
        ("pemilu-2024", True, {Proof.NOTICE}, False),
        ("pemilu-2024", False, {Proof.IKD}, True),
        ("pemilu-2024", False, {Proof.BIODATA}, True),
        ("pemilu-2024", False, {Proof.SUKET}, False),
    ],
)
def test_what_is_held_is_enough_or_not(election: str, on_roll: bool, held: set[Proof], enough: bool) -> None:
    assert access_rule(election, on_roll=on_roll).is_met_by(held) is enough


@pytest.mark.parametrize(("election", "noted_in"), [("pilkada-2020", "DPTB"), ("pemilu-2024", "DPK")])
def test_the_unlisted_vote_in_the_last_hour_at_their_address_and_are_noted_by_election(
    election: str, noted_in: str
) -> None:
    rule = access_rule(election, on_roll=False)
    assert (rule.opens, rule.closes) == (time(12), time(13))
    assert rule.only_at_card_address
    assert rule.while_ballots_last
    assert rule.listed_in == noted_in


def test_only_people_who_are_not_on_the_roll_are_in_a_hurry() -> None:
    assert {(rule.on_roll, rule.in_a_hurry) for rule in RULES} == {(True, False), (False, True)}


def test_every_election_says_what_both_kinds_of_people_need() -> None:
    situations = [(rule.election, rule.on_roll) for rule in RULES]
    elections = {election for election, _ in situations}
    assert sorted(situations) == sorted((election, on) for election in elections for on in (False, True))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.election} {rule.on_roll}")
def test_every_rule_has_a_source_sentences_and_a_known_list(rule: AccessRule) -> None:
    assert rule.source
    assert all(sentence.endswith(".") for sentence in rule.sentences)
    assert rule.listed_in in RollKind.values
    assert not set(rule.needs) & set(rule.bring)


def test_every_proof_has_a_name_on_screen() -> None:
    assert set(PROOF_LABELS) == set(Proof)


def test_nothing_is_promised_for_an_election_without_rules() -> None:
    with pytest.raises(UnknownElection, match="pilkades-2022"):
        access_rule("pilkades-2022", on_roll=True)
