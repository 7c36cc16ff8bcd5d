"""What the queue keeps for a time only."""

from __future__ import annotations

import datetime
from typing import Final

from django.db.models import QuerySet

from queueing.actions import forgetting_people
from queueing.models import Invitation, Notice
from queueing.models.notice import LIVE_STATES
from registry.forgetting import Step
from registry.rules.retention import Period

NOTICES: Final = Period(
    datetime.timedelta(days=90),
    "the moment from which it was to be sent",
    "assumption: a quarter of a year is enough to answer a complaint (UU 27/2022 art. 16; check)",
)
INVITATIONS: Final = Period(
    datetime.timedelta(days=180),
    "the day the list was loaded",
    "assumption: it serves until polling day, and lists come in the weeks before (UU 27/2022 art. 16; check)",
)


def _old_notices(at: datetime.datetime) -> QuerySet[Notice]:
    return Notice.unscoped.filter(due_at__lt=at - NOTICES.keep).exclude(state__in=LIVE_STATES)


def _old_invitations(at: datetime.datetime) -> QuerySet[Invitation]:
    return Invitation.unscoped.filter(loaded_at__lt=at - INVITATIONS.keep)


#: Phone numbers and e-mail addresses go with the notices that went there.
STEPS: Final = (
    Step(
        "pemberitahuan",
        NOTICES,
        lambda at: _old_notices(at).count(),
        lambda at: (_old_notices(at).delete()[0], "pemberitahuan"),
    ),
    Step(
        "undangan KPU",
        INVITATIONS,
        lambda at: _old_invitations(at).count(),
        lambda at: (_old_invitations(at).delete()[0], "undangan KPU"),
    ),
    Step(
        "pemesan",
        forgetting_people.PEOPLE,
        lambda at: forgetting_people.parties_due(at).count(),
        lambda at: (forgetting_people.forget_people(at), "pemesan"),
    ),
    Step(
        "nomor antrean",
        forgetting_people.PEOPLE,
        lambda at: forgetting_people.numbers_due(at).count(),
        lambda at: (forgetting_people.forget_numbers(at), "nomor antrean"),
    ),
    Step(
        "kode sekali pakai",
        forgetting_people.CODES,
        lambda at: forgetting_people.codes_due(at).count(),
        lambda at: (forgetting_people.codes_due(at).delete()[0], "kode sekali pakai"),
    ),
    Step(
        "pertanyaan penduduk",
        forgetting_people.ASKINGS,
        lambda at: forgetting_people.askings_due(at).count(),
        lambda at: (forgetting_people.askings_due(at).delete()[0], "pertanyaan penduduk"),
    ),
    Step(
        "hitungan percobaan",
        forgetting_people.TALLIES,
        lambda at: forgetting_people.tallies_due(at).count(),
        lambda at: (forgetting_people.tallies_due(at).delete()[0], "hitungan percobaan"),
    ),
)
