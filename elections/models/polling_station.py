"""Polling stations (TPS) of an election, by village and number."""

from __future__ import annotations

from django.db import models


class PollingStation(models.Model):
    """One TPS. Its number is a name: "001" keeps its zeros."""

    election = models.ForeignKey(
        "elections.Election", models.PROTECT, related_name="polling_stations", verbose_name="pemilihan"
    )
    village = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="desa/kelurahan")
    tps_number = models.CharField("nomor TPS", max_length=3)

    class Meta:
        verbose_name = "TPS"
        verbose_name_plural = "TPS"
        constraints = [
            models.UniqueConstraint(
                fields=["election", "village", "tps_number"], name="a_tps_number_is_used_once_in_a_village"
            ),
            models.CheckConstraint(
                condition=models.Q(tps_number__regex=r"^[0-9]{3}$"), name="tps_number_is_three_figures"
            ),
        ]

    def __str__(self) -> str:
        return f"TPS {self.tps_number}"
