"""A lease on a long job: which worker is on it and until when that is believed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Leased(models.Model):
    """A job row that one worker at a time may work on.

    The worker renews the lease while it lives; a lease that has run out means the worker is gone, and the
    sweeper rings for another. Writing a step is guarded by the holder, so that a worker that was believed
    dead can finish nothing (see `registry/jobs.py`).
    """

    lease_holder = models.UUIDField("dipegang oleh", null=True, editable=False)
    lease_until = models.DateTimeField("dipegang sampai", null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0, editable=False)
    step = models.CharField("langkah", max_length=40, blank=True, editable=False)
    step_done = models.PositiveIntegerField("selesai", default=0, editable=False)
    step_total = models.PositiveIntegerField("dari", default=0, editable=False)
    cancel_asked_at = models.DateTimeField("diminta berhenti pada", null=True, editable=False)
    failure = models.TextField("penyebab gagal", blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(lease_holder__isnull=True, lease_until__isnull=True)
                | Q(lease_holder__isnull=False, lease_until__isnull=False),
                name="%(class)s_lease_has_a_holder_and_an_end",
            ),
        ]
