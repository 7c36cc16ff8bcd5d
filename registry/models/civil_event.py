"""Civil events: what happened to a resident in law. Append-only: a wrong one is reversed, never erased."""

from __future__ import annotations

from django.db import models

from registry.choices import CivilEventKind
from registry.scope import ScopedManager


class CivilEvent(models.Model):
    """One birth, death, move, marriage, divorce or correction, as the office learnt of it.

    `details` holds what the kind needs (the old and the new value of a correction), never a NIK or KK number.
    """

    resident = models.ForeignKey(
        "registry.Resident", models.PROTECT, related_name="civil_events", verbose_name="penduduk"
    )
    kind = models.CharField("peristiwa", max_length=12, choices=CivilEventKind)
    event_date = models.DateField("tanggal peristiwa")
    recorded_at = models.DateTimeField("dicatat pada")
    recorded_by = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    document = models.CharField("nomor akta atau surat", max_length=60, blank=True)
    details = models.JSONField("rincian", default=dict, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="membatalkan"
    )

    objects = ScopedManager["CivilEvent"]("resident__region_id")
    unscoped = models.Manager["CivilEvent"]()

    class Meta:
        verbose_name = "peristiwa kependudukan"
        verbose_name_plural = "peristiwa kependudukan"
        base_manager_name = "unscoped"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CivilEventKind.values), name="civil_event_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.event_date:%d-%m-%Y}"
