"""The access log: who saw, changed or exported whose data, and why. Append-only."""

from __future__ import annotations

from django.db import models


class AccessAction(models.TextChoices):
    """What was done."""

    REVEAL = "reveal", "Membuka nomor"
    EXPORT = "export", "Mengunduh data"
    LOAD = "load", "Memuat berkas"
    WITHDRAW = "withdraw", "Menarik berkas"
    RECONCILE = "reconcile", "Memadankan data"


class AccessEntry(models.Model):
    """One use of personal data, written in the same transaction, before the answer is sent.

    `subject` says what was touched in ids ("berkas 3", "pemadanan 7"), never in a NIK, a KK number or a name.
    """

    at = models.DateTimeField("pada")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="petugas")
    action = models.CharField("tindakan", max_length=12, choices=AccessAction)
    resident = models.ForeignKey(
        "registry.Resident", models.PROTECT, null=True, related_name="+", verbose_name="penduduk"
    )
    subject = models.CharField("objek", max_length=120, blank=True)
    purpose = models.CharField("tujuan", max_length=200)
    row_count = models.PositiveIntegerField("jumlah baris", default=0)

    class Meta:
        verbose_name = "catatan akses"
        verbose_name_plural = "catatan akses"
        constraints = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="access_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}"
