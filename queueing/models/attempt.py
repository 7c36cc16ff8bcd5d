"""Attempts: which NIK was asked about from which contact, so that nobody tries numbers out."""

from __future__ import annotations

from django.db import models


class Attempt(models.Model):
    """One asking about one NIK, after the contact was proven. Only keyed indexes stand here, and only for 30 days.

    `queueing/actions/limits.py` counts them: so many for one NIK in one day, so many NIKs from one contact in
    `PHONE_DAYS` (`queueing/rules/limits.py`).
    """

    nik_index = models.UUIDField("indeks NIK", editable=False)
    contact_index = models.UUIDField("indeks kontak", editable=False)
    party = models.ForeignKey("queueing.Party", models.CASCADE, related_name="+", verbose_name="rombongan")
    at = models.DateTimeField("pada")

    class Meta:
        verbose_name = "percobaan"
        verbose_name_plural = "percobaan"
        indexes = [
            models.Index(fields=["nik_index", "at"], name="attempt_by_nik"),
            models.Index(fields=["contact_index", "at"], name="attempt_by_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.at}"
