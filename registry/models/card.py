"""Where a resident's KTP-el stands, and every step it took to get there."""

from __future__ import annotations

from django.db import models

from registry.choices import CardStatus


class CardRecord(models.Model):
    """The present state of one resident's card. No biometrics are stored, here or anywhere.

    The database refuses a change of state that is no step of `registry/rules/card_status.py`, unless the transaction
    says that a file reports it or is taken back (`a_card_moves_step_by_step`, migration 0018; `registry/ingest`).
    """

    resident = models.OneToOneField("registry.Resident", models.CASCADE, primary_key=True, related_name="card")
    state = models.CharField("status KTP-el", max_length=26, choices=CardStatus, default=CardStatus.UNREGISTERED)
    batch = models.ForeignKey(
        "registry.IntakeBatch",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="masuk lewat berkas",
    )

    class Meta:
        verbose_name = "kartu"
        verbose_name_plural = "kartu"
        indexes = [
            # Nearly every card is issued, and nobody asks for those by their state.
            models.Index(
                fields=["state", "resident"],
                condition=~models.Q(state=CardStatus.CARD_ISSUED),
                name="card_to_be_served",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CardStatus.values), name="card_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class CardEvent(models.Model):
    """One move of a card from a state to another; append-only.

    A first intake writes no event per resident: its batch is the event (docs/decisions/0006). `reported_on` is the day
    that a status file of the centre gives; `at` is when the registry came to know.
    """

    resident = models.ForeignKey("registry.Resident", models.CASCADE, related_name="card_events")
    from_state = models.CharField("dari", max_length=26, choices=CardStatus)
    to_state = models.CharField("menjadi", max_length=26, choices=CardStatus)
    at = models.DateTimeField("pada")
    by = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    batch = models.ForeignKey(
        "registry.IntakeBatch",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="masuk lewat berkas",
    )
    reason = models.CharField("alasan", max_length=200, blank=True)
    reported_on = models.DateField("tanggal menurut pusat", null=True)

    class Meta:
        verbose_name = "riwayat kartu"
        verbose_name_plural = "riwayat kartu"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_state=models.F("to_state")), name="card_event_changes_the_state"
            ),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(batch__isnull=False),
                name="card_event_has_an_officer_or_a_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
