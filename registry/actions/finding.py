"""Looking for people, and the entry in the trail that every search leaves."""

from __future__ import annotations

import datetime

from django.db import transaction

from registry import sealing
from registry.actions import access
from registry.models import Officer
from registry.models.access import AccessAction
from registry.queries import finding
from registry.queries.finding import Findings, Wish
from registry.rules.search_term import Meaning

_SUBJECTS = {Meaning.NUMBER: "nomor", Meaning.BIRTH_DATE: "tanggal lahir", Meaning.NAME: "nama"}


@transaction.atomic
def find(wish: Wish, *, by: Officer, at: datetime.datetime) -> Findings:
    """Find people and write down who was shown, also when nobody was; the term itself leaves only its mark."""
    found = finding.find(wish)
    access.record(
        action=AccessAction.SEARCH,
        subject=f"pencarian menurut {_SUBJECTS[wish.term.meaning]}",
        purpose="Mencari penduduk",
        by=by,
        at=at,
        residents=[resident.pk for resident in found.residents],
        mark=sealing.sealer().index(sealing.SEARCH, wish.term.text),
    )
    return found
