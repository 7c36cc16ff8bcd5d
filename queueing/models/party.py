"""Parties: people who come together under one form, one contact and one link."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from queueing.choices import Channel, Lane, Language, PartyState
from registry import sealing
from registry.scope import ScopedManager

CONTACT = sealing.CONTACT


class Party(models.Model):
    """One to six people with one contact. Its `id` is the idempotency key that the form carries from its first page.

    The same key with the same wish gives the same party, whatever was lost on the way; with another wish it is
    refused (`wish_digest`). `slot` is empty while it asks or waits for a place; it then names the days that it wishes,
    both included. Who waits is served in the order of `joined_at`. `received_by` is the officer before whom it stood:
    such a party needs no proven contact. `area` is the office's region, for whoever may see it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="+", verbose_name="kantor")
    slot = models.ForeignKey(
        "queueing.RecordingSlot", models.PROTECT, null=True, related_name="parties", verbose_name="sesi"
    )
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    state = models.CharField("status", max_length=9, choices=PartyState)
    lane = models.CharField("jalur", max_length=8, choices=Lane, default=Lane.GENERAL)
    persons = models.PositiveSmallIntegerField("jumlah orang")
    wish_digest = models.BinaryField(editable=False)
    held_until = models.DateTimeField("ditahan sampai", null=True)
    channel = models.CharField("saluran", max_length=8, choices=Channel, blank=True, default="")
    contact_index = models.UUIDField("indeks kontak", null=True, db_index=True, editable=False)
    contact_sealed = models.BinaryField("kontak tersegel", default=bytes, editable=False)
    contact_proved_at = models.DateTimeField("kontak terbukti pada", null=True)
    language = models.CharField("bahasa", max_length=2, choices=Language, default=Language.INDONESIAN)
    changes = models.PositiveSmallIntegerField("jumlah perubahan", default=0)
    wish_from = models.DateField("paling awal", null=True)
    wish_until = models.DateField("paling lambat", null=True)
    created_at = models.DateTimeField("dibuat pada")
    draw = models.ForeignKey(
        "queueing.Draw", models.PROTECT, null=True, db_index=False, related_name="parties", verbose_name="undian"
    )
    joined_at = models.DateTimeField("masuk daftar tunggu pada", null=True)
    received_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="diterima oleh"
    )
    confirmed_at = models.DateTimeField("terpesan pada", null=True)
    ended_at = models.DateTimeField("berakhir pada", null=True)

    objects = ScopedManager["Party"]("area")
    unscoped = models.Manager["Party"]()

    class Meta:
        verbose_name = "rombongan"
        verbose_name_plural = "rombongan"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["held_until"], condition=Q(state=PartyState.HELD), name="party_holding"),
            models.Index(fields=["office", "joined_at"], condition=Q(state=PartyState.WAITING), name="party_waiting"),
            models.Index(fields=["draw", "state"], condition=Q(draw__isnull=False), name="party_in_draw"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(persons__range=(1, 6)), name="a_party_is_one_to_six_people"),
            models.CheckConstraint(condition=Q(state__in=PartyState.values), name="a_party_is_in_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state=PartyState.HELD) | Q(held_until__isnull=False, slot__isnull=False),
                name="a_held_party_has_a_slot_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=PartyState.CONFIRMED)
                | Q(slot__isnull=False, confirmed_at__isnull=False)
                & (Q(contact_proved_at__isnull=False) | Q(received_by__isnull=False)),
                name="a_confirmed_party_has_a_slot_and_a_contact_or_stood_here",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PartyState.WAITING, PartyState.OFFERED])
                | Q(
                    slot__isnull=True,
                    joined_at__isnull=False,
                    contact_proved_at__isnull=False,
                    wish_from__isnull=False,
                    wish_until__isnull=False,
                ),
                name="who_waits_has_a_wish_and_a_proven_contact",
            ),
            models.CheckConstraint(
                condition=~Q(state=PartyState.DRAWING)
                | Q(
                    draw__isnull=False,
                    slot__isnull=True,
                    contact_proved_at__isnull=False,
                    wish_from__isnull=False,
                    wish_until__isnull=False,
                ),
                name="who_takes_part_in_a_draw_has_proven_her_contact",
            ),
            models.CheckConstraint(
                condition=Q(wish_until__isnull=True) | Q(wish_until__gte=models.F("wish_from")),
                name="a_wish_ends_on_its_first_day_or_later",
            ),
            models.CheckConstraint(condition=Q(changes__lte=2), name="a_party_changes_its_place_at_most_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.persons} orang"

    @property
    def contact(self) -> str:
        """The phone number or e-mail address in clear; empty where none was given."""
        if self.contact_index is None:
            return ""
        return sealing.sealer().open(CONTACT, self.contact_sealed, self.contact_index)
