"""A card given into somebody's hands at a counter: whose, when and by whom; append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from registry.choices import CardTaker


class CardHandover(models.Model):
    """One card handed over. A card that is printed again and fetched again has another.

    `taker_name` is the name of whoever took it for her, as it stood on the paper or on the KK that day. What is
    written stays as it is: the database refuses changes (migration 0018).
    """

    resident = models.ForeignKey(
        "registry.Resident", models.PROTECT, related_name="card_handovers", verbose_name="penduduk"
    )
    event = models.OneToOneField(
        "registry.CardEvent", models.PROTECT, related_name="handover", verbose_name="langkah kartu"
    )
    at = models.DateTimeField("pada")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", verbose_name="petugas")
    taken_by = models.CharField("diambil oleh", max_length=10, choices=CardTaker)
    member = models.ForeignKey(
        "registry.Resident",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="anggota keluarga",
    )
    taker_name = models.CharField("nama pengambil", max_length=120, blank=True)
    note = models.CharField("catatan", max_length=200, blank=True)

    class Meta:
        verbose_name = "penyerahan KTP-el"
        verbose_name_plural = "penyerahan KTP-el"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by__in=CardTaker.values), name="a_card_is_taken_by_somebody_who_may"
            ),
            models.CheckConstraint(
                condition=Q(taken_by=CardTaker.HERSELF, taker_name="")
                | ~Q(taken_by=CardTaker.HERSELF) & ~Q(taker_name=""),
                name="whoever_takes_a_card_for_another_is_named",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=CardTaker.FAMILY, member__isnull=False)
                | ~Q(taken_by=CardTaker.FAMILY) & Q(member__isnull=True),
                name="a_member_of_the_family_is_one_of_the_kk",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | ~Q(member=models.F("resident")),
                name="nobody_takes_her_own_card_as_family",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_taken_by_display()}, {self.at:%d-%m-%Y}"
