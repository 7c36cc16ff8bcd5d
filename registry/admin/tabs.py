"""Tabs above a list: the few selections that an office looks at every day, each an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Tab:
    """One selection: its name on screen and the filters that make it; no filter at all is "everything"."""

    title: str
    query: tuple[tuple[str, str], ...] = ()

    def is_open(self, asked: Mapping[str, str]) -> bool:
        """Return whether the list shows this selection, whatever else it is narrowed by."""
        return all(asked.get(name) == value for name, value in self.query)


class TabbedMixin(ModelAdmin[Any]):
    """Puts `tabs` above the list."""

    tabs: tuple[Tab, ...] = ()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list under its tabs."""
        return super().changelist_view(request, {**self._tab_list(request), **(extra_context or {})})

    def _tab_list(self, request: HttpRequest) -> dict[str, Any]:
        if not self.tabs:
            return {}
        opened = [tab for tab in self.tabs if tab.is_open(request.GET)]
        shown = max(opened, key=lambda tab: len(tab.query), default=None)
        items = [
            {
                "title": tab.title,
                "link": f"?{urlencode(tab.query)}",
                "active": tab is shown,
                "has_permission": True,
            }
            for tab in self.tabs
        ]
        return {"tab_list": [{"models": [str(self.opts)], "items": items}]}
