"""Files may move a card by several steps at once: they report where it stands. The database wants that said.

An officer's act moves a card one step (`a_card_moves_step_by_step`, migration 0018). A merge and a withdrawal name
themselves in a setting of their transaction, which ends with it.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import connection


class Way(StrEnum):
    """The two ways past the steps, as the trigger knows them."""

    REPORTED = "reported"
    TAKEN_BACK = "taken back"


def declare(way: Way) -> None:
    """Let the cards of this transaction go from any state to any other until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kependudukan.card_moves', %s, true)", [way.value])
