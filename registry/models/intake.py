"""Files that came in: the batch with its sums, the rows held back and why, the values a batch replaced."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from registry import sealing
from registry.choices import HeldRowState, IntakeKind, IntakeState, RowVerdict
from registry.models.lease import Leased

LIVE_STATES = [IntakeState.RECEIVED, IntakeState.CHECKING, IntakeState.MERGING]

models.CharField.register_lookup(Length, "length")


class IntakeBatch(Leased):
    """One file and what became of it: rows in = accepted + held + rejected, always (a constraint says so).

    `parameters` holds what the kind of file needs (the election and list type of a roll); `summary` what was
    found on the way (new, changed and unchanged residents, warnings by rule).
    """

    kind = models.CharField("jenis", max_length=14, choices=IntakeKind)
    state = models.CharField("keadaan", max_length=10, choices=IntakeState, default=IntakeState.RECEIVED)
    file_name = models.CharField("nama berkas", max_length=200)
    stored_path = models.CharField("tempat berkas", max_length=300, blank=True, editable=False)
    sha256 = models.CharField("sidik SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("ukuran (bita)")
    region = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="kabupaten/kota")
    source_letter = models.CharField("nomor surat pengantar", max_length=100, blank=True)
    parameters = models.JSONField("keterangan", default=dict, blank=True)
    received_at = models.DateTimeField("diterima pada")
    received_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="diterima oleh"
    )
    finished_at = models.DateTimeField("selesai pada", null=True)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True)
    withdrawn_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="ditarik oleh"
    )
    rows_in = models.PositiveIntegerField("baris masuk", default=0)
    accepted = models.PositiveIntegerField("diterima", default=0)
    held = models.PositiveIntegerField("ditahan", default=0)
    rejected = models.PositiveIntegerField("ditolak", default=0)
    summary = models.JSONField("ringkasan", default=dict, blank=True)

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
                condition=~Q(state__in=[IntakeState.FAILED, IntakeState.CANCELLED, IntakeState.WITHDRAWN]),
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
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_sixty_four_hex_figures"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file_name}"


class HeldRow(models.Model):
    """One row that was not taken in, with everything needed to mend it.

    The row itself may carry a NIK, so it is sealed (bound to `anchor`); `found` shows the value masked.
    """

    batch = models.ForeignKey("registry.IntakeBatch", models.CASCADE, related_name="held_rows", verbose_name="berkas")
    row_number = models.PositiveIntegerField("baris")
    verdict = models.CharField("putusan", max_length=8, choices=RowVerdict)
    column = models.CharField("kolom", max_length=40)
    rule = models.CharField("aturan", max_length=40)
    found = models.CharField("ditemukan", max_length=120, blank=True)
    advice = models.CharField("yang perlu dilakukan", max_length=300)
    anchor = models.UUIDField(editable=False)
    row_sealed = models.BinaryField("isi baris tersegel", editable=False)
    state = models.CharField("keadaan", max_length=8, choices=HeldRowState, default=HeldRowState.HELD)

    class Meta:
        verbose_name = "baris tertahan"
        verbose_name_plural = "baris tertahan"
        constraints = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="a_row_is_held_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[RowVerdict.HELD, RowVerdict.REJECTED]),
                name="a_held_row_was_not_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"baris {self.row_number}: {self.rule}"

    def values(self) -> str:
        """The row as it stood in the file, one JSON list; whoever shows it logs the export."""
        return sealing.sealer().open(sealing.HELD_ROW, self.row_sealed, self.anchor)


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
