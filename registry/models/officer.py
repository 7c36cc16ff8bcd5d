"""Officers: the people who sign in, each with a role and an area."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from registry.choices import Role


class Officer(AbstractUser):
    """Somebody of the office. The role says what she may do, the area for whom; without an area, for nobody."""

    role = models.CharField("peran", max_length=16, choices=Role, default=Role.CLERK)
    area = models.ForeignKey(
        "registry.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name="wilayah kerja",
    )
    must_change_password = models.BooleanField("kata sandi harus diganti", default=False)

    class Meta:
        verbose_name = "petugas"
        verbose_name_plural = "petugas"
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="officer_has_a_known_role"),
        ]
