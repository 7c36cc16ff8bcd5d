"""KPU invitations: whom KPU has called to vote, as its letters list them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from registry.scope import ScopedManager


class Invitation(models.Model):
    """One invitation (undangan KPU) to one election. Neither name nor NIK is kept: only the NIK's keyed index.

    Whoever holds one and is not on the DPT is recorded at the main office, in the priority lane. `election` is the
    election's code, since the queue knows no elections; `region` is the regency that the letter came to.
    """

    nik_index = models.UUIDField("indeks NIK", editable=False)
    election = models.SlugField("pemilihan", max_length=40, db_index=False)
    letter_number = models.CharField("nomor surat", max_length=100)
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, db_index=False, related_name="+", verbose_name="kabupaten/kota"
    )
    loaded_at = models.DateTimeField("dimuat pada")
    by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="dimuat oleh"
    )

    objects = ScopedManager["Invitation"]()
    unscoped = models.Manager["Invitation"]()

    class Meta:
        verbose_name = "undangan KPU"
        verbose_name_plural = "undangan KPU"
        base_manager_name = "unscoped"
        indexes = [models.Index(fields=["region"], name="invitation_by_region")]
        constraints = [
            models.UniqueConstraint(fields=["nik_index", "election"], name="one_invitation_per_resident_and_election"),
            models.CheckConstraint(condition=~Q(election=""), name="an_invitation_names_its_election"),
            models.CheckConstraint(condition=~Q(letter_number=""), name="an_invitation_names_its_letter"),
        ]

    def __str__(self) -> str:
        return f"Undangan {self.letter_number}"
