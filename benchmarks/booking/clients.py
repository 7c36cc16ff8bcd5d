"""HTTP clients that cost little: plain sockets kept open, in a process of their own."""

from __future__ import annotations

import html
import itertools
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

SECRET: Final = "a" * 32
#: No address sends twice, so that none is asked for patience.
_ADDRESSES: Final = itertools.count(1)
_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Request:
    """A page that is asked for, or a form that is sent where there are fields."""

    path: str
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: 0 for a connection that broke; a page that refuses or fails with its title."""

    status: int
    seconds: float
    location: str = ""
    body: str = field(default="", repr=False)
    title: str = ""


def send_all(port: int, requests: Sequence[Request], *, clients: int, keeps: Sequence[str] = ()) -> list[Answer]:
    """Send these from so many clients, each the next that is left; keep bodies in which one of `keeps` stands."""
    given = {
        "port": port,
        "clients": clients,
        "keeps": list(keeps),
        "requests": [(next(_ADDRESSES), one.path, one.fields) for one in requests],
    }
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.booking.clients"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        said, _ = process.communicate(json.dumps(given))
    answers = [Answer(*one) for one in json.loads(said)]
    if answers and not any(answer.status for answer in answers):
        raise ConnectionError(f"nobody answered at {port}")
    return answers


def _wire(number: int, path: str, fields: Mapping[str, str] | None) -> bytes:
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = f"Host: 127.0.0.1\r\nCookie: csrftoken={SECRET}\r\nX-Forwarded-For: {address}\r\n"
    if fields is None:
        return f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()
    body = urlencode({**fields, "csrfmiddlewaretoken": SECRET})
    form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{head}{form}\r\n{body}".encode()


class _Client:
    """One kept connection; opened anew where the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def send(self, wire: bytes) -> tuple[int, str, bytes]:
        for is_last in (False, True):
            fresh = self._socket is None
            try:
                return self._ask(wire)
            except OSError:
                self._socket = None
                if fresh or is_last:
                    return 0, "", b""
        raise AssertionError

    def _ask(self, wire: bytes) -> tuple[int, str, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE)
        self._socket.sendall(wire)
        head, body = self._read_head(self._socket)
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        wanted = int(headers.get("content-length", "0"))
        while len(body) < wanted:
            body += self._more(self._socket)
        if headers.get("connection") == "close":
            self._socket.close()
            self._socket = None
        return int(lines[0].split()[1]), headers.get("location", ""), body

    def _read_head(self, connected: socket.socket) -> tuple[bytes, bytes]:
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._more(connected)
        head, _, body = read.partition(b"\r\n\r\n")
        return head, body

    @staticmethod
    def _more(connected: socket.socket) -> bytes:
        if part := connected.recv(65_536):
            return part
        raise ConnectionError("closed")


def _title(body: bytes) -> str:
    found = re.search(rb"<title>(.*?)</title>", body, re.DOTALL)
    return " ".join(html.unescape(found[1].decode(errors="replace")).split()) if found else ""


def _main() -> None:
    given: dict[str, Any] = json.loads(sys.stdin.read())
    wires = [_wire(*one) for one in given["requests"]]
    answers: list[tuple[int, float, str, str, str]] = [(0, 0.0, "", "", "")] * len(wires)
    left, keeps = iter(range(len(wires))), [word.encode() for word in given["keeps"]]
    start = threading.Barrier(given["clients"])

    def work() -> None:
        client = _Client(given["port"])
        start.wait()
        for at in left:
            begun = time.perf_counter()
            status, location, body = client.send(wires[at])
            kept = body.decode(errors="replace") if any(word in body for word in keeps) else ""
            answers[at] = (status, time.perf_counter() - begun, location, kept, _title(body) if status >= 400 else "")

    threads = [threading.Thread(target=work) for _ in range(given["clients"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    _main()
