"""Sends through an HTTP gateway for WhatsApp or SMS: any that takes a JSON body by POST."""

from __future__ import annotations

import json
from typing import Any, Final

import urllib3
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from queueing.notifying.port import Message, Refused, Unreachable

_PATIENCE: Final = urllib3.Timeout(connect=3, read=5, total=8)
#: What says "not now" or "not you" rather than "not this": busy, too many, a key that has run out.
_PASSING: Final = frozenset({401, 402, 403, 404, 405, 407, 408, 409, 423, 425, 429})
_LONGEST_ANSWER: Final = 100_000


class Http:
    """Posts the fields of the settings with the message filled in; the notice's id goes as Idempotency-Key.

    An answer from 200 to 299 means that the message was taken, where it also says what NOTIFIER_HTTP_TAKEN
    wants: some gateways answer 200 to everything and write into the body whether they mean it.
    """

    def __init__(self) -> None:
        if not settings.NOTIFIER_HTTP_URL:
            raise ImproperlyConfigured("NOTIFIER_HTTP_URL says where the gateway is, and is not set")
        self._pool = urllib3.PoolManager(maxsize=settings.NOTIFIER_AT_ONCE, block=True)

    def send(self, message: Message) -> None:
        """Post it; a gateway that does not answer within seconds is tried again later."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(message.id)}
        if settings.NOTIFIER_HTTP_AUTHORIZATION:
            headers["Authorization"] = settings.NOTIFIER_HTTP_AUTHORIZATION
        body = json.dumps(filled_in(settings.NOTIFIER_HTTP_FIELDS, _words_of(message)), ensure_ascii=False).encode()
        try:
            answer = self._pool.request(
                "POST", settings.NOTIFIER_HTTP_URL, body=body, headers=headers, timeout=_PATIENCE,
                retries=False, redirect=False, preload_content=False,
            )  # fmt: skip
            with answer:
                _judge(answer.status, answer.read(_LONGEST_ANSWER))
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Unreachable("Gateway tidak dapat dihubungi.") from error


def filled_in(template: Any, words: dict[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON template with every {word} in its texts replaced, at any depth; what is no text stays."""
    if isinstance(template, dict):
        return {key: filled_in(value, words) for key, value in template.items()}
    if isinstance(template, list):
        return [filled_in(value, words) for value in template]
    if isinstance(template, str):
        return _with_words(template, words)
    return template


def _with_words(text: str, words: dict[str, str]) -> str:
    """Replace from left to right and only once: braces in a resident's name are no placeholder."""
    parts = text.split("{")
    done = parts[0]
    for part in parts[1:]:
        word, brace, rest = part.partition("}")
        done += words[word] + rest if brace and word in words else "{" + part
    return done


def _words_of(message: Message) -> dict[str, str]:
    return {
        "id": str(message.id),
        "kind": message.kind,
        "language": message.language,
        "address": message.address,
        "figures": message.address.removeprefix("+"),
        "subject": message.subject,
        "body": message.body,
    }


def _judge(status: int, body: bytes) -> None:
    if 200 <= status < 300:
        if not _is_taken(body):
            raise Unreachable("Gateway menjawab tanpa menerima pesan.")
    elif 400 <= status < 500 and status not in _PASSING:
        raise Refused(f"Gateway menolak pesan ini (HTTP {status}).")
    else:
        raise Unreachable(f"Gateway tidak menerima pesan saat ini (HTTP {status}).")


def _is_taken(body: bytes) -> bool:
    wanted: dict[str, Any] = settings.NOTIFIER_HTTP_TAKEN
    if not wanted:
        return True
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and all(said.get(key) == value for key, value in wanted.items())
