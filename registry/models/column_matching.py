"""Which column of a source's files stands for which column of the layout, once somebody has said so."""

from __future__ import annotations

from django.db import models

from registry.choices import IntakeKind


class ColumnMatching(models.Model):
    """A remembered matching: later files of the kind, region and source with the same header use it by themselves.

    `places` is column of the layout -> position in the file; `cells` the header it was made for. A header holds
    names of columns and never anybody's data: one that looks like data is refused before.
    """

    kind = models.CharField("jenis", max_length=14, choices=IntakeKind)
    region = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="kabupaten/kota")
    source = models.CharField("sumber", max_length=100, blank=True)
    fingerprint = models.CharField("sidik judul kolom", max_length=64, editable=False)
    cells = models.JSONField("judul kolom")
    places = models.JSONField("letak kolom")
    made_at = models.DateTimeField("dicocokkan pada")
    made_by = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", verbose_name="dicocokkan oleh")

    class Meta:
        verbose_name = "pencocokan kolom"
        verbose_name_plural = "pencocokan kolom"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "region", "source", "fingerprint"], name="a_header_of_a_source_is_matched_once"
            ),
        ]

    def __str__(self) -> str:
        return f"pencocokan {self.pk}"
