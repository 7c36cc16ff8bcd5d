"""How the web admin looks and what it offers: django-unfold, with a system font and without a search over people."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy

#: Before `django.contrib.admin`, whose templates and site they replace.
APPS = ["unfold", "unfold.contrib.filters"]

#: The blue of the public pages, from the lightest to the darkest.
_BLUE = {
    "50": "#f0f5fa",
    "100": "#e4edf5",
    "200": "#c5d8e9",
    "300": "#98bad8",
    "400": "#86b3da",
    "500": "#6199cc",
    "600": "#1f5688",
    "700": "#14406b",
    "800": "#113657",
    "900": "#0e2a44",
    "950": "#0a1d30",
}
_static = lazy(static, str)

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Kependudukan",
    "SITE_HEADER": "Kependudukan",
    "SITE_SUBHEADER": "Ruang petugas",
    "SITE_URL": reverse_lazy("front_page"),
    "SITE_SYMBOL": "id_card",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("img/mark.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_LANGUAGES": False,
    "BORDER_RADIUS": "6px",
    "COLORS": {
        "primary": _BLUE,
        # Quiet words in grey reach a contrast of 4.5:1 on every ground of Unfold's.
        "font": {"subtle-light": "var(--color-base-600)", "subtle-dark": "var(--color-base-300)"},
    },
    "STYLES": [_static("css/web_admin.css")],
    "SCRIPTS": [_static("js/web_admin.js")],
    "DASHBOARD_CALLBACK": "kependudukan.dashboard.show",
    # The palette itself is off (kependudukan/palette.py).
    "COMMAND": {"search_models": False, "show_history": False},
    "SIDEBAR": {
        "show_search": False,
        "command_search": False,
        "show_all_applications": False,
        "navigation": "kependudukan.sidebar.navigation",
    },
}
