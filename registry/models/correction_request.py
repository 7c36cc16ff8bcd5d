"""Requests to correct a resident's data: what an officer saw to differ, for a clerk to check and put right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from registry.scope import ScopedManager


class CorrectionRequest(models.Model):
    """What differs from the register as somebody found it, in her words. It is closed once it was looked into.

    It changes nothing by itself: a correction is a civil event of its own, with its document.
    """

    resident = models.ForeignKey(
        "registry.Resident", models.PROTECT, related_name="correction_requests", verbose_name="penduduk"
    )
    noted = models.CharField("yang berbeda", max_length=400)
    noted_at = models.DateTimeField("dicatat pada")
    noted_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="dicatat oleh"
    )
    closed_at = models.DateTimeField("ditutup pada", null=True)
    closed_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="ditutup oleh"
    )
    answer = models.CharField("hasil pemeriksaan", max_length=200, blank=True)

    objects = ScopedManager["CorrectionRequest"]("resident__region_id")
    unscoped = models.Manager["CorrectionRequest"]()

    class Meta:
        verbose_name = "permintaan perbaikan data"
        verbose_name_plural = "permintaan perbaikan data"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["noted_at"], condition=Q(closed_at__isnull=True), name="correction_request_open"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(noted=""), name="a_correction_request_says_what_differs"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, answer="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(answer=""),
                name="a_closed_correction_request_says_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"permintaan perbaikan {self.pk}"
