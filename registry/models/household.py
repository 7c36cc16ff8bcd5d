"""Households: the people on one KK."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length

from registry import sealing
from registry.scope import ScopedManager

models.BinaryField.register_lookup(Length, "length")


class Household(models.Model):
    """One KK. Its number is found by `kk_number_index` and read through `kk_number`.

    The village stands here and again on each resident, so that an area can be cut without a join.
    """

    kk_number_index = models.UUIDField("indeks nomor KK", unique=True, editable=False)
    kk_number_sealed = models.BinaryField("nomor KK tersegel", editable=False)
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, db_index=False, related_name="+", verbose_name="desa/kelurahan"
    )
    address = models.CharField("alamat", max_length=200, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    batch = models.ForeignKey(
        "registry.IntakeBatch",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="masuk lewat berkas",
    )

    objects = ScopedManager["Household"]()
    unscoped = models.Manager["Household"]()

    class Meta:
        verbose_name = "keluarga"
        verbose_name_plural = "keluarga"
        base_manager_name = "unscoped"
        # Named here, since a foreign key to text would bring a second index, for patterns; collation C needs none.
        indexes = [models.Index(fields=["region"], name="household_by_region")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kk_number_sealed__length=sealing.SEALED_NUMBER_LENGTH),
                name="kk_number_is_sealed_and_has_sixteen_figures",
            ),
            models.CheckConstraint(
                condition=models.Q(rt__regex=r"^([0-9]{3})?$", rw__regex=r"^([0-9]{3})?$"),
                name="rt_and_rw_are_three_figures_or_unknown",
            ),
        ]

    def __str__(self) -> str:
        return f"Keluarga {self.pk}"

    @property
    def kk_number(self) -> str:
        """The KK number in clear; whoever shows it masks it or logs the reveal."""
        return sealing.sealer().open(sealing.KK_NUMBER, self.kk_number_sealed, self.kk_number_index)
