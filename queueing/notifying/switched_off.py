"""For channels that the office has no gateway for: a clerk writes by hand (`queueing/rules/wa_links.py`)."""

from __future__ import annotations

from queueing.notifying.port import Message, Refused


class SwitchedOff:
    """Sends nothing, and says so: the notice is listed among the failed ones."""

    def send(self, message: Message) -> None:  # noqa: ARG002 - the port's signature
        """Refuse."""
        raise Refused("Saluran ini belum disambungkan. Hubungi warga secara langsung.")
