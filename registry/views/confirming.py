"""What an officer is about to confirm travels with the page, sealed: nobody reads a number in it or changes it.

The seal is bound to the officer, the kind of event, whom it is about, and the page's own key, which makes one event.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from registry import sealing
from registry.actions.event_book import Confirmation

GOOD_FOR: Final = datetime.timedelta(hours=1)


class StalePage(Exception):
    """The page is too old, belongs to something else, or was changed on the way."""

    def __init__(self) -> None:
        super().__init__("Halaman ini sudah terlalu lama terbuka. Isi lagi.")


@dataclass(frozen=True)
class Sheet:
    """What was typed (as the browser sent it), what was proposed, and what was foreseen from it."""

    typed: str
    proposed: str
    digest: str
    key: uuid.UUID

    @property
    def confirmation(self) -> Confirmation:
        """What the officer agrees to."""
        return Confirmation(self.digest, self.key)


def sealed(sheet: Sheet, *, bound_to: str, at: datetime.datetime) -> str:
    """Return the sheet as the text of a hidden field."""
    told = json.dumps([sheet.typed, sheet.proposed, sheet.digest, at.timestamp()])
    return base64.b64encode(sealing.sealer().seal(_purpose(bound_to), told, sheet.key)).decode()


def opened(post: Mapping[str, Any], *, bound_to: str, at: datetime.datetime) -> Sheet:
    """Return the sheet that came back.

    Raises:
        StalePage: see the class.
    """
    try:
        key = uuid.UUID(str(post.get("key", "")))
        told = sealing.sealer().open(_purpose(bound_to), base64.b64decode(str(post.get("sheet", ""))), key)
    except (ValueError, binascii.Error, sealing.Unreadable) as error:
        raise StalePage from error
    typed, proposed, digest, made_at = json.loads(told)
    if at.timestamp() - made_at > GOOD_FOR.total_seconds():
        raise StalePage
    return Sheet(typed, proposed, digest, key)


def _purpose(bound_to: str) -> str:
    return f"confirming {bound_to}"
