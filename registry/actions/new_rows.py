"""Residents and households made by hand: their numbers are sealed here, and belong to nobody else.

Nothing is ever deleted, so what a reversed event has left behind (an invalid resident, an empty household) is taken
again when the same number comes back with the right data.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from registry import sealing
from registry.choices import CardStatus, ResidencyStatus
from registry.models import CardRecord, Household, Resident


class NikTaken(Exception):
    """Somebody has this NIK already, here or in another area."""

    def __init__(self) -> None:
        super().__init__("NIK ini sudah dipakai penduduk lain di register.")


class KkNumberTaken(Exception):
    """A household has this number already, here or in another area."""

    def __init__(self) -> None:
        super().__init__("Nomor KK ini sudah dipakai keluarga lain di register.")


def make_resident(nik: str, values: dict[str, Any]) -> int:
    """Insert a resident with a card that is not recorded yet; return the id.

    Raises:
        NikTaken: decided by the unique index, whoever else is at it.
    """
    sealer = sealing.sealer()
    index = sealer.index(sealing.NIK, nik)
    left = Resident.objects.filter(
        nik_index=index, residency_status=ResidencyStatus.INVALID, event_changes__is_new=True
    ).first()
    if left is not None:
        Resident.unscoped.filter(pk=left.pk, residency_status=ResidencyStatus.INVALID).update(**values)
        return left.pk
    try:
        with transaction.atomic():
            resident = Resident.unscoped.create(
                nik_index=index, nik_sealed=sealer.seal(sealing.NIK, nik, index), **values
            )
    except IntegrityError as error:
        raise NikTaken from error
    CardRecord.objects.create(resident=resident, state=CardStatus.UNREGISTERED)
    return resident.pk


def make_household(kk_number: str, values: dict[str, Any]) -> int:
    """Insert a household without members; return the id.

    Raises:
        KkNumberTaken: decided by the unique index, whoever else is at it.
    """
    sealer = sealing.sealer()
    index = sealer.index(sealing.KK_NUMBER, kk_number)
    left = Household.objects.filter(kk_number_index=index, members__isnull=True, event_changes__is_new=True).first()
    if left is not None:
        Household.unscoped.filter(pk=left.pk).update(**values)
        return left.pk
    try:
        with transaction.atomic():
            return Household.unscoped.create(
                kk_number_index=index, kk_number_sealed=sealer.seal(sealing.KK_NUMBER, kk_number, index), **values
            ).pk
    except IntegrityError as error:
        raise KkNumberTaken from error
