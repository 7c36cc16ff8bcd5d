"""What an election was before its day, codes or rules were changed: they decide who counts as a voter."""
# mypy: disable-error-code="misc"
# The base is made by pghistory at run time.

from __future__ import annotations

from elections.models.election import Election
from registry.models.history import before


class ElectionBefore(before(Election, "slug", "name", "kind", "polling_date", "regions", "rules")):
    """An election as it stood before a change."""

    class Meta:
        verbose_name = "pemilihan sebelum diubah"
        verbose_name_plural = "pemilihan sebelum diubah"
