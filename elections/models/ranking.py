"""Rankings: frozen editions and the score of each region in them. Nothing personal stands here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from elections.choices import FigureSource
from registry.choices import RegionLevel


class RankingEdition(models.Model):
    """One published ranking: it never changes again (a trigger refuses), so last month's rank cannot move.

    `as_of` is the day the figures speak of, `frozen_at` the moment they were set. `method` and `sources` are
    shown under the table. An edition with a `run` comes from a reconciliation; one without, from published
    national figures filled up with simulated ones.
    """

    title = models.CharField("judul", max_length=160)
    election = models.ForeignKey(
        "elections.Election", models.PROTECT, related_name="editions", verbose_name="pemilihan"
    )
    run = models.ForeignKey(
        "elections.ReconciliationRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name="pemadanan",
    )
    as_of = models.DateField("keadaan per")
    method = models.TextField("cara hitung")
    sources = models.JSONField("sumber", default=list)
    frozen_at = models.DateTimeField("dibekukan pada")
    frozen_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="dibekukan oleh"
    )

    class Meta:
        verbose_name = "edisi peringkat"
        verbose_name_plural = "edisi peringkat"
        constraints = [
            models.UniqueConstraint(fields=["run"], name="one_edition_per_reconciliation"),
        ]

    def __str__(self) -> str:
        return self.title


class RegionScore(models.Model):
    """One region's figures in one edition. Children add up to their parent (tested, and checked when frozen).

    `recorded` counts voters linked to a resident whose recording counts; everybody else on the roll is
    `unrecorded`, among them the rows still in review and those not found in the registry.
    `rank` is among siblings, `rank_in_level` among all regions of that level; equal scores share a rank.
    The ranks by backlog use the absolute number of unrecorded voters. `position` is the total order.
    """

    edition = models.ForeignKey("elections.RankingEdition", models.CASCADE, related_name="scores", db_index=False)
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, db_index=False, related_name="+", verbose_name="wilayah"
    )
    parent = models.ForeignKey("registry.Region", models.PROTECT, null=True, db_index=False, related_name="+")
    level = models.CharField("tingkat", max_length=8, choices=RegionLevel)
    voters = models.PositiveIntegerField("pemilih dalam daftar")
    matched = models.PositiveIntegerField("cocok dengan SIAK", null=True)
    recorded = models.PositiveIntegerField("sudah merekam")
    unrecorded = models.PositiveIntegerField("belum merekam")
    in_review = models.PositiveIntegerField("masih diperiksa", null=True)
    not_found = models.PositiveIntegerField("tidak ditemukan", null=True)
    percent = models.DecimalField("persen", max_digits=7, decimal_places=4)
    rank = models.PositiveIntegerField("peringkat")
    rank_in_level = models.PositiveIntegerField("peringkat se-tingkat")
    backlog_rank = models.PositiveIntegerField("peringkat sisa")
    position = models.PositiveIntegerField("urutan")
    backlog_position = models.PositiveIntegerField("urutan menurut sisa")
    source = models.CharField("sumber angka", max_length=14, choices=FigureSource)
    simulated = models.BooleanField("simulasi", default=False)

    class Meta:
        verbose_name = "angka wilayah"
        verbose_name_plural = "angka wilayah"
        constraints = [
            models.UniqueConstraint(fields=["edition", "region"], name="a_region_has_one_score_per_edition"),
            models.CheckConstraint(
                condition=Q(voters=F("recorded") + F("unrecorded")),
                name="recorded_and_unrecorded_are_all_voters",
            ),
            models.CheckConstraint(
                condition=Q(matched__isnull=True) | Q(voters=F("matched") + F("in_review") + F("not_found")),
                name="matched_in_review_and_not_found_are_all_voters",
            ),
            models.CheckConstraint(
                condition=Q(matched__isnull=True) | Q(recorded__lte=F("matched")),
                name="the_recorded_are_among_the_matched",
            ),
        ]
        indexes = [models.Index(fields=["edition", "parent", "position"], name="score_by_parent_and_position")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.percent}"
