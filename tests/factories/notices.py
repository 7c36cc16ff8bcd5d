"""Made-up notices to made-up addresses, put into the outbox as the application does."""

from __future__ import annotations

import datetime
import uuid
from itertools import count
from typing import Any

from queueing.actions import notices
from queueing.choices import Channel, Language, NoticeKind
from queueing.models import Notice

MOMENT = datetime.datetime(2020, 11, 20, 3, 0, tzinfo=datetime.UTC)
_numbers = count(1)


def put_notice(**changes: Any) -> Notice:
    """Write a confirmation by WhatsApp that is due now, changed as told; return the row."""
    number = next(_numbers)
    told: dict[str, Any] = {
        "kind": NoticeKind.CONFIRMED,
        "party_id": uuid.uuid4(),
        "area": "35.16",
        "channel": Channel.WHATSAPP,
        "address": f"+62811{number:07}",
        "once_key": f"confirmed:{number}",
        "subject": "Tempat Anda sudah dipesan",
        "body": f"Tempat nomor {number} sudah dipesan.",
        "language": Language.INDONESIAN,
        "at": MOMENT,
        **changes,
    }
    notices.put(**told)
    return Notice.unscoped.get(once_key=told["once_key"])


def put_code(**changes: Any) -> Notice:
    """Write a one-time code that is due now and good for ten minutes."""
    code: dict[str, Any] = {
        "kind": NoticeKind.ONE_TIME_CODE,
        "once_key": f"code:{uuid.uuid4()}",
        "subject": "Kode Anda",
        "body": "Kode Anda 123456.",
    }
    return put_notice(**(code | changes))
