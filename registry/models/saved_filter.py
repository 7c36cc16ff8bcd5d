"""Saved filters: a selection of a list in the web admin that an officer has named, to come back to."""

from __future__ import annotations

from django.db import models


class SavedFilter(models.Model):
    """One named selection of one list.

    `page` is the list ("registry.resident"), `query` its filters as they stand in the address: only filters that the
    page itself offers, never what somebody searched for. A shared one is offered to all officers of the same area.
    """

    officer = models.ForeignKey(
        "registry.Officer", models.CASCADE, related_name="saved_filters", db_index=False, verbose_name="petugas"
    )
    page = models.CharField("daftar", max_length=60)
    name = models.CharField("nama saringan", max_length=60)
    query = models.CharField("saringan", max_length=500)
    shared = models.BooleanField("untuk seluruh kantor", default=False)

    class Meta:
        verbose_name = "saringan tersimpan"
        verbose_name_plural = "saringan tersimpan"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "page", "name"], name="an_officer_names_a_filter_of_a_page_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(query=""), name="a_saved_filter_has_a_name_and_filters"
            ),
        ]

    def __str__(self) -> str:
        return self.name
