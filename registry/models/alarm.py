"""Alarms: somebody reached the daily limit, or the trail or the queue was found damaged."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class AlarmKind(models.TextChoices):
    """What happened."""

    OPENED = "opened", "Batas harian penduduk yang dibuka"
    LISTED = "listed", "Batas harian penduduk yang didaftar"
    TRAIL = "trail", "Jejak tidak utuh"
    QUEUE = "queue", "Hitungan antrean tidak cocok"


#: Alarms about the system itself, not about an officer.
OF_NOBODY = (AlarmKind.TRAIL, AlarmKind.QUEUE)


class AccessAlarm(models.Model):
    """One alarm of one officer on one day; a second refusal that day moves `last_at` and counts.

    `extra` is what a supervisor grants on top of the limit, for that day alone.
    """

    officer = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="petugas")
    day = models.DateField("hari")
    kind = models.CharField("jenis", max_length=8, choices=AlarmKind)
    raised_at = models.DateTimeField("pertama kali")
    last_at = models.DateTimeField("terakhir kali")
    times = models.PositiveIntegerField("berapa kali", default=1)
    detail = models.CharField("keterangan", max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", verbose_name="ditinjau oleh"
    )
    reviewed_at = models.DateTimeField("ditinjau pada", null=True)
    note = models.CharField("catatan peninjau", max_length=300, blank=True)
    extra = models.PositiveIntegerField("tambahan hari ini", default=0)

    class Meta:
        verbose_name = "peringatan"
        verbose_name_plural = "peringatan"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "day", "kind"], nulls_distinct=False, name="one_alarm_a_day_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, note="")
                | (Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(note="")),
                name="a_review_has_an_officer_a_moment_and_a_note",
            ),
            models.CheckConstraint(
                condition=Q(extra=0) | Q(reviewed_by__isnull=False), name="an_allowance_is_given_by_a_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(officer__isnull=True) | ~Q(reviewed_by=F("officer")),
                name="nobody_reviews_an_alarm_about_herself",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_NOBODY, officer__isnull=True)
                | (~Q(kind__in=OF_NOBODY) & Q(officer__isnull=False)),
                name="only_an_alarm_about_the_system_has_no_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%d-%m-%Y}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has looked at it since it was last raised."""
        return self.reviewed_at is None or self.reviewed_at < self.last_at
