"""Proofs of work, asked for under pressure only: puzzles that cost a telephone a second and the server a millisecond.

Whoever runs no scripts waits instead: her page carries a signed moment, and twenty seconds after it the form is taken.
Each proof and each wait is for one kind of form on one day, and is taken once: `cache.add` lets one of many through
(`tests/races/test_puzzles.py`).
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from typing import Any, Final

import altcha
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

#: 256 keys are tried on average; a cheap telephone derives some 150 a second, and 30 seconds go by in filling in.
ALGORITHM: Final = "PBKDF2/SHA-256"
COST: Final = 3_000
PREFIX: Final = "00"
#: How long a puzzle and a wait are good for.
LIFE: Final = datetime.timedelta(minutes=30)
WAIT: Final = datetime.timedelta(seconds=20)
#: Longer ones are no proofs of ours.
LONGEST: Final = 2_000

_SALT: Final = "queueing.puzzles"


def make(action: str, *, at: datetime.datetime) -> str:
    """Return a puzzle for one kind of form on one day, as JSON for the page's script (static/js/proof.js)."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=at + LIFE,
        data=_meant_for(action, at),
        hmac_secret=_secret(),
    )
    return json.dumps(challenge.to_dict(), separators=(",", ":"))


def is_solved(proof: str, action: str, *, at: datetime.datetime) -> bool:
    """Return whether this is a proof for this kind of form and day that was never shown before; it is used up by it."""
    data = _data_of(proof)
    if data is None or data != _meant_for(action, at) or not altcha.verify_solution(proof, _secret()).verified:
        return False
    return _use_up(proof_id(proof))


def begin_wait(action: str, bound_to: str, *, at: datetime.datetime) -> str:
    """Return a signed moment from which somebody waits who solves no puzzle, bound to her form."""
    return signing.Signer(salt=_SALT).sign_object([action, bound_to, int(at.timestamp())])


def has_waited(wait: str, action: str, bound_to: str, *, at: datetime.datetime) -> bool:
    """Return whether that moment is long enough ago, and was never shown before; it is used up by it."""
    begun = _begun(wait, action, bound_to)
    if begun is None or not WAIT <= at - begun <= LIFE:
        return False
    return _use_up(wait)


def is_waiting(wait: str, action: str, bound_to: str, *, at: datetime.datetime) -> bool:
    """Return whether she has begun to wait and only has to go on."""
    begun = _begun(wait, action, bound_to)
    return begun is not None and at - begun < WAIT


def proof_id(proof: str) -> str:
    """Return what tells one solved puzzle from another, however its proof is written."""
    return str(json.loads(base64.b64decode(proof))["challenge"]["signature"])


def _begun(wait: str, action: str, bound_to: str) -> datetime.datetime | None:
    try:
        found = signing.Signer(salt=_SALT).unsign_object(wait)
    except (signing.BadSignature, ValueError):
        return None
    return datetime.datetime.fromtimestamp(found[2], datetime.UTC) if found[:2] == [action, bound_to] else None


def _data_of(proof: str) -> Any:  # noqa: ANN401 - what a stranger sends
    if not 0 < len(proof) <= LONGEST:
        return None
    try:
        return json.loads(base64.b64decode(proof))["challenge"]["parameters"]["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _meant_for(action: str, at: datetime.datetime) -> dict[str, str]:
    return {"form": action, "day": localdate(at).isoformat()}


def _secret() -> bytes:
    return salted_hmac(_SALT, "puzzle", algorithm="sha256").digest()


def _use_up(shown: str) -> bool:
    digest = hashlib.sha256(shown.encode()).hexdigest()
    return bool(cache.add(f"queueing-proof-{digest}", 1, timeout=int(LIFE.total_seconds())))
