"""Officers: the people who sign in, each with a role and an area."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

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

    def get_session_auth_hash(self) -> str:
        """Return what a session is bound to: with another password, role or area it ends."""
        return self._bound_to(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same under former secrets, so that changing the secret signs nobody out."""
        yield from map(self._bound_to, settings.SECRET_KEY_FALLBACKS)

    def _bound_to(self, secret: str | bytes) -> str:
        what = f"{self.password}\n{self.role}\n{self.area_id or ''}\n{self.is_staff}"
        return salted_hmac("registry.Officer.session", what, secret=secret, algorithm="sha256").hexdigest()
