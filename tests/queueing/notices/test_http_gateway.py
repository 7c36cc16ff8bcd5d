"""The HTTP gateway: any that takes JSON by POST, told apart what it takes, refuses and cannot do now."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from queueing.notifying import Refused, Unreachable, http
from queueing.notifying.http import Http, filled_in
from tests.queueing.notices.messages import MESSAGE


class Gateway(ThreadingHTTPServer):
    """Answers as told and remembers what it was asked."""

    status, answer = 200, b"{}"
    waits = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.got: list[tuple[dict[str, str], Any]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a sender who has gone."""


class Asked(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((dict(self.headers), body))
        time.sleep(self.server.waits)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.NOTIFIER_HTTP_URL = f"http://127.0.0.1:{server.server_port}/send"
        settings.NOTIFIER_HTTP_AUTHORIZATION = "Bearer rahasia"
        yield server
        server.shutdown()


def test_a_message_goes_with_its_id_and_the_key_of_the_office(gateway: Gateway) -> None:
    Http().send(MESSAGE)

    ((headers, body),) = gateway.got
    assert headers["Idempotency-Key"] == str(MESSAGE.id)
    assert headers["Authorization"] == "Bearer rahasia"
    assert body == {"to": MESSAGE.address, "message": MESSAGE.body}


def test_the_fields_are_those_that_the_gateway_wants(gateway: Gateway, settings: Settings) -> None:
    settings.NOTIFIER_HTTP_FIELDS = {
        "messaging_product": "whatsapp",
        "to": "{figures}",
        "text": {"body": "{subject}: {body}", "preview_url": False},
        "tags": ["{kind}", "{language}", 7],
    }

    Http().send(MESSAGE)

    assert gateway.got[0][1] == {
        "messaging_product": "whatsapp",
        "to": "628115550003",
        "text": {"body": f"Tempat dipesan: {MESSAGE.body}", "preview_url": False},
        "tags": ["confirmed", "id", 7],
    }


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{body}", "{address} {body"),
        ("{nobody}", "{nobody}"),
        ("{", "{"),
        ("a {body} b {body}", "a {address} {body b {address} {body"),
        ("", ""),
        (None, None),
    ],
)
def test_braces_in_a_message_are_no_placeholder(template: object, filled: object) -> None:
    assert filled_in(template, {"body": "{address} {body", "address": "nowhere"}) == filled


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused), (413, Refused), (422, Refused),
        (302, Unreachable), (401, Unreachable), (404, Unreachable), (409, Unreachable), (429, Unreachable),
        (500, Unreachable), (503, Unreachable),
    ],
)  # fmt: skip
def test_an_answer_says_taken_never_or_later(gateway: Gateway, status: int, kind: type[Exception]) -> None:
    gateway.status = status

    with pytest.raises(kind, match=str(status)) as said:
        Http().send(MESSAGE)

    assert len(gateway.got) == 1
    assert MESSAGE.address.removeprefix("+") not in str(said.value)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_an_answer_of_the_two_hundreds_means_taken(gateway: Gateway, status: int) -> None:
    gateway.status, gateway.answer = status, b"" if status == 204 else b"ok"

    Http().send(MESSAGE)


@pytest.mark.parametrize(
    ("answer", "is_taken"),
    [(b'{"status": true, "id": 1}', True), (b'{"status": false}', False), (b"ok", False), (b"[]", False)],
)
def test_a_gateway_that_answers_well_to_everything_is_read(
    gateway: Gateway, settings: Settings, answer: bytes, *, is_taken: bool
) -> None:
    settings.NOTIFIER_HTTP_TAKEN = {"status": True}
    gateway.answer = answer

    if is_taken:
        Http().send(MESSAGE)
    else:
        with pytest.raises(Unreachable, match="tanpa menerima"):
            Http().send(MESSAGE)


def test_a_gateway_that_is_not_there_is_tried_again(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.NOTIFIER_HTTP_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        with pytest.raises(Unreachable, match="tidak dapat dihubungi") as said:
            Http().send(MESSAGE)

    assert MESSAGE.address not in str(said.value)


def test_a_gateway_that_hangs_is_not_waited_for(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway.waits = 1
    monkeypatch.setattr(http, "_PATIENCE", urllib3.Timeout(connect=1, read=0.1))

    with pytest.raises(Unreachable):
        Http().send(MESSAGE)


def test_a_gateway_without_an_address_is_a_fault_of_the_settings(settings: Settings) -> None:
    settings.NOTIFIER_HTTP_URL = ""

    with pytest.raises(ImproperlyConfigured, match="NOTIFIER_HTTP_URL"):
        Http()
