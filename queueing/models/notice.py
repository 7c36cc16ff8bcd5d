"""Notices: the outbox of what residents are told."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from queueing.choices import Channel, Language, NoticeKind, NoticeState
from registry import sealing
from registry.scope import ScopedManager

#: Not yet told: a deliverer may take it.
LIVE_STATES = [NoticeState.WAITING, NoticeState.SENDING]


class Notice(models.Model):
    """One message to one resident, written in the transaction of what it tells, sent after it by a deliverer.

    `once_key` names kind and thing, never a person ("confirmed:<booking>"): a notice of one kind for one thing is
    written once. `id` is what the gateway is told as idempotency key. `due_at` is when it is sent next: reminders lie
    here until their day, a notice that could not be sent waits here for its next try. `rank` is who goes first, the
    lower the sooner. After `expires_at` it is not sent any more. `lease_until` belongs to the deliverer that has it
    in hand; when it has passed, that one is believed dead. `area` is the region of the office.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("jenis", max_length=13, choices=NoticeKind)
    party_id = models.UUIDField("rombongan", db_index=True, editable=False)
    area = models.CharField("wilayah kantor", max_length=13)
    channel = models.CharField("saluran", max_length=8, choices=Channel)
    language = models.CharField("bahasa", max_length=2, choices=Language, default=Language.INDONESIAN)
    address_sealed = models.BinaryField("alamat, tersegel", editable=False)
    subject = models.CharField("judul", max_length=120, blank=True)
    body_sealed = models.BinaryField("isi, tersegel", null=True, editable=False)
    once_key = models.CharField("kunci", max_length=120, unique=True, editable=False)
    rank = models.PositiveSmallIntegerField("urutan", editable=False)
    created_at = models.DateTimeField("ditulis pada")
    due_at = models.DateTimeField("dikirim mulai")
    expires_at = models.DateTimeField("tidak dikirim sesudah", null=True)
    state = models.CharField("keadaan", max_length=7, choices=NoticeState, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    lease_until = models.DateTimeField("dipegang sampai", null=True, editable=False)
    sent_at = models.DateTimeField("terkirim pada", null=True)
    failure = models.CharField("sebab", max_length=100, blank=True)

    objects = ScopedManager["Notice"]("area")
    unscoped = models.Manager["Notice"]()

    class Meta:
        verbose_name = "pemberitahuan"
        verbose_name_plural = "pemberitahuan"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["rank", "due_at"], condition=Q(state__in=LIVE_STATES), name="notices_due_by_rank"),
            models.Index(fields=["area", "-created_at"], name="notices_of_an_area"),
            models.Index(fields=["area"], condition=Q(state=NoticeState.FAILED), name="notices_that_failed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | ~Q(state=NoticeState.SENT) & Q(sent_at__isnull=True),
                name="a_sent_notice_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SENDING, lease_until__isnull=False)
                | ~Q(state=NoticeState.SENDING) & Q(lease_until__isnull=True),
                name="a_notice_in_hand_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NoticeState.FAILED, NoticeState.DROPPED]) | ~Q(failure=""),
                name="a_notice_not_sent_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.ONE_TIME_CODE) | Q(expires_at__isnull=False),
                name="a_one_time_code_expires",
            ),
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.ONE_TIME_CODE) | Q(state__in=LIVE_STATES) | Q(body_sealed__isnull=True),
                name="a_one_time_code_is_wiped_once_it_is_over",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LIVE_STATES) | Q(body_sealed__isnull=False),
                name="a_notice_to_be_sent_has_a_text",
            ),
            models.CheckConstraint(condition=~Q(once_key=""), name="a_notice_is_written_once_for_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.id}"

    @property
    def address(self) -> str:
        """Where it goes, in full; a screen shows it masked."""
        return sealing.sealer().open(sealing.CONTACT, self.address_sealed, self.id)

    @property
    def body(self) -> str:
        """What it says; empty once it was wiped."""
        return "" if self.body_sealed is None else sealing.sealer().open(sealing.NOTICE, self.body_sealed, self.id)
