"""One-time codes: six figures sent to a contact, to prove that whoever fills the form can read there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class OneTimeCode(models.Model):
    """The newest code of one party. Only its keyed digest is kept; `used_at` ends it, so do five wrong tries."""

    party = models.OneToOneField("queueing.Party", models.CASCADE, primary_key=True, related_name="one_time_code")
    digest = models.BinaryField(editable=False)
    sent_at = models.DateTimeField("dikirim pada")
    expires_at = models.DateTimeField("berlaku sampai")
    sendings = models.PositiveSmallIntegerField("berapa kali dikirim", default=1)
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    used_at = models.DateTimeField("dipakai pada", null=True)

    class Meta:
        verbose_name = "kode sekali pakai"
        verbose_name_plural = "kode sekali pakai"
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="a_code_lives_after_it_is_sent"),
            models.CheckConstraint(condition=Q(tries__lte=5), name="a_code_is_tried_at_most_five_times"),
        ]

    def __str__(self) -> str:
        return f"{self.tries} percobaan"
