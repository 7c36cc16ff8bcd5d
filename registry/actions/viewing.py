"""Opening what the registry knows of people: each act writes down who was shown, before anything is."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from registry.actions import access
from registry.models import Household, Officer, Resident
from registry.models.access import AccessAction
from registry.queries import dossier
from registry.queries.dossier import HouseholdDossier, ResidentDossier
from registry.queries.worklists import Page, Worklist, page_of


@transaction.atomic
def open_resident(resident_id: int, *, by: Officer, at: datetime.datetime) -> ResidentDossier:
    """Return all that is known of one resident; the others of the household are shown, too, and written down.

    Raises:
        Resident.DoesNotExist: there is none in the officer's area.
    """
    found = dossier.of_resident(resident_id)
    others = [other.pk for other in found.others]
    _seen(AccessAction.VIEW, f"penduduk {resident_id}", "Membuka halaman penduduk", [resident_id], by, at, others)
    return found


@transaction.atomic
def open_household(household_id: int, *, by: Officer, at: datetime.datetime) -> HouseholdDossier:
    """Return a household and everybody in it.

    Raises:
        Household.DoesNotExist: there is none in the officer's area.
    """
    found = dossier.of_household(household_id)
    shown = [member.pk for member in found.members]
    _seen(AccessAction.VIEW, f"keluarga {household_id}", "Membuka halaman keluarga", shown[:1], by, at, shown[1:])
    return found


@transaction.atomic
def print_household(household_id: int, *, by: Officer, at: datetime.datetime) -> HouseholdDossier:
    """Return a household for a sheet of paper.

    Raises:
        Household.DoesNotExist: there is none in the officer's area.
    """
    found = dossier.of_household(household_id)
    shown = [member.pk for member in found.members]
    _seen(AccessAction.PRINT, f"keluarga {household_id}", "Mencetak lembar keluarga", shown[:1], by, at, shown[1:])
    return found


@transaction.atomic
def reveal_nik(resident: Resident, *, purpose: str, by: Officer, at: datetime.datetime) -> str:
    """Return the NIK in clear, for a purpose that is written down."""
    _seen(AccessAction.REVEAL, f"NIK penduduk {resident.pk}", purpose, [resident.pk], by, at)
    return resident.nik


@transaction.atomic
def reveal_kk_number(household: Household, *, purpose: str, by: Officer, at: datetime.datetime) -> str:
    """Return the KK number in clear, for a purpose that is written down; it is everybody's who is on it."""
    members = list(Resident.objects.filter(household=household).order_by("pk").values_list("pk", flat=True))
    _seen(AccessAction.REVEAL, f"nomor KK keluarga {household.pk}", purpose, members[:1], by, at, members[1:])
    return household.kk_number


@transaction.atomic
def open_worklist(worklist: Worklist, *, by: Officer, at: datetime.datetime) -> Page:
    """Return one page of a list and write down everybody on it."""
    page = page_of(worklist, on=timezone.localdate(at))
    shown = [resident.pk for resident in page.residents]
    _seen(AccessAction.LIST, f"daftar {worklist.tab}", "Membuka daftar penduduk", shown, by, at)
    return page


def _seen(
    action: AccessAction,
    subject: str,
    purpose: str,
    shown: Collection[int],
    by: Officer,
    at: datetime.datetime,
    beside: Collection[int] = (),
) -> None:
    """Write the entry; of a family one counts as opened, and the others were shown beside her."""
    access.record(action=action, subject=subject, purpose=purpose, by=by, at=at, residents=shown, beside=beside)
