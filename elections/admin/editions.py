"""Editions of the ranking in the web admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse

from elections.admin.base import ReadOnlyAdmin
from elections.models import RankingEdition
from elections.queries.rankings import first_code


@admin.register(RankingEdition)
class RankingEditionAdmin(ReadOnlyAdmin):
    """Published rankings; their figures are on the public pages."""

    changed_where = "Edisi yang sudah terbit tidak pernah berubah. Angkanya ada di halaman peringkat."
    list_display = ["title", "as_of", "frozen_at"]
    list_select_related = ["run"]
    ordering = ["-as_of"]
    fields = ["title", "election", "run", "as_of", "method", ("frozen_at", "frozen_by")]

    def view_on_site(self, edition: RankingEdition) -> str:
        """Return the public page of the edition."""
        return reverse("elections:ranking", args=[edition.pk, first_code(edition)])
