"""How many people stand at which card state, village by village: counted ahead, since a page cannot count a million."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from registry.choices import CardStatus
from registry.scope import ScopedManager


class CardTally(models.Model):
    """The residents alive of one village whose card stands at one state, as counted at `counted_at`.

    `due` are those among them who must have a card: 17 or older, or ever married. Nothing personal stands here;
    whoever has no card record counts as not recorded.
    """

    region = models.ForeignKey(
        "registry.Region", models.CASCADE, db_index=False, related_name="+", verbose_name="desa/kelurahan"
    )
    state = models.CharField("status KTP-el", max_length=26, choices=CardStatus)
    alive = models.PositiveIntegerField("penduduk hidup")
    due = models.PositiveIntegerField("wajib KTP-el")
    counted_at = models.DateTimeField("dihitung pada")

    objects = ScopedManager["CardTally"]()
    unscoped = models.Manager["CardTally"]()

    class Meta:
        verbose_name = "hitungan kartu"
        verbose_name_plural = "hitungan kartu"
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["region", "state"], name="a_village_counts_a_card_state_once"),
            models.CheckConstraint(condition=Q(due__lte=F("alive")), name="those_due_a_card_are_among_the_living"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.state}"
