"""Rows of a file that were not taken in, with everything needed to mend them, and what became of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from registry import sealing
from registry.choices import HeldRowState, RowVerdict
from registry.scope import ScopedManager

#: What still waits for somebody.
OPEN_STATES = [HeldRowState.HELD, HeldRowState.MENDED]


class HeldRow(models.Model):
    """One row that was not taken in, with everything needed to mend it.

    The row itself may carry a NIK, so it is sealed (bound to `anchor`); `found` shows the value masked. A row mended
    on screen keeps its former text beside the new one, and is loaded with the others of its batch in a batch of their
    own (`resolved_in`). `revision` counts its mendings: whoever saves over another's work is told so.
    """

    batch = models.ForeignKey("registry.IntakeBatch", models.CASCADE, related_name="held_rows", verbose_name="berkas")
    row_number = models.PositiveIntegerField("baris")
    verdict = models.CharField("putusan", max_length=8, choices=RowVerdict)
    column = models.CharField("kolom", max_length=40)
    rule = models.CharField("aturan", max_length=40)
    found = models.CharField("ditemukan", max_length=120, blank=True)
    advice = models.CharField("yang perlu dilakukan", max_length=300)
    village = models.CharField("desa menurut barisnya", max_length=13, blank=True)
    anchor = models.UUIDField(editable=False)
    row_sealed = models.BinaryField("isi baris tersegel", editable=False)
    state = models.CharField("keadaan", max_length=8, choices=HeldRowState, default=HeldRowState.HELD)
    revision = models.PositiveIntegerField("pembetulan ke", default=0)
    mended_sealed = models.BinaryField("isi baris yang dibetulkan, tersegel", null=True, editable=False)
    mended_at = models.DateTimeField("dibetulkan pada", null=True)
    mended_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="dibetulkan oleh"
    )
    resolved_at = models.DateTimeField("selesai pada", null=True)
    resolved_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="diselesaikan oleh"
    )
    resolved_in = models.ForeignKey(
        "registry.IntakeBatch", models.PROTECT, null=True, related_name="+", verbose_name="dimuat lewat berkas"
    )
    reason = models.CharField("alasan diabaikan", max_length=200, blank=True)

    objects = models.Manager["HeldRow"]()
    scoped = ScopedManager["HeldRow"]("batch__region_id")

    class Meta:
        verbose_name = "baris tertahan"
        verbose_name_plural = "baris tertahan"
        constraints = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="a_row_is_held_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[RowVerdict.HELD, RowVerdict.REJECTED]),
                name="a_held_row_was_not_accepted",
            ),
            models.CheckConstraint(
                condition=Q(mended_at__isnull=True, mended_by__isnull=True, mended_sealed__isnull=True)
                | Q(mended_at__isnull=False, mended_by__isnull=False, mended_sealed__isnull=False),
                name="a_mending_has_a_moment_and_an_officer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(state__in=OPEN_STATES),
                name="a_settled_row_has_a_moment_and_an_officer",
            ),
            models.CheckConstraint(
                condition=~Q(state=HeldRowState.DISMISSED) | ~Q(reason=""), name="a_dismissed_row_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=HeldRowState.RESOLVED) | Q(resolved_in__isnull=False),
                name="a_resolved_row_names_its_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"baris {self.row_number}: {self.rule}"

    def values(self) -> str:
        """The row as it stood in the file, one JSON list; whoever shows it logs the reveal or the export."""
        return sealing.sealer().open(sealing.HELD_ROW, self.row_sealed, self.anchor)

    def mended_values(self) -> str:
        """The row as it was mended, or as it stood in the file when nobody mended it, one JSON list."""
        if self.mended_sealed is None:
            return self.values()
        return sealing.sealer().open(sealing.HELD_ROW, self.mended_sealed, self.anchor)
