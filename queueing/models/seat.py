"""Seats: one row for each person whom a slot has room for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from queueing.choices import Lane, Withheld

FREE = Q(taken_by__isnull=True, offered_to__isnull=True, withheld="")


class Seat(models.Model):
    """A device and ten minutes of it. Only `queueing/locks.py` claims or frees one.

    `taken_by` is the booking that sits on it, `offered_to` the party that may take it until `offered_until`. A
    `withheld` seat is given to nobody; one that is withheld and taken is a surplus that somebody must move. Nobody
    but the desk may claim it before `opens_at`. `freed_at` is when somebody last gave it up; empty for one that nobody
    has had yet. What was given up is offered to whoever waits (`queueing/actions/offers.py`). With a `draw` it was
    announced to be drawn for; it opens to everybody only with what the draw leaves over.
    """

    slot = models.ForeignKey("queueing.RecordingSlot", models.CASCADE, related_name="seats", db_index=False)
    number = models.PositiveSmallIntegerField("nomor")
    lane = models.CharField("jalur", max_length=8, choices=Lane)
    withheld = models.CharField("tidak dibuka", max_length=8, choices=Withheld, blank=True, default="")
    cut = models.ForeignKey(
        "queueing.CapacityCut",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="seats",
        verbose_name="diambil oleh",
    )
    opens_at = models.DateTimeField("dibuka pada")
    freed_at = models.DateTimeField("dilepas pada", null=True)
    draw = models.ForeignKey(
        "queueing.Draw", models.PROTECT, null=True, db_index=False, related_name="seats", verbose_name="undian"
    )
    taken_by = models.OneToOneField(
        "queueing.Booking", models.PROTECT, null=True, related_name="taken_seat", verbose_name="ditempati"
    )
    offered_to = models.ForeignKey(
        "queueing.Party",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="offered_seats",
        verbose_name="ditawarkan kepada",
    )
    offered_until = models.DateTimeField("ditawarkan sampai", null=True)

    class Meta:
        verbose_name = "tempat"
        verbose_name_plural = "tempat"
        indexes = [
            models.Index(fields=["slot", "lane", "id"], condition=FREE, name="seat_free"),
            models.Index(fields=["slot", "lane"], condition=FREE & Q(freed_at__isnull=False), name="seat_given_up"),
            models.Index(fields=["draw"], condition=Q(draw__isnull=False), name="seat_of_draw"),
            models.Index(fields=["offered_to"], condition=Q(offered_to__isnull=False), name="seat_offered"),
            models.Index(fields=["cut"], condition=Q(cut__isnull=False), name="seat_cut"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cut__isnull=True) | Q(withheld=Withheld.CUT), name="a_seat_that_a_cut_took_is_withheld"
            ),
            models.UniqueConstraint(fields=["slot", "number"], name="a_seat_of_a_slot_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(offered_to__isnull=True, offered_until__isnull=True)
                | Q(offered_to__isnull=False, offered_until__isnull=False),
                name="a_seat_is_offered_to_somebody_until_some_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(offered_to__isnull=True),
                name="a_taken_seat_is_offered_to_nobody",
            ),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="a_seat_is_of_a_known_lane"),
            models.CheckConstraint(
                condition=Q(withheld__in=Withheld.values), name="a_seat_is_withheld_for_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
