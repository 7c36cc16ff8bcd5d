"""How an office cuts its hours into seats, and when it opens them."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q


class ReleasePlan(models.Model):
    """The settings of one office; times are its local time, shares are percents of the seats of a slot.

    General seats of a day open `days_ahead` days before at `opens_at`, those of the priority lane
    `priority_earlier_days` before that, and the same-morning share on the day itself at `same_day_at`.
    """

    office = models.OneToOneField(
        "queueing.Office", models.CASCADE, primary_key=True, related_name="release_plan", verbose_name="kantor"
    )
    slot_minutes = models.PositiveSmallIntegerField("menit per sesi", default=30)
    minutes_per_recording = models.PositiveSmallIntegerField("menit per perekaman", default=10)
    walk_in_percent = models.PositiveSmallIntegerField("persen untuk datang langsung", default=20)
    priority_percent = models.PositiveSmallIntegerField("persen untuk jalur prioritas", default=10)
    same_day_percent = models.PositiveSmallIntegerField("persen dibuka pada pagi harinya", default=20)
    days_ahead = models.PositiveSmallIntegerField("dibuka berapa hari sebelumnya", default=14)
    opens_at = models.TimeField("pukul pembukaan", default=datetime.time(19))
    same_day_at = models.TimeField("pukul pembukaan pagi", default=datetime.time(6))
    priority_earlier_days = models.PositiveSmallIntegerField("prioritas dibuka lebih awal (hari)", default=2)

    class Meta:
        verbose_name = "rencana pembukaan tempat"
        verbose_name_plural = "rencana pembukaan tempat"
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__range=(5, 240), minutes_per_recording__range=(1, 120)),
                name="a_slot_lasts_5_to_240_minutes_and_a_recording_1_to_120",
                violation_error_message="Satu sesi 5 sampai 240 menit, satu perekaman 1 sampai 120 menit.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_per_recording__lte=models.F("slot_minutes")),
                name="a_recording_fits_into_a_slot",
                violation_error_message="Satu perekaman tidak boleh lebih lama daripada satu sesi.",
            ),
            models.CheckConstraint(
                condition=Q(walk_in_percent__lte=100 - models.F("priority_percent"), same_day_percent__range=(0, 100)),
                name="shares_of_a_slot_are_at_most_the_whole",
                violation_error_message="Bagian-bagian tempat tidak boleh lebih dari 100 persen.",
            ),
            models.CheckConstraint(
                condition=Q(priority_earlier_days__lte=30),
                name="priority_opens_at_most_30_days_earlier",
                violation_error_message="Prioritas dibuka paling banyak 30 hari lebih awal.",
            ),
            models.CheckConstraint(
                condition=Q(days_ahead__range=(1, 90)),
                name="places_open_1_to_90_days_ahead",
                violation_error_message="Tempat dibuka 1 sampai 90 hari sebelumnya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_minutes} menit"
