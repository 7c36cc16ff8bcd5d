"""Civil events: what happened to a resident in law. Append-only: a wrong one is reversed, never erased."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from registry.choices import CivilEventKind
from registry.scope import ScopedManager


class CivilEvent(models.Model):
    """One birth, death, move, marriage, divorce, correction or household operation, as the office learnt of it.

    `resident` is the person it is mainly about; everybody whose values it changed stands in `changes`.
    `details` holds what the kind needs (where to, a court's dispensation), never a NIK or KK number.
    `idempotency_key` is the key of the page on which the event was confirmed: one page makes one event.
    """

    resident = models.ForeignKey(
        "registry.Resident", models.PROTECT, related_name="civil_events", verbose_name="penduduk"
    )
    kind = models.CharField("peristiwa", max_length=12, choices=CivilEventKind)
    event_date = models.DateField("tanggal peristiwa")
    recorded_at = models.DateTimeField("dicatat pada")
    recorded_by = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    document = models.CharField("nomor akta atau surat", max_length=60, blank=True)
    reason = models.CharField("alasan", max_length=200, blank=True)
    details = models.JSONField("rincian", default=dict, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="membatalkan"
    )
    idempotency_key = models.UUIDField("kunci halaman", null=True, unique=True, editable=False)

    objects = ScopedManager["CivilEvent"]("resident__region_id")
    unscoped = models.Manager["CivilEvent"]()

    class Meta:
        verbose_name = "peristiwa kependudukan"
        verbose_name_plural = "peristiwa kependudukan"
        base_manager_name = "unscoped"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CivilEventKind.values), name="civil_event_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(kind=CivilEventKind.REVERSAL, reverses__isnull=False)
                | ~Q(kind=CivilEventKind.REVERSAL) & Q(reverses__isnull=True),
                name="a_reversal_and_nothing_else_reverses",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CivilEventKind.REVERSAL) | ~Q(reason=""), name="a_reversal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.event_date:%d-%m-%Y}"


class CivilEventChange(models.Model):
    """What one event changed in one resident or household, so that a reversal restores exactly that.

    `before` and `after` hold the columns that differ as plain values, never a number. A row that the event made
    has `is_new` and nothing before.
    """

    event = models.ForeignKey("registry.CivilEvent", models.PROTECT, related_name="changes")
    resident = models.ForeignKey("registry.Resident", models.PROTECT, null=True, related_name="event_changes")
    household = models.ForeignKey("registry.Household", models.PROTECT, null=True, related_name="event_changes")
    is_new = models.BooleanField("dibuat oleh peristiwa ini", default=False)
    before = models.JSONField("nilai sebelumnya")
    after = models.JSONField("nilai sesudahnya")

    objects = ScopedManager["CivilEventChange"]("event__resident__region_id")
    unscoped = models.Manager["CivilEventChange"]()

    class Meta:
        verbose_name = "perubahan oleh peristiwa"
        verbose_name_plural = "perubahan oleh peristiwa"
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["event", "resident"], name="an_event_changes_a_resident_once"),
            models.UniqueConstraint(fields=["event", "household"], name="an_event_changes_a_household_once"),
            models.CheckConstraint(
                condition=Q(resident__isnull=False, household__isnull=True)
                | Q(resident__isnull=True, household__isnull=False),
                name="an_event_change_is_of_a_resident_or_a_household",
            ),
            models.CheckConstraint(
                condition=Q(is_new=False) | Q(before={}), name="what_an_event_made_has_nothing_before"
            ),
        ]

    def __str__(self) -> str:
        return f"perubahan {self.pk}"
