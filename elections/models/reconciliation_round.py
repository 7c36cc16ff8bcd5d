"""A reconciliation of a province or the nation: one run per regency, and the leftovers between them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from elections.choices import RunState
from elections.models.reconciliation import LIVE_STATES
from registry.models.lease import Leased
from registry.scope import ScopedManager


class ReconciliationRound(Leased):
    """The runs of all rolls of an area, done as one: every regency at home, then the leftovers, then each result.

    The lease is that of the leftovers step; the runs have leases of their own. `left_out` holds the codes of
    regencies whose roll was being reconciled by itself when the round was asked for. `digest` is the SHA-256 of the
    runs' digests by regency. The runs become `done` together, in the transaction that ends the round.
    """

    election = models.ForeignKey("elections.Election", models.PROTECT, related_name="rounds", verbose_name="pemilihan")
    region = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="wilayah")
    state = models.CharField("keadaan", max_length=10, choices=RunState, default=RunState.QUEUED)
    purpose = models.CharField("tujuan", max_length=200)
    retain_until = models.DateField("disimpan sampai")
    left_out = models.JSONField("tidak diikutkan", default=list, blank=True)
    asked_at = models.DateTimeField("diminta pada")
    asked_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="diminta oleh"
    )
    leftovers_at = models.DateTimeField("sisa selesai pada", null=True)
    finished_at = models.DateTimeField("selesai pada", null=True)
    digest = models.CharField("sidik hasil", max_length=64, blank=True)

    objects = ScopedManager["ReconciliationRound"]()
    unscoped = models.Manager["ReconciliationRound"]()

    class Meta:
        verbose_name = "pemadanan wilayah"
        verbose_name_plural = "pemadanan wilayah"
        base_manager_name = "unscoped"
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(
                fields=["election", "region"], condition=Q(state__in=LIVE_STATES), name="one_live_round_per_area"
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE) | Q(finished_at__isnull=False) & ~Q(digest=""),
                name="a_finished_round_has_a_digest_and_an_end",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="a_round_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"Pemadanan wilayah {self.pk}"
