"""The days that are not as the week says: holidays, closures, extra openings, and periods of a health protocol."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from queueing.choices import HolidayKind


class Holiday(models.Model):
    """A day off for every office. Decrees change dates: the rows are imported once and then kept by people."""

    day = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=16, choices=HolidayKind, default=HolidayKind.NATIONAL)
    is_observed = models.BooleanField("kantor tutup", default=True)

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=HolidayKind.values), name="a_holiday_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y} {self.name}"


class Closure(models.Model):
    """An office, or a stretch of its day, that is closed; without times it is the whole day."""

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="closures", verbose_name="kantor")
    day = models.DateField("tanggal")
    from_time = models.TimeField("dari pukul", null=True, blank=True)
    until_time = models.TimeField("sampai pukul", null=True, blank=True)
    reason = models.CharField("alasan", max_length=200)

    class Meta:
        verbose_name = "penutupan"
        verbose_name_plural = "penutupan"
        constraints = [
            models.CheckConstraint(
                condition=Q(from_time__isnull=True) | Q(until_time__isnull=True) | Q(until_time__gt=F("from_time")),
                name="a_closure_ends_after_it_begins",
                violation_error_message="Penutupan berakhir sesudah mulai; periksa kedua jamnya.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_closure_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y} {self.reason}"


class ExtraOpening(models.Model):
    """Hours beyond the week's own: a weekend before polling day, an evening."""

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="extra_openings", verbose_name="kantor")
    day = models.DateField("tanggal")
    opens_at = models.TimeField("buka")
    closes_at = models.TimeField("tutup")
    reason = models.CharField("alasan", max_length=200, blank=True)

    class Meta:
        verbose_name = "buka tambahan"
        verbose_name_plural = "buka tambahan"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="an_extra_opening_closes_after_it_opens",
                violation_error_message="Jam tutup harus sesudah jam buka.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y} {self.opens_at:%H.%M}-{self.closes_at:%H.%M}"


class ProtocolPeriod(models.Model):
    """Days on which only a share of the seats is given out, so that people keep their distance; half-open."""

    office = models.ForeignKey(
        "queueing.Office", models.PROTECT, related_name="protocol_periods", verbose_name="kantor"
    )
    starts_on = models.DateField("mulai tanggal")
    ends_on = models.DateField("berakhir sebelum tanggal")
    percent = models.PositiveSmallIntegerField("persen tempat yang dibuka")

    class Meta:
        verbose_name = "masa protokol kesehatan"
        verbose_name_plural = "masa protokol kesehatan"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="a_protocol_period_ends_after_it_starts",
                violation_error_message="Masa protokol berakhir sesudah mulai; periksa kedua tanggalnya.",
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(1, 100)),
                name="a_protocol_opens_between_1_and_100_percent",
                violation_error_message="Tempat yang dibuka dihitung dalam persen, dari 1 sampai 100.",
            ),
            ExclusionConstraint(
                name="protocol_periods_of_an_office_do_not_overlap",
                violation_error_message="Masa protokol ini bertumpuk dengan masa lain di kantor yang sama.",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % {self.starts_on:%d-%m-%Y} s.d. sebelum {self.ends_on:%d-%m-%Y}"
