"""Requests for a file with people in it: asked by one, decided by another where it is large, fetched once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ExportKind(models.TextChoices):
    """What the file is of."""

    RESIDENTS = "residents", "Daftar penduduk"
    TRAIL = "trail", "Catatan akses"
    HELD_ROWS = "held_rows", "Baris tertahan (NIK terbuka)"


class ExportFormat(models.TextChoices):
    """How the file is written."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"


class ExportState(models.TextChoices):
    """How far a request has come."""

    WAITING = "waiting", "Menunggu persetujuan"
    READY = "ready", "Siap diunduh"
    REFUSED = "refused", "Ditolak"
    WITHDRAWN = "withdrawn", "Dibatalkan pemohon"
    FETCHED = "fetched", "Sudah diunduh"


class ExportRequest(models.Model):
    """One request. Its file is never stored: it is made of the rows of the moment at which it is fetched.

    `filter` holds codes, ids and days only (a region, a card state), never a number or a name. `entry` is the access
    entry that names everybody in the file.
    """

    what = models.CharField("isi", max_length=10, choices=ExportKind)
    format = models.CharField("format", max_length=4, choices=ExportFormat)
    filter = models.JSONField("saringan", default=dict)
    purpose = models.CharField("tujuan", max_length=200)
    row_count = models.PositiveIntegerField("jumlah baris saat diminta")
    state = models.CharField("keadaan", max_length=9, choices=ExportState)
    asked_by = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", verbose_name="diminta oleh")
    area = models.CharField("wilayah kerja peminta", max_length=13, blank=True)
    asked_at = models.DateTimeField("diminta pada", db_index=True)
    decided_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="diputuskan oleh"
    )
    decided_at = models.DateTimeField("diputuskan pada", null=True)
    reason = models.CharField("alasan keputusan", max_length=200, blank=True)
    fetch_until = models.DateTimeField("dapat diunduh sampai", null=True)
    fetched_at = models.DateTimeField("diunduh pada", null=True)
    fetched_count = models.PositiveIntegerField("jumlah baris diunduh", null=True)
    entry = models.ForeignKey(
        "registry.AccessEntry", models.SET_NULL, null=True, db_constraint=False, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "permintaan ekspor"
        verbose_name_plural = "permintaan ekspor"
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="an_export_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="an_export_is_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, reason="")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_has_an_officer_and_a_moment",
            ),
            models.CheckConstraint(
                condition=(Q(state=ExportState.FETCHED) & Q(fetched_at__isnull=False, fetched_count__isnull=False))
                | (~Q(state=ExportState.FETCHED) & Q(fetched_at__isnull=True, fetched_count__isnull=True)),
                name="a_fetched_export_says_when_and_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ExportState.READY, ExportState.FETCHED]) | Q(fetch_until__isnull=False),
                name="an_export_is_fetched_within_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.REFUSED) | Q(decided_by__isnull=False),
                name="an_export_is_refused_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"ekspor {self.pk}"
