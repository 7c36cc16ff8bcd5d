"""Residents: the people the registry knows, alive or not."""

from __future__ import annotations

import datetime

from django.db import models

from registry import sealing
from registry.choices import MaritalStatus, RelationToHead, ResidencyStatus, Sex
from registry.rules.card_due import DUE_AGE
from registry.rules.card_status import RECORDED_STATES
from registry.rules.dates import latest_birth_date
from registry.scope import ScopedManager, within


class ResidentQuerySet(models.QuerySet["Resident"]):
    """Residents ..."""

    def alive(self) -> ResidentQuerySet:
        """... whom the registry counts as living here."""
        return self.filter(residency_status=ResidencyStatus.ALIVE)

    def living_in(self, region: str) -> ResidentQuerySet:
        """... of this region and everything inside it."""
        return self.filter(within("region_id", region))

    def unrecorded(self) -> ResidentQuerySet:
        """... whose KTP-el recording has not been made, or must be made again."""
        return self.exclude(card__state__in=RECORDED_STATES)

    def due_on(self, day: datetime.date) -> ResidentQuerySet:
        """... who must hold a KTP-el on that day: 17, or ever married (`registry/rules/card_due.py`)."""
        of_age = models.Q(birth_date__lte=latest_birth_date(DUE_AGE, on=day))
        return self.filter(of_age | ~models.Q(marital_status=MaritalStatus.SINGLE))


class Resident(models.Model):
    """One person. Her NIK is found by `nik_index` and read through `nik`; it never changes.

    The NIK's own area is where she was FIRST registered and its date may differ from `birth_date`: neither is an
    error (docs/glossary.md, NIK). `region` is the village where she lives now. The database keeps beside each name the
    key to find it by (`rules/name_key.py`), in a column that only `find_residents` reads.
    """

    nik_index = models.UUIDField("indeks NIK", unique=True, editable=False)
    nik_sealed = models.BinaryField("NIK tersegel", editable=False)
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="members", verbose_name="keluarga")
    relation_to_head = models.PositiveSmallIntegerField("hubungan keluarga", choices=RelationToHead)
    name = models.CharField("nama", max_length=120)
    birth_place = models.CharField("tempat lahir", max_length=100, blank=True)
    birth_date = models.DateField("tanggal lahir")
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex)
    marital_status = models.PositiveSmallIntegerField("status kawin", choices=MaritalStatus)
    occupation_code = models.PositiveSmallIntegerField("kode pekerjaan", null=True, blank=True)
    residency_status = models.PositiveSmallIntegerField("status dasar", choices=ResidencyStatus)
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, db_index=False, related_name="+", verbose_name="desa/kelurahan"
    )
    batch = models.ForeignKey(
        "registry.IntakeBatch",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="masuk lewat berkas",
    )

    objects = ScopedManager.from_queryset(ResidentQuerySet)()
    unscoped = models.Manager.from_queryset(ResidentQuerySet)()

    class Meta:
        verbose_name = "penduduk"
        verbose_name_plural = "penduduk"
        base_manager_name = "unscoped"
        # Named here, since a foreign key to text would bring a second index, for patterns; collation C needs none.
        # With the id, so that a page of any area is read in order and not looked for.
        indexes = [
            models.Index(fields=["region", "id"], name="resident_by_region"),
            models.Index(fields=["birth_date"], name="resident_by_birth_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(nik_sealed__length=sealing.SEALED_NUMBER_LENGTH),
                name="nik_is_sealed_and_has_sixteen_figures",
            ),
            models.CheckConstraint(condition=models.Q(sex__in=Sex.values), name="resident_is_male_or_female"),
            models.CheckConstraint(
                condition=models.Q(residency_status__in=ResidencyStatus.values),
                name="residency_status_is_one_of_siak",
            ),
            models.CheckConstraint(
                condition=models.Q(marital_status__in=MaritalStatus.values),
                name="marital_status_is_one_of_siak",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="resident_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def nik(self) -> str:
        """The NIK in clear; whoever shows it masks it or logs the reveal."""
        return sealing.sealer().open(sealing.NIK, self.nik_sealed, self.nik_index)
