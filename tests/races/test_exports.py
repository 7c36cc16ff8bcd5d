"""Two hands at one export request at one moment: exactly one of them is first."""

from __future__ import annotations

import threading

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from registry import scope
from registry.actions import exports
from registry.models import AccessEntry, ExportRequest, Officer
from registry.models.access import AccessAction
from registry.models.export import ExportKind, ExportState
from registry.queries.exported import UNRECORDED
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]


@pytest.fixture
def clerk(settings: Settings) -> Officer:
    settings.EXPORT_ALONE = 2
    plant_regency("35.16")
    officer = OfficerFactory.create()
    ResidentFactory.create_batch(2, unrecorded=True)
    return officer


def ask(by: Officer) -> ExportRequest:
    with scope.of(by):
        return exports.ask(
            what=ExportKind.RESIDENTS,
            file_format="csv",
            codes={"region": "35.16", "cards": UNRECORDED},
            purpose="uji",
            by=by,
            at=timezone.now(),
        )


def fetch(export: ExportRequest) -> exports.Fetched:
    with scope.of(export.asked_by):
        return exports.fetch(export, by=export.asked_by, at=timezone.now())


def move_without_guard(export: ExportRequest, states: object, **changes: object) -> None:
    """What `_move` would be without its guard: look first, then write."""
    if ExportRequest.objects.get(pk=export.pk).state not in states:  # type: ignore[operator]
        raise exports.MovedOn
    meeting.wait(5)
    ExportRequest.objects.filter(pk=export.pk).update(**changes)


meeting = threading.Barrier(2)


def test_without_the_guard_a_file_is_fetched_twice(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(clerk)
    monkeypatch.setattr(exports, "_move", move_without_guard)
    all_at_once(lambda: fetch(export), lambda: fetch(export))
    assert AccessEntry.objects.filter(action=AccessAction.EXPORT).count() == 2


def test_of_many_fetches_at_once_one_is_answered(clerk: Officer) -> None:
    export = ask(clerk)
    said = all_at_once(*(lambda: fetch(export),) * 4)
    assert sorted(type(answer).__name__ for answer in said) == ["Fetched", "MovedOn", "MovedOn", "MovedOn"]
    assert AccessEntry.objects.filter(action=AccessAction.EXPORT).count() == 1


def test_an_approval_and_a_withdrawal_at_once_end_in_one_of_them(clerk: Officer, settings: Settings) -> None:
    settings.EXPORT_ALONE = 1
    supervisor = OfficerFactory.create(supervisor=True)
    for _ in range(6):
        export = ask(clerk)
        said = all_at_once(
            lambda export=export: exports.approve(export, by=supervisor, at=timezone.now()),  # type: ignore[misc]
            lambda export=export: exports.withdraw(export, by=clerk),  # type: ignore[misc]
        )
        export.refresh_from_db()
        if export.state == ExportState.READY:
            assert (said[0], type(said[1])) == (None, exports.MovedOn)
        else:  # withdrawn before, or after, it was approved: both are in order
            assert export.state == ExportState.WITHDRAWN
            assert said[1] is None


def test_two_small_lists_asked_for_at_once_are_not_both_taken_alone(clerk: Officer) -> None:
    said = all_at_once(lambda: ask(clerk), lambda: ask(clerk))
    states = sorted(answer.state for answer in said if isinstance(answer, ExportRequest))
    assert states == [ExportState.READY, ExportState.WAITING]
