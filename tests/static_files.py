"""Looks static files up once per run; WhiteNoise looks for them anew for every test client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

_look_up: Callable[[WhiteNoiseMiddleware], None] = WhiteNoiseMiddleware.add_files_from_finders
_found: dict[tuple[object, ...], dict[str, Any]] = {}


def add_files_once(self: WhiteNoiseMiddleware) -> None:
    """Take what an earlier look found under the same settings; a file is opened anew for each answer."""
    under = (
        self.static_prefix,
        self.static_root,
        self.max_age,
        self.charset,
        self.allow_all_origins,
        repr(settings.STORAGES),
        *map(str, settings.STATICFILES_DIRS),
        *settings.STATICFILES_FINDERS,
        *settings.INSTALLED_APPS,
    )
    if under not in _found:
        others, self.files = self.files, {}
        _look_up(self)
        _found[under], self.files = self.files, others
    self.files.update(_found[under])
