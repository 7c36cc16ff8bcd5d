"""NIK and KK number at rest: a keyed index to find and join by, a sealed value to read.

The index is HMAC-SHA-256 cut to 16 bytes, so that equal numbers have equal indexes on the registry and on
every roll, and nobody without the key can walk the 8 * 10**9 plausible NIKs (docs/decisions/0003). The value is
AES-256-GCM bound to its purpose and its index: a sealed value copied to another row or column does not open.
"""

from __future__ import annotations

import base64
import hmac
import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NIK: Final = "nik"
KK_NUMBER: Final = "kk_number"
HELD_ROW: Final = "held_row"
#: A phone number or an e-mail address, and the text of a notice that goes there.
CONTACT: Final = "contact"
NOTICE: Final = "notice"
#: What a draw is made with, until it is published.
DRAW_SEED: Final = "draw_seed"
#: The mark of what was searched for, in the access log.
SEARCH: Final = "search"

_VERSION: Final = 1
_NONCE: Final = 12
_HEAD: Final = 2 + _NONCE
#: Length in bytes of a sealed 16-figure number: version, key id, nonce, figures, tag.
SEALED_NUMBER_LENGTH: Final = _HEAD + 16 + 16


class Unreadable(Exception):
    """A sealed value was changed, moved to another row, or sealed with a key that is not configured."""


@dataclass(frozen=True)
class Sealer:
    """Seals, opens and indexes numbers with one set of keys.

    Attributes:
        keys: encryption keys of 32 bytes by id (1 to 255); the first seals, all open.
        index_key: 32 bytes that key the blind index.
    """

    keys: dict[int, bytes]
    index_key: bytes

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return {key_id: AESGCM(key) for key_id, key in self.keys.items()}

    def index(self, purpose: str, number: str) -> uuid.UUID:
        """Return the blind index of a number; the purpose keeps a NIK and an equal KK number apart."""
        return uuid.UUID(bytes=self.index_many(purpose, [number])[0])

    def index_many(self, purpose: str, numbers: Iterable[str]) -> list[bytes]:
        """Return the blind indexes of many numbers, 16 bytes each."""
        key, mark, digest = self.index_key, f"{purpose}:".encode(), hmac.digest
        return [digest(key, mark + number.encode(), "sha256")[:16] for number in numbers]

    def seal(self, purpose: str, value: str, bound_to: uuid.UUID) -> bytes:
        """Return the value sealed; `bound_to` is its own index, or any id that will stand beside it."""
        return self.seal_many(purpose, [value], [bound_to.bytes])[0]

    def seal_many(self, purpose: str, values: Sequence[str], bound_to: Sequence[bytes]) -> list[bytes]:
        """Seal many values at once, each bound to its 16 bytes: one draw of random bytes, one look-up of the key."""
        key_id = next(iter(self.keys))
        encrypt = self._ciphers[key_id].encrypt
        head, mark = bytes((_VERSION, key_id)), purpose.encode()
        pool = memoryview(os.urandom(_NONCE * len(values)))
        nonces = (bytes(pool[at : at + _NONCE]) for at in range(0, len(pool), _NONCE))
        return [
            head + nonce + encrypt(nonce, value.encode(), mark + anchor)
            for nonce, value, anchor in zip(nonces, values, bound_to, strict=True)
        ]

    def file_key(self, name: str) -> bytes:
        """Return the 32 bytes that encrypt work files of this name: made anew wherever they are read, kept nowhere."""
        return hmac.digest(self.index_key, f"file:{name}".encode(), "sha256")

    def open(self, purpose: str, sealed: bytes | memoryview, bound_to: uuid.UUID | bytes) -> str:
        """Return the value that was sealed for this purpose and this row.

        Raises:
            Unreadable: see the class.
        """
        raw = bytes(sealed)
        anchor = bound_to if isinstance(bound_to, bytes) else bound_to.bytes
        cipher = self._ciphers.get(raw[1]) if len(raw) > _HEAD and raw[0] == _VERSION else None
        if cipher is None:
            raise Unreadable("the key of this sealed value is not configured, or it is no sealed value")
        try:
            return cipher.decrypt(raw[2:_HEAD], raw[_HEAD:], purpose.encode() + anchor).decode()
        except InvalidTag as error:
            raise Unreadable("a sealed value does not open here") from error


def parse_keys(entries: Iterable[str], index_key: str) -> Sealer:
    """Build a sealer from the settings' text: `id:base64` entries, newest first, and one base64 index key.

    Raises:
        ImproperlyConfigured: a key is missing, is not base64 of 32 bytes, or has an id outside 1 to 255.
    """
    keys: dict[int, bytes] = {}
    for entry in entries:
        key_id, _, encoded = entry.partition(":")
        if not key_id.isdigit() or not 1 <= int(key_id) <= 255:
            raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS: every entry reads id:base64, id from 1 to 255")
        keys[int(key_id)] = _key(encoded, "FIELD_ENCRYPTION_KEYS")
    if not keys:
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS holds no key")
    return Sealer(keys, _key(index_key, "BLIND_INDEX_KEY"))


def _key(encoded: str, name: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not base64") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} must be 32 bytes, base64 encoded")
    return key


@lru_cache(maxsize=4)
def _cached(entries: tuple[str, ...], index_key: str) -> Sealer:
    return parse_keys(entries, index_key)


def sealer() -> Sealer:
    """Return the sealer of the configured keys."""
    return _cached(tuple(settings.FIELD_ENCRYPTION_KEYS), settings.BLIND_INDEX_KEY)
