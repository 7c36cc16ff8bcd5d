"""Elections as data: polling day, list types, codes and rules differ by election and are never hard-coded."""

from __future__ import annotations

from django.db import models

from elections.choices import ElectionKind


class Election(models.Model):
    """One election. `rules` holds what the law of that year says, each with its source.

    Keys of `rules`: `list_types` (code -> what the list means in this election), `finding_codes` (finding kind ->
    TMS code of KPU), `tms_codes` (code -> meaning), `disability_codes`, `sources`.
    """

    slug = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=8, choices=ElectionKind)
    polling_date = models.DateField("hari pemungutan suara", null=True, blank=True)
    regions = models.JSONField("wilayah penyelenggara", default=list, blank=True)
    rules = models.JSONField("aturan", default=dict)

    class Meta:
        verbose_name = "pemilihan"
        verbose_name_plural = "pemilihan"

    def __str__(self) -> str:
        return self.name
