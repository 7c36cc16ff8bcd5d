"""Locks of the register, always in one order: the turn of the files, households by id, their members by id, a card.

Whoever changes people by hand locks whole families before reading what he decides on. Two officers at one family
follow each other, and none waits for somebody who waits for him (`tests/races/test_civil_events.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection
from psycopg2.errors import LockNotAvailable

from registry.models import CardRecord, Household, Resident

#: The advisory lock of whoever writes to the register; files take it alone, officers share it.
_REGISTER: Final = "hashtext('registry_resident'), 0"
PATIENCE: Final = "4s"


class FileIsMerging(Exception):
    """A file is being merged or taken back; people cannot be changed by hand meanwhile."""

    def __init__(self) -> None:
        super().__init__("Berkas penduduk sedang digabungkan ke register. Coba lagi beberapa menit lagi.")


class SomebodyIsAtIt(Exception):
    """Another officer is changing the same people."""

    def __init__(self) -> None:
        super().__init__("Petugas lain sedang mengubah keluarga ini. Coba lagi sebentar lagi.")


class MovedMeanwhile(Exception):
    """Somebody lives in another household, or out of the area, since the page was made."""

    def __init__(self) -> None:
        super().__init__("Susunan keluarga berubah sejak Anda membukanya. Periksa lagi.")


def take_the_register() -> None:
    """Wait, inside the open transaction, until no other file and no officer is writing to the register."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_REGISTER})")


def share_the_register() -> None:
    """Keep files out until the transaction ends, other officers may write.

    Raises:
        FileIsMerging: a file is at it, and did not end within a few seconds.
    """
    with connection.cursor() as cursor, _or_else(FileIsMerging):
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(f"SELECT pg_advisory_xact_lock_shared({_REGISTER})")


def lock_families(*, residents: Collection[int] = (), households: Collection[int] = ()) -> None:
    """Lock the households of these residents, these households, and all their members.

    Raises:
        FileIsMerging: see `share_the_register`.
        SomebodyIsAtIt: another officer holds one of the families, and did not end within a few seconds.
        MovedMeanwhile: a resident left her household before it was locked, or somebody is out of the scope.
    """
    share_the_register()
    homes = {*households, *_homes_of(residents)}
    locked = Household.objects.filter(pk__in=homes).select_for_update(no_key=True).order_by("pk")
    members = Resident.objects.filter(household_id__in=homes).select_for_update(no_key=True).order_by("pk")
    with _or_else(SomebodyIsAtIt):
        found = {home.pk for home in locked.only("pk")}
        present = {person.pk for person in members.only("pk")}
    if found != homes or not present.issuperset(residents):
        raise MovedMeanwhile


def lock_card(resident: int) -> CardRecord:
    """Lock the card of one resident, after `share_the_register` and nothing that comes later, and return it as it is.

    Raises:
        CardRecord.DoesNotExist: she has none.
        SomebodyIsAtIt: another officer holds it, and did not end within a few seconds.
    """
    with _or_else(SomebodyIsAtIt):
        return CardRecord.objects.select_for_update(no_key=True).get(pk=resident)


@contextmanager
def _or_else(refusal: type[Exception]) -> Iterator[None]:
    """Say in the office's words that waiting for a lock has taken too long; other failures stay what they are."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise refusal from error
        raise


def _homes_of(residents: Collection[int]) -> set[int]:
    return set(Resident.objects.filter(pk__in=residents).values_list("household_id", flat=True))
