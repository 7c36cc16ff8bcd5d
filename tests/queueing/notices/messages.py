"""The message that tests of notifiers send."""

from __future__ import annotations

import uuid

from queueing.notifying import Message

MESSAGE = Message(
    id=uuid.UUID("0b4b7c7e-8b5c-4a55-9c0e-1d8d4d0f2a11"),
    kind="confirmed",
    channel="whatsapp",
    language="id",
    address="+628115550003",
    subject="Tempat dipesan",
    body='Tempat {nomor} 7: "Zona 1"\nsampai jumpa.',
)
