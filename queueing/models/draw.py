"""Draws: the general places of a hot day, given by chance to those who asked in time."""

from __future__ import annotations

import datetime
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from queueing.choices import DrawState
from registry import sealing
from registry.scope import ScopedManager


class Draw(models.Model):
    """One draw for one day of one office. Requests are taken from `opens_at` until before `closes_at`.

    `seed_digest` is published from the beginning; the seed itself lies sealed until the draw, then it is published as
    well, and `record` says who was drawn in which order and got which slot (`queueing/rules/draw.py`). What is left
    over opens to everybody at `rest_opens_at`. `area` is the region of the office.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="draws", verbose_name="kantor")
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    day = models.DateField("tanggal")
    opens_at = models.DateTimeField("dibuka pada")
    closes_at = models.DateTimeField("ditutup pada")
    rest_opens_at = models.DateTimeField("sisa tempat dibuka pada", editable=False)
    state = models.CharField("status", max_length=10, choices=DrawState, default=DrawState.ANNOUNCED, editable=False)
    seed_digest = models.CharField("SHA-256 benih", max_length=64, editable=False)
    seed_sealed = models.BinaryField("benih tersegel", editable=False)
    seed = models.CharField("benih", max_length=64, blank=True, default="", editable=False)
    record = models.JSONField("catatan", null=True, editable=False)
    announced_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, db_index=False, related_name="+", editable=False, verbose_name="oleh"
    )
    announced_at = models.DateTimeField("diumumkan pada", editable=False)
    drawn_at = models.DateTimeField("diundi pada", null=True, editable=False)

    objects = ScopedManager["Draw"]("area")
    unscoped = models.Manager["Draw"]()

    class Meta:
        verbose_name = "undian"
        verbose_name_plural = "undian"
        base_manager_name = "unscoped"
        permissions = [("announce_draw", "Boleh mengumumkan undian")]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day"],
                condition=~Q(state=DrawState.CALLED_OFF),
                name="a_day_of_an_office_is_drawn_once",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_draw_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(rest_opens_at__gt=F("closes_at")), name="what_is_left_of_a_draw_opens_after_it"
            ),
            models.CheckConstraint(condition=Q(state__in=DrawState.values), name="a_draw_is_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=DrawState.DRAWN, drawn_at__isnull=False, record__isnull=False) & ~Q(seed="")
                | ~Q(state=DrawState.DRAWN) & Q(drawn_at__isnull=True, record__isnull=True, seed=""),
                name="a_seed_is_published_with_its_draw",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y}"

    @property
    def zone(self) -> ZoneInfo:
        """The clocks of the office."""
        return ZoneInfo(self.office.time_zone)

    def is_open(self, at: datetime.datetime) -> bool:
        """Return whether requests are taken at this moment."""
        return self.state == DrawState.ANNOUNCED and self.opens_at <= at < self.closes_at

    def open_seed(self) -> bytes:
        """Return the seed, for the draw itself; nobody else asks before it is published."""
        return bytes.fromhex(sealing.sealer().open(sealing.DRAW_SEED, self.seed_sealed, self.pk))

    @property
    def entries(self) -> list[list[Any]]:
        """Everybody in the order of the draw: number of the request, persons, slot or None; empty before it."""
        return self.record["entries"] if self.record else []
