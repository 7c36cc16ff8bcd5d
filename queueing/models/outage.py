"""Outages of the systems that an office records with, and the priority that those who waited in vain are given."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from registry.scope import ScopedManager


class Outage(models.Model):
    """One stretch in which an office cannot record; while `ended_at` is empty the public is told.

    `note` is what people read, `estimate` when it is hoped to be over.
    """

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="outages", verbose_name="kantor")
    note = models.CharField("keterangan untuk warga", max_length=120)
    estimate = models.DateTimeField("perkiraan selesai", null=True)
    started_at = models.DateTimeField("mulai")
    started_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="dicatat oleh"
    )
    updated_at = models.DateTimeField("diperbarui pada")
    ended_at = models.DateTimeField("selesai", null=True)
    ended_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="diakhiri oleh"
    )

    class Meta:
        verbose_name = "gangguan"
        verbose_name_plural = "gangguan"
        permissions = [("declare_outage", "Menyatakan gangguan sistem")]
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(ended_at__isnull=True), name="an_office_has_one_outage_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="an_outage_says_what_people_read"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("started_at"), ended_by__isnull=False),
                name="an_outage_is_ended_by_somebody_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.note


class PriorityToken(models.Model):
    """A party that waited during an outage may take priority places once, until the end of `good_until`."""

    outage = models.ForeignKey("queueing.Outage", models.PROTECT, related_name="tokens", verbose_name="gangguan")
    party = models.ForeignKey(
        "queueing.Party", models.PROTECT, related_name="tokens", db_index=False, verbose_name="rombongan"
    )
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    given_at = models.DateTimeField("diberikan pada")
    good_until = models.DateField("berlaku sampai")
    used_at = models.DateTimeField("dipakai pada", null=True)

    objects = ScopedManager["PriorityToken"]("area")
    unscoped = models.Manager["PriorityToken"]()

    class Meta:
        verbose_name = "hak prioritas"
        verbose_name_plural = "hak prioritas"
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["party", "outage"], name="a_party_is_given_priority_once_for_an_outage"),
        ]

    def __str__(self) -> str:
        return f"sampai {self.good_until:%d-%m-%Y}"
