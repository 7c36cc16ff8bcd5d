"""Tickets: numbers in the hall, and the row from which they are drawn."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from queueing.choices import Lane, Service, TicketState
from registry.scope import ScopedManager

#: States in which somebody still has a place in line.
IN_LINE = (TicketState.WAITING, TicketState.CALLED, TicketState.NOT_HERE)


class NumberSequence(models.Model):
    """The last number drawn of one letter on one day of one office. Drawing locks the row: no gap and no twin.

    The calls of a day are counted in the same way, under the letter `#`.
    """

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("tanggal")
    letter = models.CharField("huruf", max_length=1)
    last_number = models.PositiveIntegerField("nomor terakhir")

    class Meta:
        verbose_name = "urutan nomor"
        verbose_name_plural = "urutan nomor"
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "letter"], name="a_letter_counts_once_a_day_in_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.last_number:03d}"


class Ticket(models.Model):
    """One person's number of one day. A number is drawn at check-in, never reused, also when it is cancelled.

    `letter` is that of the service it was drawn for; a transfer may change `service`, the number stays. `ready_at` is
    since when she waits by the rule of the line (`queueing/rules/calling.py`). Who was transferred to one counter waits
    for it (`wanted_counter`). Who was called and not there comes again once the office's calls of the day have reached
    `returns_after`. `nik_index` keeps one resident to one place in line; `resident` is empty for people of elsewhere.
    `told_*_minutes` is the wait that was told at check-in (`queueing/actions/told_waits.py`), where any was.
    """

    office = models.ForeignKey("queueing.Office", models.PROTECT, related_name="+", db_index=False)
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    day = models.DateField("tanggal")
    letter = models.CharField("huruf", max_length=1)
    number = models.PositiveIntegerField("nomor")
    booking = models.OneToOneField(
        "queueing.Booking", models.PROTECT, null=True, related_name="ticket", verbose_name="pesanan"
    )
    service = models.CharField("layanan", max_length=1, choices=Service, default=Service.RECORDING)
    name = models.CharField("nama", max_length=120, blank=True)
    nik_index = models.UUIDField("indeks NIK", null=True, editable=False)
    resident = models.ForeignKey(
        "registry.Resident", models.PROTECT, null=True, related_name="+", verbose_name="penduduk"
    )
    lane = models.CharField("jalur", max_length=8, choices=Lane)
    state = models.CharField("status", max_length=9, choices=TicketState, default=TicketState.WAITING)
    counter = models.ForeignKey("queueing.Counter", models.PROTECT, null=True, related_name="+", verbose_name="loket")
    wanted_counter = models.ForeignKey(
        "queueing.Counter", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="menunggu loket"
    )
    missed_calls = models.PositiveSmallIntegerField("panggilan terlewat", default=0)
    returns_after = models.PositiveIntegerField("dipanggil lagi setelah panggilan ke", null=True)
    arrived_at = models.DateTimeField("datang pada")
    ready_at = models.DateTimeField("menunggu sejak")
    called_at = models.DateTimeField("dipanggil pada", null=True)
    finished_at = models.DateTimeField("selesai pada", null=True)
    told_low_minutes = models.PositiveSmallIntegerField("diberi tahu menunggu paling cepat", null=True, editable=False)
    told_high_minutes = models.PositiveSmallIntegerField("diberi tahu menunggu paling lama", null=True, editable=False)

    objects = ScopedManager["Ticket"]("area")
    unscoped = models.Manager["Ticket"]()

    class Meta:
        verbose_name = "nomor antrean"
        verbose_name_plural = "nomor antrean"
        base_manager_name = "unscoped"
        permissions = [
            ("receive_visitors", "Menerima warga di meja depan"),
            ("serve_counter", "Melayani di loket"),
            ("watch_the_day", "Memantau hari pelayanan"),
        ]
        indexes = [
            models.Index(
                fields=["office", "day", "ready_at"], condition=Q(state=TicketState.WAITING), name="ticket_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "letter", "number"], name="a_number_is_given_once_a_day_in_an_office"
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.CALLED) | Q(counter__isnull=False, called_at__isnull=False),
                name="a_called_ticket_has_a_counter_and_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=TicketState.values), name="a_ticket_is_in_a_known_state"),
            models.CheckConstraint(condition=Q(service__in=Service.values), name="a_ticket_is_for_a_known_service"),
            models.UniqueConstraint(
                fields=["nik_index", "day"],
                condition=Q(state__in=IN_LINE, nik_index__isnull=False),
                name="a_resident_has_one_place_in_line_a_day",
            ),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(state=TicketState.CALLED), name="a_counter_serves_one_ticket_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.NOT_HERE) | Q(returns_after__isnull=False),
                name="who_was_not_here_is_called_again_after_some_numbers",
            ),
            models.CheckConstraint(
                condition=Q(told_low_minutes__isnull=True, told_high_minutes__isnull=True)
                | Q(told_low_minutes__isnull=False, told_high_minutes__gte=F("told_low_minutes")),
                name="a_wait_that_was_told_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.number:03d}"
