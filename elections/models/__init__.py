"""The nouns of elections, one file each."""

from elections.models.election import Election
from elections.models.history import ElectionBefore
from elections.models.polling_station import PollingStation
from elections.models.ranking import RankingEdition, RegionScore
from elections.models.reconciliation import Finding, Match, ReconciliationRun
from elections.models.reconciliation_round import ReconciliationRound
from elections.models.voter_roll import VoterRoll, VoterRollEntry

__all__ = [
    "Election",
    "ElectionBefore",
    "Finding",
    "Match",
    "PollingStation",
    "RankingEdition",
    "ReconciliationRound",
    "ReconciliationRun",
    "RegionScore",
    "VoterRoll",
    "VoterRollEntry",
]
