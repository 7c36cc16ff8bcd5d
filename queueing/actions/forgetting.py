"""What the queue keeps for a time only."""

from __future__ import annotations

import datetime
from typing import Final

from django.db.models import QuerySet

from queueing.models import Invitation
from registry.forgetting import Step
from registry.rules.retention import Period

INVITATIONS: Final = Period(
    datetime.timedelta(days=180),
    "the day the list was loaded",
    "assumption: it serves until polling day, and lists come in the weeks before (UU 27/2022 art. 16; check)",
)


def _over(at: datetime.datetime) -> QuerySet[Invitation]:
    return Invitation.unscoped.filter(loaded_at__lt=at - INVITATIONS.keep)


STEPS: Final = (
    Step(
        "undangan KPU",
        INVITATIONS,
        lambda at: _over(at).count(),
        lambda at: (_over(at).delete()[0], "undangan KPU"),
    ),
)
