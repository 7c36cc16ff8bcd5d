"""Offices: where people come to be recorded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from queueing.choices import OfficeKind, TimeZone


class Office(models.Model):
    """One office of a regency, or a zone of it. Whoever comes from outside `served` is recorded all the same.

    `served` are the districts that an office is the nearest for; a closed office keeps its past.
    """

    name = models.CharField("nama", max_length=100)
    kind = models.CharField("jenis", max_length=6, choices=OfficeKind)
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, db_index=False, related_name="+", verbose_name="kabupaten/kota"
    )
    address = models.CharField("alamat", max_length=200)
    time_zone = models.CharField("zona waktu", max_length=14, choices=TimeZone, default=TimeZone.WIB)
    served = models.ManyToManyField(
        "registry.Region", related_name="+", blank=True, verbose_name="kecamatan yang dilayani"
    )
    is_open = models.BooleanField("melayani", default=True)

    class Meta:
        verbose_name = "kantor"
        verbose_name_plural = "kantor"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="an_office_is_named_once_in_a_regency",
                violation_error_message="Kabupaten atau kota ini sudah punya kantor dengan nama itu.",
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(kind=OfficeKind.MAIN, is_open=True),
                name="a_regency_has_one_open_main_office",
                violation_error_message="Kabupaten atau kota ini sudah punya kantor utama yang melayani.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="an_office_has_a_name"),
            models.CheckConstraint(
                condition=Q(time_zone__in=TimeZone.values), name="an_office_keeps_a_time_of_indonesia"
            ),
        ]

    def __str__(self) -> str:
        return self.name
