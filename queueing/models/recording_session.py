"""Recording sessions: one resident before one device, what was taken of her, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from queueing.choices import NotPossible, RecordedPart, SessionOutcome, SessionReason
from registry.scope import ScopedManager

MOST_ATTEMPTS = 3


class RecordingSession(models.Model):
    """One attempt to record one resident. No biometrics are stored: only whether each part was taken.

    It begins at the counter from a ticket, or without one on a team visit (`place` says where). `attempt` counts the
    resident's sessions of the day. `checked_at` is when the officer had compared the person with the registry;
    `differences` is what she found to differ, in her words. Ended as captured, the card moved in the same transaction.
    """

    resident = models.ForeignKey(
        "registry.Resident", models.PROTECT, related_name="recording_sessions", verbose_name="penduduk"
    )
    office = models.ForeignKey(
        "queueing.Office", models.PROTECT, related_name="+", db_index=False, verbose_name="kantor"
    )
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    day = models.DateField("tanggal")
    ticket = models.ForeignKey(
        "queueing.Ticket", models.PROTECT, null=True, related_name="sessions", verbose_name="nomor antrean"
    )
    place = models.CharField("tempat", max_length=120, blank=True)
    device = models.ForeignKey(
        "queueing.Device", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="alat perekaman"
    )
    officer = models.ForeignKey(
        "registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="petugas"
    )
    attempt = models.PositiveSmallIntegerField("percobaan ke", default=1)
    started_at = models.DateTimeField("mulai")
    checked_at = models.DateTimeField("jati diri diperiksa pada", null=True)
    differences = models.CharField("yang berbeda dari register", max_length=400, blank=True)
    ended_at = models.DateTimeField("selesai", null=True)
    outcome = models.CharField("hasil", max_length=9, choices=SessionOutcome, blank=True, default="")
    reason = models.CharField("alasan", max_length=14, choices=SessionReason, blank=True, default="")
    note = models.CharField("catatan", max_length=200, blank=True)

    objects = ScopedManager["RecordingSession"]("area")
    unscoped = models.Manager["RecordingSession"]()

    class Meta:
        verbose_name = "perekaman"
        verbose_name_plural = "perekaman"
        base_manager_name = "unscoped"
        permissions = [("record_resident", "Merekam penduduk")]
        indexes = [models.Index(fields=["office", "day"], name="session_by_office_and_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["resident"], condition=Q(ended_at__isnull=True), name="a_resident_is_recorded_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(ended_at__isnull=True, device__isnull=False),
                name="a_device_records_one_resident_at_a_time",
            ),
            models.UniqueConstraint(fields=["resident", "day", "attempt"], name="attempts_of_a_day_are_counted_once"),
            models.CheckConstraint(
                condition=Q(attempt__range=(1, MOST_ATTEMPTS)), name="a_resident_is_tried_three_times_a_day_at_most"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | Q(ended_at__gte=F("started_at")) & ~Q(outcome=""),
                name="an_ended_session_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[SessionOutcome.FAILED, SessionOutcome.SENT_BACK]) | ~Q(reason=""),
                name="a_session_without_a_recording_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=SessionOutcome.CAPTURED) | Q(checked_at__isnull=False, reason=""),
                name="nobody_is_recorded_unchecked",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *SessionOutcome.values]), name="a_session_ends_in_a_known_way"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["", *SessionReason.values]), name="a_session_fails_for_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"perekaman {self.pk}"


class SessionPart(models.Model):
    """One of the four parts of a session: taken after so many attempts, or not possible for a reason."""

    session = models.ForeignKey("queueing.RecordingSession", models.CASCADE, related_name="parts")
    part = models.CharField("bagian", max_length=12, choices=RecordedPart)
    is_taken = models.BooleanField("terekam")
    not_possible = models.CharField("tidak dapat direkam karena", max_length=10, choices=NotPossible, blank=True)
    note = models.CharField("catatan", max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField("jumlah percobaan", default=1)

    class Meta:
        verbose_name = "bagian perekaman"
        verbose_name_plural = "bagian perekaman"
        constraints = [
            models.UniqueConstraint(fields=["session", "part"], name="a_part_stands_once_in_a_session"),
            models.CheckConstraint(
                condition=Q(is_taken=True, not_possible="") | Q(is_taken=False) & ~Q(not_possible=""),
                name="a_part_is_taken_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(attempts__range=(1, MOST_ATTEMPTS)), name="a_part_is_tried_three_times_at_most"
            ),
            models.CheckConstraint(condition=Q(part__in=RecordedPart.values), name="a_part_is_one_of_the_four"),
            models.CheckConstraint(
                condition=Q(not_possible__in=["", *NotPossible.values]), name="a_part_is_missing_for_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_part_display()
