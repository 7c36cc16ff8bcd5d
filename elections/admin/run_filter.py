"""Which reconciliation a list of results is of: the latest finished one of one's own area unless another is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from elections.queries.runs import shown_runs


class RunFilter(admin.SimpleListFilter):
    """Results are kept run by run, in partitions: a list is always of one run, so that only that one is read."""

    title = "pemadanan"
    parameter_name = "pemadanan"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Any], model_admin: admin.ModelAdmin[Any]
    ) -> None:
        self._runs = shown_runs(getattr(request.user, "area_id", None))
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Return the latest runs."""
        return [(str(run), name) for run, name in self._runs.items()]

    def has_output(self) -> bool:
        """Say that there is something to choose, also where there is only one."""
        return bool(self._runs)

    def chosen(self) -> int | None:
        """Return the run that is shown; None where there is none, or none of that number."""
        wanted = self.value()
        if not wanted:
            return next(iter(self._runs), None)
        return next((run for run in self._runs if str(run) == wanted), None)

    def sentence(self) -> str:
        """Say which run the list is of."""
        shown = dict(self.lookup_choices).get(str(self.chosen()))
        return f"{shown}." if shown else "Belum ada pemadanan yang selesai."

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the results of that run."""
        chosen = self.chosen()
        return queryset.filter(run_id=chosen) if chosen else queryset.none()

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Offer the runs; there is no "all"."""
        shown = str(self.chosen())
        for key, title in self.lookup_choices:
            yield {
                "selected": key == shown,
                "query_string": changelist.get_query_string({self.parameter_name: key}),
                "display": title,
            }
