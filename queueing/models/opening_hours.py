"""Opening hours: on which weekday an office serves, from when to when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from queueing.choices import Weekday


class Seconds(Func):
    """A time of day as seconds since midnight, which PostgreSQL can put into a range."""

    template = "(extract(epoch FROM %(expressions)s)::integer)"
    output_field = models.IntegerField()


class OpeningHours(models.Model):
    """One stretch of one weekday, half-open: whoever comes at `closes_at` finds the door shut.

    A day with a break has two stretches; they may touch and never overlap.
    """

    office = models.ForeignKey(
        "queueing.Office", models.CASCADE, related_name="opening_hours", db_index=False, verbose_name="kantor"
    )
    weekday = models.PositiveSmallIntegerField("hari", choices=Weekday)
    opens_at = models.TimeField("buka")
    closes_at = models.TimeField("tutup")

    class Meta:
        verbose_name = "jam buka"
        verbose_name_plural = "jam buka"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="an_office_closes_after_it_opens",
                violation_error_message="Jam tutup harus sesudah jam buka.",
            ),
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="a_weekday_is_one_of_seven"),
            ExclusionConstraint(
                name="opening_hours_of_a_day_do_not_overlap",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            Seconds("opens_at"),
                            Seconds("closes_at"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H.%M}-{self.closes_at:%H.%M}"
