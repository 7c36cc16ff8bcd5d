"""Notices go, with the addresses in them, when their time of keeping is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing.actions import forgetting
from queueing.choices import NoticeState
from queueing.models import Notice
from registry.actions import purging
from tests.factories.notices import MOMENT, put_notice

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_old_notices_go_and_those_that_wait_stay() -> None:
    old, young, waiting = (
        put_notice(),
        put_notice(due_at=MOMENT + timedelta(seconds=1)),
        put_notice(due_at=MOMENT - timedelta(days=400)),
    )
    Notice.unscoped.exclude(pk=waiting.pk).update(state=NoticeState.SENT, sent_at=MOMENT)
    (step,) = [step for step in purging.steps() if step.title == "pemberitahuan"]

    assert purging.purge(step, at=MOMENT + forgetting.NOTICES.keep + timedelta(seconds=1)) == 1

    assert set(Notice.unscoped.values_list("pk", flat=True)) == {young.pk, waiting.pk}
    assert old.pk not in {young.pk, waiting.pk}
