"""The registry's nouns, one file each."""

from registry.models.access import AccessEntry
from registry.models.alarm import AccessAlarm
from registry.models.card import CardEvent, CardRecord
from registry.models.card_handover import CardHandover
from registry.models.card_tally import CardTally
from registry.models.civil_event import CivilEvent, CivilEventChange
from registry.models.column_matching import ColumnMatching
from registry.models.correction_request import CorrectionRequest
from registry.models.export import ExportRequest
from registry.models.held_row import HeldRow
from registry.models.household import Household
from registry.models.intake import IntakeBatch, IntakeChange
from registry.models.officer import Officer
from registry.models.region import Region
from registry.models.resident import Resident
from registry.models.saved_filter import SavedFilter
from registry.models.seal import AccessSeal, TrailCheck

# Last: what it keeps copies of must be there.
from registry.models.history import CardBefore, HouseholdBefore, OfficerBefore, ResidentBefore  # isort: skip

__all__ = [
    "AccessAlarm",
    "AccessEntry",
    "AccessSeal",
    "CardBefore",
    "CardEvent",
    "CardHandover",
    "CardRecord",
    "CardTally",
    "CivilEvent",
    "CivilEventChange",
    "ColumnMatching",
    "CorrectionRequest",
    "ExportRequest",
    "HeldRow",
    "Household",
    "HouseholdBefore",
    "IntakeBatch",
    "IntakeChange",
    "Officer",
    "OfficerBefore",
    "Region",
    "Resident",
    "ResidentBefore",
    "SavedFilter",
    "TrailCheck",
]
