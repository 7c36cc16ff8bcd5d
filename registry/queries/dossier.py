"""All that the registry knows of one resident or one household, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from registry.models import CardEvent, CivilEvent, CivilEventChange, Household, IntakeChange, Resident
from registry.models.region import Region
from registry.queries import places

#: A page shows at most so many steps of a card, events and changes; the newest first.
MOST_OF_EACH = 50

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class ResidentDossier:
    """A resident, the others in the household, and what happened to her."""

    resident: Resident
    others: Sequence[Resident]
    card_events: Sequence[CardEvent]
    civil_events: Sequence[CivilEvent]
    changes: Sequence[IntakeChange]
    regions: dict[str, Region]


@dataclass(frozen=True, slots=True)
class HouseholdDossier:
    """A household with its members, the head first."""

    household: Household
    members: Sequence[Resident]
    regions: dict[str, Region]


def of_resident(resident_id: int) -> ResidentDossier:
    """Return the dossier.

    Raises:
        Resident.DoesNotExist: there is none inside the scope.
    """
    resident = Resident.objects.select_related("household", "card", "batch", "region").get(pk=resident_id)
    others = Resident.objects.filter(household=resident.household_id).exclude(pk=resident.pk)
    return ResidentDossier(
        resident=resident,
        others=_in_order(others.select_related("card")),
        card_events=_newest(CardEvent.objects.filter(resident=resident).select_related("by", "handover"), "-at"),
        civil_events=_newest(
            CivilEvent.objects.filter(Q(resident=resident) | Q(pk__in=_events_that_changed(resident))).select_related(
                "recorded_by", "reversed_by"
            ),
            "-recorded_at",
        ),
        changes=_newest(IntakeChange.objects.filter(resident=resident).select_related("batch"), "-pk"),
        regions=places.around(resident.region_id),
    )


def of_household(household_id: int) -> HouseholdDossier:
    """Return the dossier.

    Raises:
        Household.DoesNotExist: there is none inside the scope.
    """
    household = Household.objects.select_related("region", "batch").get(pk=household_id)
    members = Resident.objects.filter(household=household).select_related("card")
    return HouseholdDossier(household, _in_order(members), places.around(household.region_id))


def _events_that_changed(resident: Resident) -> QuerySet[CivilEventChange, int]:
    """Events about somebody else that changed her, too: a spouse's death, a move of the household."""
    return CivilEventChange.objects.filter(resident=resident).values_list("event_id", flat=True)


def _newest(rows: QuerySet[_Row], order: str) -> list[_Row]:
    return list(rows.order_by(order, "-pk")[:MOST_OF_EACH])


def _in_order(members: Any) -> list[Resident]:  # noqa: ANN401 - a QuerySet of either manager
    return list(members.order_by("relation_to_head", "birth_date", "pk"))
