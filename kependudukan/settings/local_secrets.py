"""Secrets of a laptop: made once at random, kept in a file that only its owner may read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class LocalSecrets:
    """The three secrets that production takes from its environment."""

    secret_key: str
    field_encryption_keys: str
    blind_index_key: str


def read_or_make(path: Path) -> LocalSecrets:
    """Return the secrets in the file, making them first where there is none.

    Several processes may start at once: the file is linked into place whole, and the first one wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(_make())))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return LocalSecrets(**json.loads(path.read_text()))


def _make() -> LocalSecrets:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return LocalSecrets(secrets.token_urlsafe(50), f"1:{key()}", key())
