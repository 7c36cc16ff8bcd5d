"""Tallies: how often something was done in a stretch of time by one source, one contact or everybody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Tally(models.Model):
    """One count: `subject` is a keyed index of who is counted for what, `since` the begin of the stretch.

    Raised by one statement that never passes its limit (`queueing/locks.py`); forgotten when the stretch is over.
    """

    subject = models.UUIDField("yang dihitung", editable=False)
    since = models.DateTimeField("sejak")
    count = models.PositiveIntegerField("jumlah")

    class Meta:
        verbose_name = "hitungan"
        verbose_name_plural = "hitungan"
        constraints = [
            models.UniqueConstraint(fields=["subject", "since"], name="a_stretch_of_a_subject_is_counted_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="a_tally_begins_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.count}"
