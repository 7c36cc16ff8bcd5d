"""Tickets: numbers in the hall, and the row from which they are drawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from queueing.choices import Lane, TicketState
from registry.scope import ScopedManager


class NumberSequence(models.Model):
    """The last number drawn of one letter on one day of one office. Drawing locks the row: no gap and no twin."""

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("tanggal")
    letter = models.CharField("huruf", max_length=1)
    last_number = models.PositiveIntegerField("nomor terakhir")

    class Meta:
        verbose_name = "urutan nomor"
        verbose_name_plural = "urutan nomor"
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "letter"], name="a_letter_counts_once_a_day_in_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.last_number:03d}"


class Ticket(models.Model):
    """One person's number of one day. A number is drawn at check-in, never reused, also when it is cancelled."""

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="+", db_index=False)
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    day = models.DateField("tanggal")
    letter = models.CharField("huruf", max_length=1)
    number = models.PositiveIntegerField("nomor")
    booking = models.OneToOneField(
        "queueing.Booking", models.PROTECT, null=True, related_name="ticket", verbose_name="pesanan"
    )
    lane = models.CharField("jalur", max_length=8, choices=Lane)
    state = models.CharField("status", max_length=9, choices=TicketState, default=TicketState.WAITING)
    counter = models.ForeignKey("queueing.Counter", models.PROTECT, null=True, related_name="+", verbose_name="loket")
    ready_at = models.DateTimeField("menunggu sejak")
    called_at = models.DateTimeField("dipanggil pada", null=True)
    finished_at = models.DateTimeField("selesai pada", null=True)

    objects = ScopedManager["Ticket"]("area")
    unscoped = models.Manager["Ticket"]()

    class Meta:
        verbose_name = "nomor antrean"
        verbose_name_plural = "nomor antrean"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(
                fields=["office", "day", "ready_at"], condition=Q(state=TicketState.WAITING), name="ticket_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "letter", "number"], name="a_number_is_given_once_a_day_in_an_office"
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.CALLED) | Q(counter__isnull=False, called_at__isnull=False),
                name="a_called_ticket_has_a_counter_and_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=TicketState.values), name="a_ticket_is_in_a_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.number:03d}"
