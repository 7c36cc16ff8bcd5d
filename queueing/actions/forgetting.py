"""What the queue keeps for a time only."""

from __future__ import annotations

import datetime
from typing import Final

from django.db.models import QuerySet

from queueing.models import Notice
from queueing.models.notice import LIVE_STATES
from registry.forgetting import Step
from registry.rules.retention import Period

NOTICES: Final = Period(
    datetime.timedelta(days=90),
    "the moment from which it was to be sent",
    "assumption: a quarter of a year is enough to answer a complaint (UU 27/2022 art. 16; check)",
)


def _over(at: datetime.datetime) -> QuerySet[Notice]:
    return Notice.unscoped.filter(due_at__lt=at - NOTICES.keep).exclude(state__in=LIVE_STATES)


#: Phone numbers and e-mail addresses go with the notices that went there.
STEPS: Final = (
    Step("pemberitahuan", NOTICES, lambda at: _over(at).count(), lambda at: (_over(at).delete()[0], "pemberitahuan")),
)
