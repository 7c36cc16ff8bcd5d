"""Capacity cuts: a day, or a stretch of it, on which an office can take fewer people than it has given places."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CapacityCut(models.Model):
    """One decision of a supervisor; without times it is the whole day, without `devices` the office is closed.

    Which seats it took says `Seat.cut`; whom it asked to come another time says `MoveProposal`. `closure` keeps days
    that are not published yet from being so.
    """

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="cuts", verbose_name="kantor")
    day = models.DateField("tanggal")
    from_time = models.TimeField("dari pukul", null=True)
    until_time = models.TimeField("sampai pukul", null=True)
    devices = models.PositiveSmallIntegerField("alat yang berhenti", null=True)
    reason = models.CharField("alasan", max_length=60)
    closure = models.ForeignKey("queueing.Closure", models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField("dibuat pada")
    made_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="dibuat oleh"
    )
    undone_at = models.DateTimeField("dibatalkan pada", null=True)
    undone_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="dibatalkan oleh"
    )

    class Meta:
        verbose_name = "pengurangan kapasitas"
        verbose_name_plural = "pengurangan kapasitas"
        permissions = [("cut_capacity", "Mengurangi kapasitas kantor")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_cut_has_a_reason"),
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, until_time__isnull=True)
                | Q(from_time__isnull=False, until_time__isnull=False, until_time__gt=F("from_time")),
                name="a_cut_is_of_a_whole_day_or_a_stretch",
            ),
            models.CheckConstraint(
                condition=Q(devices__isnull=True) | Q(devices__gte=1), name="a_cut_takes_a_device_or_all"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="an_undone_cut_has_a_moment_and_an_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y} {self.reason}"
