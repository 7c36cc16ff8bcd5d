"""The registry's nouns, one file each."""

from registry.models.access import AccessEntry
from registry.models.card import CardEvent, CardRecord
from registry.models.card_tally import CardTally
from registry.models.civil_event import CivilEvent
from registry.models.household import Household
from registry.models.intake import HeldRow, IntakeBatch, IntakeChange
from registry.models.officer import Officer
from registry.models.region import Region
from registry.models.resident import Resident
from registry.models.saved_filter import SavedFilter

__all__ = [
    "AccessEntry",
    "CardEvent",
    "CardRecord",
    "CardTally",
    "CivilEvent",
    "HeldRow",
    "Household",
    "IntakeBatch",
    "IntakeChange",
    "Officer",
    "Region",
    "Resident",
    "SavedFilter",
]
