"""Boards and phones in one process: each asks in its own rhythm with the stamp of what it has, over a kept connection.

Reads from the standard input what to do, and ends when that is closed; then says what was answered, and when each
board first had which number. All moments are of the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

#: Seconds, as in static/js/board.js and line.js.
PATIENCE: Final = {"board": 4.0, "phone": 10.0}
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: (\d+)")
_STAMP: Final = re.compile(rb"(?i)\r\netag: ([^\r]+)")
_CLOSES: Final = re.compile(rb"(?i)\r\nconnection: close")
_SHOWN: Final = re.compile(rb'data-number="([^"]+)"')


class _Line(asyncio.Protocol):
    """One connection, on which one answer at a time is awaited."""

    def __init__(self) -> None:
        self.is_open = False
        self._read = b""
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.is_open, self._transport = True, transport

    def connection_lost(self, _error: Exception | None) -> None:
        self.is_open = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("closed"))

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found or self._answer is None or self._answer.done():
            return
        length = _LENGTH.search(head)
        if len(body) >= (int(length[1]) if length else 0) or head[9:12] == b"304":
            self._answer.set_result((head, body))

    async def ask(self, wire: bytes, patience: float) -> tuple[bytes, bytes]:
        self._read, self._answer = b"", asyncio.get_running_loop().create_future()
        self._transport.write(wire)
        head, body = await asyncio.wait_for(self._answer, patience)
        if _CLOSES.search(head):
            self.close()
        return head, body

    def close(self) -> None:
        self.is_open = False
        if self._transport is not None:
            self._transport.close()


@dataclass
class _Screen:
    """A board or a phone: what it asks for and what it has."""

    kind: str
    port: int
    path: str
    stamp: bytes = b""
    line: _Line = field(default_factory=_Line)
    #: Numbers that it has shown, and since when.
    shown: dict[str, float] = field(default_factory=dict)

    async def ask(self) -> tuple[int, int]:
        """Return the status, 0 where nobody answered, and the size of the answer."""
        wanted = f"If-None-Match: {self.stamp.decode()}\r\n" if self.stamp else ""
        wire = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{wanted}\r\n".encode()
        for _ in range(2):
            was_open = self.line.is_open
            try:
                if not was_open:
                    _, self.line = await asyncio.get_running_loop().create_connection(_Line, "127.0.0.1", self.port)
                head, body = await self.line.ask(wire, PATIENCE[self.kind])
            except (OSError, TimeoutError):
                self.line.close()
                if was_open:  # the server may have closed a quiet connection while we wrote
                    continue
                return 0, 0
            return self._take(head, body), len(head) + 4 + len(body)
        return 0, 0

    def _take(self, head: bytes, body: bytes) -> int:
        status = int(head[9:12])
        if status == 200:
            found = _STAMP.search(head)
            self.stamp = found[1] if found else b""
            if self.kind == "board":
                for number in _SHOWN.findall(body):
                    self.shown.setdefault(number.decode(), time.monotonic())
        return status


async def _follow(screen: _Screen, first: float, every: float, asked: list[tuple[Any, ...]]) -> None:
    due = first
    while True:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        begun = time.monotonic()
        status, size = await screen.ask()
        asked.append((screen.kind, begun, 1000 * (time.monotonic() - begun), status, size))
        due = max(due + every, time.monotonic())


async def _run(given: dict[str, Any]) -> dict[str, Any]:
    asked: list[tuple[Any, ...]] = []
    boards = [_Screen("board", given["port"], given["board"]) for _ in range(given["boards"])]
    phones = [_Screen("phone", given["port"], path) for path in given["phones"]]
    now = time.monotonic()
    tasks = [*_spread(boards, now, 1.0, asked), *_spread(phones, now, 15.0, asked)]
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for task in tasks:
        task.cancel()
    return {"asked": asked, "shown": [board.shown for board in boards]}


def _spread(
    screens: Sequence[_Screen], now: float, every: float, asked: list[tuple[Any, ...]]
) -> list[asyncio.Task[None]]:
    """Let them ask evenly, none in the step of another."""
    first = (now + every * at / len(screens) for at in range(len(screens)))
    return [asyncio.create_task(_follow(*one, every, asked)) for one in zip(screens, first, strict=True)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_run(json.loads(sys.stdin.readline())))))
