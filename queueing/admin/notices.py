"""Notices in the web admin: what was sent, what waits, what failed; addresses masked, texts not shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from queueing.actions import notices
from queueing.admin.base import ChoiceFilter, ReadOnlyAdmin, Tab
from queueing.choices import NoticeState
from queueing.models import Notice
from queueing.rules.contact import mask_address
from queueing.tasks import ring_for_notices
from registry.sealing import Unreadable


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """The outbox of one's own area. What failed may be sent again once its cause is gone."""

    changed_where = "Pemberitahuan ditulis saat tempat dipesan, diubah, atau dibatalkan, bukan di sini."
    tabs = (
        Tab("Semua"),
        Tab("Menunggu", (("state__exact", NoticeState.WAITING.value),)),
        Tab("Gagal", (("state__exact", NoticeState.FAILED.value),)),
    )
    list_display = ["kind", "channel", "masked_address", "state", "attempts", "due_at", "sent_at", "failure"]
    list_filter = [("state", ChoiceFilter), ("kind", ChoiceFilter), ("channel", ChoiceFilter)]
    ordering = ["-created_at"]
    fields = [
        ("kind", "state"),
        ("channel", "masked_address"),
        ("language", "area"),
        "subject",
        ("created_at", "due_at"),
        ("expires_at", "sent_at"),
        ("attempts", "failure"),
    ]
    actions: Sequence[str] | None = ["send_again"]

    @admin.display(description="alamat")
    def masked_address(self, notice: Notice) -> str:
        """Show enough of it to be known again."""
        try:
            return mask_address(notice.address)
        except Unreadable:
            return "tidak terbaca"

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        """Return whether the role may send what failed again."""
        return request.user.has_perm("queueing.change_notice")

    @admin.action(description="Kirim ulang yang gagal", permissions=["send_again"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Notice]) -> None:
        """Put the chosen ones into the outbox anew, those that failed and are still of use."""
        count = notices.send_again(chosen=list(chosen.values_list("pk", flat=True)), at=timezone.now())
        transaction.on_commit(ring_for_notices)
        if count:
            messages.success(request, f"{count} pemberitahuan dikirim ulang.")
        else:
            messages.warning(request, "Tidak ada yang dikirim ulang: pilih yang gagal dan belum lewat waktunya.")
