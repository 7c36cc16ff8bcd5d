"""Bookings: one person's place in a slot."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from queueing.choices import BookingState, Priority
from registry import sealing
from registry.scope import ScopedManager

#: States in which somebody is still expected: she may have one such booking.
EXPECTED = (BookingState.CONFIRMED, BookingState.CHECKED_IN)
#: States in which a booking sits on its seat; who was served or did not come has used it up.
SEATED = (BookingState.HELD, *EXPECTED, BookingState.SERVED, BookingState.NO_SHOW)


class Booking(models.Model):
    """One person of a party. Her numbers come with the form and are empty until then.

    `agrees` says that NIK and KK number agree with the registry: only then was anything of her told. `verdict` is
    what the rules said of her (`queueing/rules/entitlement.py`).
    """

    party = models.ForeignKey("queueing.Party", models.PROTECT, related_name="bookings", verbose_name="rombongan")
    slot = models.ForeignKey(
        "queueing.RecordingSlot", models.PROTECT, null=True, related_name="bookings", verbose_name="sesi"
    )
    seat = models.ForeignKey(
        "queueing.Seat", models.PROTECT, null=True, db_index=False, related_name="bookings", verbose_name="tempat"
    )
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    ordinal = models.PositiveSmallIntegerField("urutan")
    state = models.CharField("status", max_length=10, choices=BookingState)
    code = models.CharField("kode", max_length=9, null=True, unique=True)  # noqa: DJ001 - unique, so empty is null
    name = models.CharField("nama", max_length=120, blank=True)
    nik_index = models.UUIDField("indeks NIK", null=True, editable=False)
    nik_sealed = models.BinaryField("NIK tersegel", default=bytes, editable=False)
    kk_number_index = models.UUIDField("indeks nomor KK", null=True, editable=False)
    agrees = models.BooleanField("cocok dengan register", default=False)
    verdict = models.CharField("jawaban", max_length=20, blank=True)
    priority = models.CharField("alasan prioritas", max_length=11, choices=Priority, blank=True, default="")
    confirmed_at = models.DateTimeField("terpesan pada", null=True)
    ended_at = models.DateTimeField("berakhir pada", null=True)

    objects = ScopedManager["Booking"]("area")
    unscoped = models.Manager["Booking"]()

    class Meta:
        verbose_name = "pesanan"
        verbose_name_plural = "pesanan"
        base_manager_name = "unscoped"
        indexes = [models.Index(fields=["nik_index"], name="booking_by_nik")]
        constraints = [
            models.UniqueConstraint(fields=["party", "ordinal"], name="people_of_a_party_are_counted_once"),
            models.UniqueConstraint(fields=["seat"], condition=Q(state__in=SEATED), name="one_live_booking_per_seat"),
            models.UniqueConstraint(
                fields=["nik_index"], condition=Q(state__in=EXPECTED), name="one_live_booking_per_resident"
            ),
            models.UniqueConstraint(
                fields=["nik_index"],
                condition=Q(state=BookingState.WISHED),
                name="one_place_in_waiting_per_resident",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SEATED) | Q(seat__isnull=False, slot__isnull=False),
                name="a_live_booking_has_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=EXPECTED)
                | Q(nik_index__isnull=False, code__isnull=False, confirmed_at__isnull=False),
                name="a_confirmed_booking_names_its_person",
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code__regex=r"^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$"),
                name="a_booking_code_has_no_0_o_1_i",
            ),
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="a_booking_is_in_a_known_state"),
        ]

    def __str__(self) -> str:
        return self.code or "belum terpesan"

    @property
    def nik(self) -> str:
        """The NIK in clear; whoever shows it masks it or logs the reveal. Empty until it was given."""
        if self.nik_index is None:
            return ""
        return sealing.sealer().open(sealing.NIK, self.nik_sealed, self.nik_index)
