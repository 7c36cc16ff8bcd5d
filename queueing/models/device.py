"""Devices: the recording sets of an office; one device records one person at a time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Device(models.Model):
    """One recording set. Out of order it gives no seats; what was booked on it is the capacity assistant's work."""

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="devices", verbose_name="kantor")
    name = models.CharField("nama", max_length=60)
    works = models.BooleanField("berfungsi", default=True)
    note = models.CharField("catatan", max_length=200, blank=True)

    class Meta:
        verbose_name = "alat perekaman"
        verbose_name_plural = "alat perekaman"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="a_device_is_named_once_in_an_office",
                violation_error_message="Kantor ini sudah punya alat dengan nama itu.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_device_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
