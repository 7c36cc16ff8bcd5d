"""Seals of the access log: each holds the digests of the entries since the one before it, and that one's digest."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class AccessSeal(models.Model):
    """One sealed stretch of the access log; append-only.

    A seal answers for every entry whose id lies above the former seal's `last_id` and not above its own, the gaps
    between the ids included: nothing can be put there later. `rows_digest` is made of the entries, `digest` of the
    seal's own columns with the former seal's `digest` among them. Who keeps one digest elsewhere can prove every
    entry before it (docs/decisions/0011).
    """

    number = models.PositiveIntegerField("nomor segel", primary_key=True)
    first_id = models.BigIntegerField("catatan pertama")
    last_id = models.BigIntegerField("catatan terakhir", unique=True)
    row_count = models.PositiveIntegerField("jumlah catatan")
    previous = models.BinaryField("sidik segel sebelumnya", editable=False)
    rows_digest = models.BinaryField("sidik semua catatan", editable=False)
    digest = models.BinaryField("sidik segel", editable=False)
    sealed_at = models.DateTimeField("disegel pada")

    class Meta:
        verbose_name = "segel jejak"
        verbose_name_plural = "segel jejak"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_id__lte=F("last_id"), row_count__gt=0), name="a_seal_covers_at_least_one_entry"
            ),
            models.CheckConstraint(
                condition=Q(number=1, previous__length=0) | Q(number__gt=1, previous__length=32),
                name="every_seal_but_the_first_has_a_former_one",
            ),
        ]

    def __str__(self) -> str:
        return f"segel {self.number}"

    @property
    def head(self) -> str:
        """The seal as it is written down elsewhere: its number and its digest."""
        return f"{self.number}:{bytes(self.digest).hex()}"


class TrailCheck(models.Model):
    """One reading of the whole trail by the verifier: what was there and what was found wrong."""

    at = models.DateTimeField("pada", db_index=True)
    head = models.CharField("segel terakhir", max_length=80, blank=True)
    entries = models.PositiveBigIntegerField("catatan diperiksa")
    faults = models.JSONField("kelainan", default=list, blank=True)

    class Meta:
        verbose_name = "pemeriksaan jejak"
        verbose_name_plural = "pemeriksaan jejak"

    def __str__(self) -> str:
        return f"pemeriksaan {self.pk}"
