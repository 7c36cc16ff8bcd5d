"""The registry's nouns, one file each."""

from registry.models.access import AccessEntry
from registry.models.card import CardEvent, CardRecord
from registry.models.civil_event import CivilEvent, CivilEventChange
from registry.models.column_matching import ColumnMatching
from registry.models.held_row import HeldRow
from registry.models.household import Household
from registry.models.intake import IntakeBatch, IntakeChange
from registry.models.officer import Officer
from registry.models.region import Region
from registry.models.resident import Resident

__all__ = [
    "AccessEntry",
    "CardEvent",
    "CardRecord",
    "CivilEvent",
    "CivilEventChange",
    "ColumnMatching",
    "HeldRow",
    "Household",
    "IntakeBatch",
    "IntakeChange",
    "Officer",
    "Region",
    "Resident",
]
