"""Prints that a message would go out, without saying to whom or what."""

from __future__ import annotations

import sys

from queueing.notifying.port import Message


class Console:
    """Writes one line to the terminal; for looking on, nobody is told anything."""

    def send(self, message: Message) -> None:
        """Print kind, channel and id."""
        sys.stdout.write(f"notice {message.id}: {message.kind} by {message.channel}, in {message.language}\n")
        sys.stdout.flush()
