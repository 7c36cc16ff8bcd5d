"""Reconciliations: one run compares one roll with the registry; its matches and findings are its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from elections.choices import FindingKind, Outcome, RunState
from registry.models.lease import Leased
from registry.scope import ScopedManager

WORKING_STATES = [RunState.QUEUED, RunState.RUNNING, RunState.CANCELLING]
"""States in which a worker is at the run, or wanted."""

LIVE_STATES = [RunState.QUEUED, RunState.RUNNING, RunState.WAITING, RunState.CANCELLING]


class ReconciliationRun(Leased):
    """One comparison of a roll with the registry as it stood at `snapshot_at`.

    `purpose` and `retain_until` are asked by law for matching data sets (UU 27/2022 art. 34). `digest` is the
    SHA-256 of the sorted result: the same inputs give the same digest, whatever was killed on the way.
    After `retain_until` the matches and findings are dropped; the run, its sums and its ranking stay.
    A run of a `round` is compared at home first and ends together with the other runs of the round.
    """

    round = models.ForeignKey(
        "elections.ReconciliationRound",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name="pemadanan wilayah",
    )
    roll = models.ForeignKey("elections.VoterRoll", models.PROTECT, related_name="runs", verbose_name="daftar")
    region = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="kabupaten/kota")
    state = models.CharField("keadaan", max_length=10, choices=RunState, default=RunState.QUEUED)
    purpose = models.CharField("tujuan", max_length=200)
    retain_until = models.DateField("disimpan sampai")
    policy = models.JSONField("kebijakan", default=dict)
    asked_at = models.DateTimeField("diminta pada")
    asked_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="diminta oleh"
    )
    snapshot_at = models.DateTimeField("keadaan data per", null=True)
    finished_at = models.DateTimeField("selesai pada", null=True)
    digest = models.CharField("sidik hasil", max_length=64, blank=True)
    summary = models.JSONField("ringkasan", default=dict, blank=True)
    forgotten_at = models.DateTimeField("rincian dihapus pada", null=True)

    objects = ScopedManager["ReconciliationRun"]()
    unscoped = models.Manager["ReconciliationRun"]()

    class Meta:
        verbose_name = "pemadanan"
        verbose_name_plural = "pemadanan"
        base_manager_name = "unscoped"
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(
                fields=["roll"], condition=Q(state__in=LIVE_STATES), name="one_live_reconciliation_per_roll"
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE) | Q(finished_at__isnull=False) & ~Q(digest=""),
                name="a_finished_reconciliation_has_a_digest_and_an_end",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="a_reconciliation_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"Pemadanan {self.pk}"


class Match(models.Model):
    """What one run says of one roll row; rows live in one partition per run.

    `resident` is set for automatic links only, `candidate` for rows that a person must settle. `weight`, `margin`
    and `name_bits` are hundredths of a bit. `levels` holds one figure per compared field, in the order of
    `elections.matching.relations.LEVEL_FIELDS`; with the weights in the run's `summary` they give `weight` again
    (`elections.queries.explanations`). `recorded` says whether the linked resident's recording counts.
    """

    run = models.ForeignKey(
        "elections.ReconciliationRun", models.PROTECT, related_name="matches", db_index=False, verbose_name="pemadanan"
    )
    entry = models.ForeignKey(
        "elections.VoterRollEntry", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, db_index=False, related_name="+", verbose_name="desa/kelurahan"
    )
    outcome = models.CharField("hasil", max_length=24, choices=Outcome)
    resident = models.ForeignKey("registry.Resident", models.PROTECT, null=True, related_name="+")
    candidate = models.ForeignKey("registry.Resident", models.PROTECT, null=True, related_name="+", db_index=False)
    weight = models.IntegerField("bobot", null=True)
    margin = models.IntegerField("selisih", null=True)
    rule = models.CharField("aturan", max_length=48, blank=True)
    reason = models.CharField("alasan diperiksa", max_length=16, blank=True)
    levels = models.CharField("tingkat kecocokan", max_length=16, blank=True)
    name_bits = models.IntegerField("kelangkaan nama", null=True)
    recorded = models.BooleanField("sudah merekam", default=False)

    objects = ScopedManager["Match"]()
    unscoped = models.Manager["Match"]()

    class Meta:
        verbose_name = "hasil padanan"
        verbose_name_plural = "hasil padanan"
        base_manager_name = "unscoped"
        indexes = [models.Index(fields=["run", "region", "outcome"], name="match_by_region_and_outcome")]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Finding(models.Model):
    """Something to report: of a roll row, or of a resident whom the roll leaves out.

    `evidence` is a short sentence without any name or number of a person; `kpu_code` is the code of that
    election, blank where KPU has none.
    """

    run = models.ForeignKey(
        "elections.ReconciliationRun", models.CASCADE, related_name="findings", db_index=False, verbose_name="pemadanan"
    )
    kind = models.CharField("temuan", max_length=18, choices=FindingKind)
    entry = models.ForeignKey(
        "elections.VoterRollEntry",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    resident = models.ForeignKey("registry.Resident", models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, db_index=False, related_name="+", verbose_name="desa/kelurahan"
    )
    rule = models.CharField("aturan", max_length=40)
    evidence = models.CharField("bukti", max_length=200, blank=True)
    kpu_code = models.CharField("kode KPU", max_length=4, blank=True)

    objects = ScopedManager["Finding"]()
    unscoped = models.Manager["Finding"]()

    class Meta:
        verbose_name = "temuan"
        verbose_name_plural = "temuan"
        base_manager_name = "unscoped"
        indexes = [models.Index(fields=["run", "kind", "region"], name="finding_by_kind_and_region")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(resident__isnull=False),
                name="a_finding_is_about_a_row_or_a_resident",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
