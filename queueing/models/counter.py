"""Counters: the numbered desks of an office that tickets are called to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Counter(models.Model):
    """One loket. It calls while it is open."""

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="counters", verbose_name="kantor")
    number = models.PositiveSmallIntegerField("nomor loket")
    is_open = models.BooleanField("melayani", default=False)

    class Meta:
        verbose_name = "loket"
        verbose_name_plural = "loket"
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="a_counter_is_numbered_once_in_an_office"),
            models.CheckConstraint(condition=Q(number__gte=1), name="counters_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"Loket {self.number}"
