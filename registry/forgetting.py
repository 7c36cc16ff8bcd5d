"""What is kept for a time only: the port through which every app says what goes when, and how.

An app names its steps in its `AppConfig`: `kept_for_a_time = ("elections.actions.forgetting.STEPS",)`. So the
registry's purge (`registry/actions/purging.py`) knows none but its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models
from django.utils.module_loading import import_string

from registry.rules import retention
from registry.rules.retention import Period


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of record: its name on screen, its period, how many are due, and their deletion.

    `forget` deletes inside the open transaction and returns how many went and what the trail is to say of it.
    """

    title: str
    period: Period
    due: Callable[[datetime.datetime], int]
    forget: Callable[[datetime.datetime], tuple[int, str]]


def of_other_apps() -> Iterator[Step]:
    """Give the steps that the installed apps name."""
    for config in apps.get_app_configs():
        for path in getattr(config, "kept_for_a_time", ()):
            steps: tuple[Step, ...] = import_string(path)
            yield from steps


def of_former_values(model: type[models.Model]) -> Step:
    """Return the step of a model that keeps what rows were before they changed (`registry/models/history.py`)."""
    title, period = str(model._meta.verbose_name), retention.HISTORY

    def over(at: datetime.datetime) -> models.QuerySet[models.Model]:
        return model._base_manager.filter(pgh_created_at__lt=at - period.keep)

    def forget(at: datetime.datetime) -> tuple[int, str]:
        let_go_of(model._meta.db_table)
        return over(at).delete()[0], title

    return Step(title, period, lambda at: over(at).count(), forget)


def let_go_of(table: str) -> None:
    """Tell the trigger of an append-only table that this transaction purges it; it still keeps what is too young."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kependudukan.purging', %s, true)", [table])
