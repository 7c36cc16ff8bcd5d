"""Files that came in: the batch with its sums, and the values it replaced; its held rows stand in `held_row`."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from registry.choices import IntakeKind, IntakeState
from registry.models.lease import Leased
from registry.scope import ScopedManager

#: On the way in: one file of a kind and region at a time.
LIVE_STATES = [
    IntakeState.RECEIVED,
    IntakeState.CHECKING,
    IntakeState.MATCHING,
    IntakeState.WAITING,
    IntakeState.MERGING,
]
#: On the way in, but somebody at the desk must act first; no worker takes such a batch.
STANDING_STATES = [IntakeState.MATCHING, IntakeState.WAITING]
#: What a worker works on.
WORKER_STATES = [IntakeState.RECEIVED, IntakeState.CHECKING, IntakeState.MERGING, IntakeState.WITHDRAWING]
#: What became nothing: such a batch stands in nobody's way.
GONE_STATES = [IntakeState.FAILED, IntakeState.CANCELLED, IntakeState.WITHDRAWN]

models.CharField.register_lookup(Length, "length")


class IntakeBatch(Leased):
    """One file and what became of it: rows in = accepted + held + rejected, always (a constraint says so).

    `parameters` holds what the kind of file needs (the election and list type of a roll); `summary` what was
    found on the way (new, changed and unchanged residents, warnings by rule), `quality` the warnings by village.
    A batch that came over the intake desk stops before its merge until somebody approves it (`needs_approval`).
    """

    kind = models.CharField("jenis", max_length=14, choices=IntakeKind)
    state = models.CharField("keadaan", max_length=12, choices=IntakeState, default=IntakeState.RECEIVED)
    file_name = models.CharField("nama berkas", max_length=200)
    stored_path = models.CharField("tempat berkas", max_length=300, blank=True, editable=False)
    sha256 = models.CharField("sidik SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("ukuran (bita)")
    region = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="kabupaten/kota")
    source = models.CharField("sumber", max_length=100, blank=True)
    source_letter = models.CharField("nomor surat pengantar", max_length=100, blank=True)
    parameters = models.JSONField("keterangan", default=dict, blank=True)
    received_at = models.DateTimeField("diterima pada")
    received_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="diterima oleh"
    )
    needs_approval = models.BooleanField("menunggu persetujuan", default=False)
    approved_at = models.DateTimeField("disetujui pada", null=True)
    approved_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="disetujui oleh"
    )
    matching = models.ForeignKey(
        "registry.ColumnMatching", models.PROTECT, null=True, related_name="batches", verbose_name="pencocokan kolom"
    )
    mends = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="mended_in", verbose_name="membetulkan baris dari"
    )
    finished_at = models.DateTimeField("selesai pada", null=True)
    withdrawal_asked_at = models.DateTimeField("penarikan diminta pada", null=True)
    withdrawal_asked_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="penarikan diminta oleh"
    )
    withdrawal_reason = models.CharField("alasan penarikan", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True)
    withdrawn_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="ditarik oleh"
    )
    rows_in = models.PositiveIntegerField("baris masuk", default=0)
    accepted = models.PositiveIntegerField("diterima", default=0)
    held = models.PositiveIntegerField("ditahan", default=0)
    rejected = models.PositiveIntegerField("ditolak", default=0)
    summary = models.JSONField("ringkasan", default=dict, blank=True)
    quality = models.JSONField("mutu per desa", default=dict, blank=True, editable=False)

    objects = models.Manager["IntakeBatch"]()
    scoped = ScopedManager["IntakeBatch"]()

    class Meta:
        verbose_name = "berkas masuk"
        verbose_name_plural = "berkas masuk"
        constraints = [
            *Leased.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rows_in=F("accepted") + F("held") + F("rejected")),
                name="rows_in_are_accepted_held_or_rejected",
            ),
            models.UniqueConstraint(
                fields=["kind", "region", "sha256"],
                condition=~Q(state__in=GONE_STATES),
                name="the_same_file_is_loaded_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "region"],
                condition=Q(state__in=LIVE_STATES),
                name="one_live_intake_per_kind_and_region",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(state=IntakeState.WITHDRAWN),
                name="a_withdrawn_batch_is_in_the_withdrawn_state",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="an_approval_has_a_moment_and_an_officer",
            ),
            models.CheckConstraint(
                condition=Q(needs_approval=False)
                | Q(approved_at__isnull=False)
                | ~Q(
                    state__in=[
                        IntakeState.MERGING,
                        IntakeState.DONE,
                        IntakeState.WITHDRAWING,
                        IntakeState.WITHDRAWN,
                    ]
                ),
                name="what_needs_approval_merges_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_asked_at__isnull=True, withdrawal_asked_by__isnull=True, withdrawal_reason="")
                | Q(withdrawal_asked_at__isnull=False, withdrawal_asked_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="a_withdrawal_asked_for_has_an_officer_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_sixty_four_hex_figures"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file_name}"


class IntakeChange(models.Model):
    """The values of a resident or a household that a batch replaced, so that the batch can be withdrawn as a whole.

    `before` holds the columns that changed with what they were, never a number; `card_state` is the card's.
    """

    batch = models.ForeignKey("registry.IntakeBatch", models.PROTECT, related_name="changes")
    resident = models.ForeignKey("registry.Resident", models.CASCADE, null=True, related_name="+")
    household = models.ForeignKey("registry.Household", models.CASCADE, null=True, related_name="+")
    before = models.JSONField("nilai sebelumnya")

    class Meta:
        verbose_name = "perubahan oleh berkas"
        verbose_name_plural = "perubahan oleh berkas"
        constraints = [
            models.UniqueConstraint(fields=["batch", "resident"], name="a_batch_changes_a_resident_once"),
            models.UniqueConstraint(fields=["batch", "household"], name="a_batch_changes_a_household_once"),
            models.CheckConstraint(
                condition=Q(resident__isnull=False, household__isnull=True)
                | Q(resident__isnull=True, household__isnull=False),
                name="a_change_is_of_a_resident_or_a_household",
            ),
        ]

    def __str__(self) -> str:
        return f"perubahan {self.pk}"
