"""The queue's own book: what happened to a party, a booking or a ticket. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from queueing.choices import QueueEventKind


class QueueEvent(models.Model):
    """One change, written in the transaction that makes it; `by` is empty where the resident or a timer did it."""

    party = models.ForeignKey("queueing.Party", models.PROTECT, null=True, related_name="events")
    booking = models.ForeignKey("queueing.Booking", models.PROTECT, null=True, related_name="events", db_index=False)
    ticket = models.ForeignKey("queueing.Ticket", models.PROTECT, null=True, related_name="events")
    kind = models.CharField("peristiwa", max_length=16, choices=QueueEventKind)
    at = models.DateTimeField("pada")
    by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="oleh"
    )
    slot = models.ForeignKey("queueing.RecordingSlot", models.PROTECT, null=True, related_name="+", db_index=False)
    detail = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        verbose_name = "peristiwa antrean"
        verbose_name_plural = "peristiwa antrean"
        permissions = [("view_proof", "Melihat bukti hitungan antrean")]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False) | Q(ticket__isnull=False), name="a_queue_event_is_about_somebody"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=QueueEventKind.values), name="a_queue_event_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
