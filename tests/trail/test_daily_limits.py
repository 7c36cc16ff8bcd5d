"""How many different residents an officer may see in a day, and what happens at the limit."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from registry.actions import access, alarms
from registry.actions.access import DailyLimitReached
from registry.choices import Role
from registry.models import AccessAlarm, AccessEntry, Officer
from registry.models.access import AccessAction
from registry.models.alarm import AlarmKind
from tests.factories.registry import MOMENT, OfficerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = datetime.timedelta(days=1)


def open_resident(
    by: Officer, pk: int, at: datetime.datetime = MOMENT, action: AccessAction = AccessAction.VIEW
) -> None:
    access.record(action=action, subject=f"penduduk {pk}", purpose="uji", by=by, at=at, residents=[pk])


def test_a_script_of_three_hundred_views_stops_at_one_hundred_and_fifty(clerk: Officer) -> None:
    shown = 0
    for pk in range(1, 301):
        try:
            with transaction.atomic():
                open_resident(clerk, pk)
            shown += 1
        except DailyLimitReached as reached:
            alarms.sound(kind=reached.kind, officer=reached.officer, at=reached.at)
    assert shown == 150
    assert AccessEntry.objects.count() == 150
    alarm = AccessAlarm.objects.get()
    assert (alarm.officer, alarm.kind, alarm.times) == (clerk, AlarmKind.OPENED, 150)


def test_whom_she_saw_today_she_may_see_again(clerk: Officer, settings: Settings) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 2}}
    for pk in (1, 2, 1, 2):
        open_resident(clerk, pk)
    with pytest.raises(DailyLimitReached):
        open_resident(clerk, 3, action=AccessAction.PRINT)


def test_a_family_on_the_page_of_one_of_them_counts_as_one(clerk: Officer, settings: Settings) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 2}}
    for pk in (10, 20):
        access.record(
            action=AccessAction.VIEW, subject=f"penduduk {pk}", purpose="uji", by=clerk, at=MOMENT, residents=[pk],
            beside=[pk, pk + 1, pk + 2],
        )  # fmt: skip
    assert AccessEntry.objects.latest("pk").residents == [20, 21, 22]
    with pytest.raises(DailyLimitReached):
        open_resident(clerk, 11)


def test_the_next_day_counts_anew(clerk: Officer, settings: Settings) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 1}}
    late = datetime.datetime(2020, 11, 20, 16, 59, tzinfo=datetime.UTC)  # 23.59 in Jakarta
    open_resident(clerk, 1, at=late)
    with pytest.raises(DailyLimitReached):
        open_resident(clerk, 2, at=late)
    open_resident(clerk, 2, at=late + datetime.timedelta(minutes=2))


def test_each_officer_and_each_kind_counts_alone(clerk: Officer, settings: Settings) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 1}, "listed": {"other": 3}}
    other = OfficerFactory.create()
    open_resident(clerk, 1)
    open_resident(other, 2)
    access.record(action=AccessAction.SEARCH, subject="cari", purpose="uji", by=clerk, at=MOMENT, residents=[4, 5, 6])
    with pytest.raises(DailyLimitReached):
        access.record(action=AccessAction.LIST, subject="daftar", purpose="uji", by=clerk, at=MOMENT, residents=[6, 7])


def test_a_role_may_have_a_limit_of_its_own(settings: Settings, clerk: Officer) -> None:
    settings.DAILY_LIMITS = {"opened": {"auditor": 1, "other": 5}}
    auditor = OfficerFactory.create(role=Role.AUDITOR)
    open_resident(auditor, 1)
    with pytest.raises(DailyLimitReached):
        open_resident(auditor, 2)


def test_a_supervisor_grants_more_for_the_day(clerk: Officer, settings: Settings) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 1}}
    open_resident(clerk, 1)
    alarm = alarms.sound(kind=AlarmKind.OPENED, officer=clerk, at=MOMENT)
    supervisor = OfficerFactory.create(supervisor=True)
    alarms.review(alarm, by=supervisor, at=MOMENT, note="antrean panjang", extra=1, seen=None)
    open_resident(clerk, 2)
    with pytest.raises(DailyLimitReached):
        open_resident(clerk, 3)
    assert AccessEntry.objects.filter(action=AccessAction.ACCOUNT, officer=supervisor).count() == 1


def test_nobody_grants_herself_more(clerk: Officer) -> None:
    alarm = alarms.sound(kind=AlarmKind.OPENED, officer=clerk, at=MOMENT)
    with pytest.raises(alarms.OwnAlarm):
        alarms.review(alarm, by=clerk, at=MOMENT, note="perlu", extra=10, seen=None)


def test_yesterdays_alarm_grants_nothing_today(clerk: Officer) -> None:
    alarm = alarms.sound(kind=AlarmKind.OPENED, officer=clerk, at=MOMENT)
    supervisor = OfficerFactory.create(supervisor=True)
    with pytest.raises(alarms.DayIsOver):
        alarms.review(alarm, by=supervisor, at=MOMENT + DAY, note="perlu", extra=10, seen=None)


def test_of_two_reviews_of_one_alarm_the_second_is_told(clerk: Officer) -> None:
    alarm = alarms.sound(kind=AlarmKind.OPENED, officer=clerk, at=MOMENT)
    for_both = {"at": MOMENT, "note": "sudah dilihat", "seen": None}
    alarms.review(alarm, by=OfficerFactory.create(supervisor=True), **for_both)  # type: ignore[arg-type]
    with pytest.raises(alarms.ReviewedMeanwhile):
        alarms.review(alarm, by=OfficerFactory.create(supervisor=True), **for_both)  # type: ignore[arg-type]


def test_commands_of_the_office_have_no_limit(settings: Settings) -> None:
    settings.DAILY_LIMITS = {"opened": {"other": 0}}
    access.record(action=AccessAction.VIEW, subject="penduduk 1", purpose="uji", by=None, at=MOMENT, residents=[1])
    assert AccessEntry.objects.count() == 1
