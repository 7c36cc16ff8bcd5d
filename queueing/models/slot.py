"""Recording slots: a stretch of an office's day that people book places in."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q


class RecordingSlot(models.Model):
    """One stretch of one day, half-open, in UTC; `day` is its day on the office's own calendar.

    How many may come is nowhere a number: it is how many seats there are (`queueing/models/seat.py`).
    """

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="slots", verbose_name="kantor")
    day = models.DateField("tanggal")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")

    class Meta:
        verbose_name = "sesi perekaman"
        verbose_name_plural = "sesi perekaman"
        constraints = [
            models.UniqueConstraint(fields=["office", "starts_at"], name="a_slot_of_an_office_begins_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_slot_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["office", "day", "starts_at"], name="slot_by_day")]

    def __str__(self) -> str:
        return f"{self.local_start:%d-%m-%Y %H.%M}"

    @property
    def local_start(self) -> datetime.datetime:
        """When it begins on the office's clocks."""
        return self.starts_at.astimezone(ZoneInfo(self.office.time_zone))

    @property
    def local_end(self) -> datetime.datetime:
        """When it ends on the office's clocks."""
        return self.ends_at.astimezone(ZoneInfo(self.office.time_zone))
