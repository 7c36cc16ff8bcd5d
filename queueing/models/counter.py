"""Counters: the numbered desks of an office that tickets are called to, and who sat at them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from queueing.choices import Service


class Counter(models.Model):
    """One loket. It calls while it is open: somebody sits there and has not paused it.

    `services` are the letters it calls; empty means all. `device` is the recording set that stands there.
    """

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="counters", verbose_name="kantor")
    number = models.PositiveSmallIntegerField("nomor loket")
    services = ArrayField(
        models.CharField(max_length=1, choices=Service), verbose_name="layanan", default=list, blank=True
    )
    device = models.ForeignKey(
        "queueing.Device", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="alat perekaman"
    )
    is_open = models.BooleanField("melayani", default=False)
    paused_at = models.DateTimeField("istirahat sejak", null=True, editable=False)
    pause_note = models.CharField("keterangan istirahat", max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = "loket"
        verbose_name_plural = "loket"
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="a_counter_is_numbered_once_in_an_office"),
            models.CheckConstraint(condition=Q(number__gte=1), name="counters_are_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(paused_at__isnull=True), name="an_open_counter_is_not_paused"
            ),
        ]

    def __str__(self) -> str:
        return f"Loket {self.number}"


class CounterShift(models.Model):
    """One officer's stretch at a counter. At lunch the next one takes over, with the ticket that is in hand."""

    counter = models.ForeignKey("queueing.Counter", models.PROTECT, related_name="shifts", verbose_name="loket")
    officer = models.ForeignKey(
        "registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="petugas"
    )
    started_at = models.DateTimeField("mulai")
    ended_at = models.DateTimeField("selesai", null=True)

    class Meta:
        verbose_name = "giliran loket"
        verbose_name_plural = "giliran loket"
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=Q(ended_at__isnull=True), name="one_officer_sits_at_a_counter"
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at__isnull=True), name="an_officer_sits_at_one_counter"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="a_shift_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counter} {self.started_at:%d-%m-%Y}"
