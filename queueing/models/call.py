"""Calls: what the board shows and says, in the order in which it was called."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Call(models.Model):
    """One call of a ticket to a counter. `ordinal` counts the calls of an office's day without a gap.

    A repeat is a call of its own, so that the board says it once more. One that was taken back stays in its place and
    is neither shown nor said.
    """

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("tanggal")
    ordinal = models.PositiveIntegerField("panggilan ke")
    ticket = models.ForeignKey("queueing.Ticket", models.PROTECT, related_name="calls", verbose_name="nomor antrean")
    counter = models.ForeignKey(
        "queueing.Counter", models.PROTECT, related_name="+", db_index=False, verbose_name="loket"
    )
    at = models.DateTimeField("pada")
    by = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="oleh")
    is_repeat = models.BooleanField("panggilan ulang", default=False)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True)

    class Meta:
        verbose_name = "panggilan"
        verbose_name_plural = "panggilan"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "ordinal"], name="calls_of_a_day_are_counted_without_twin"
            ),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="calls_of_a_day_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"panggilan ke-{self.ordinal}"
