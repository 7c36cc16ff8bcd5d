"""What the crawler sends where: a route that is not here fails the run, so that nobody forgets to think of it.

An entry says which object of area B stands for each argument, and which queries and forms are sent besides none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.crawler import planted
from tests.crawler.planted import REGENCY, TYPED, VILLAGE

Sent = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Entry:
    """One route: argument -> "app.Model" or a literal; what is asked by GET; what is sent by POST."""

    arguments: Mapping[str, str] | None = None
    queries: tuple[Sent, ...] = ()
    forms: tuple[Sent, ...] = ()


NOTHING: Final = Entry()
#: Narrowing to B's area by every name that pages use for it.
NARROWED: Final[tuple[Sent, ...]] = tuple(
    dict.fromkeys(("region", "area", "village", "district", "desa", "kec", "wilayah"), code)
    for code in (REGENCY, VILLAGE)
)
CODE: Final = {"code": VILLAGE, "edition_id": "1"}

MATRIX: Final[dict[str, Entry]] = {
    "elections:home": NOTHING,
    "elections:rankings": Entry(queries=NARROWED),
    "elections:ranking": Entry(CODE, queries=NARROWED),
    "elections:ranking_csv": Entry(CODE, queries=NARROWED),
    "elections:ranking_api": Entry(CODE, queries=NARROWED),
    "health": NOTHING,
    "favicon.ico": NOTHING,
    # Signing in shows nobody but oneself.
    "account_login": Entry(forms=({"login": f"{planted.MARK}.b", "password": "salah"},)),
    "mfa_authenticate": NOTHING,
    "account_change_password": NOTHING,
    "account_reauthenticate": NOTHING,
    "mfa_reauthenticate": NOTHING,
    "mfa_reauthenticate_webauthn": NOTHING,
    "mfa_index": NOTHING,
    "mfa_activate_totp": NOTHING,
    "mfa_view_recovery_codes": NOTHING,
    "mfa_generate_recovery_codes": NOTHING,
    "mfa_list_webauthn": NOTHING,
    "mfa_add_webauthn": NOTHING,
    "mfa_edit_webauthn": Entry({"pk": "1"}),
    "mfa_remove_webauthn": Entry({"pk": "1"}),
    "admin:index": NOTHING,
    "admin:login": NOTHING,
    "admin/login/": NOTHING,
    "admin:jsi18n": NOTHING,
    "admin:password_change": NOTHING,
    "admin/password_change/": NOTHING,
    "admin:password_change_done": NOTHING,
    "admin:view_on_site": Entry({"content_type_id": "1", "object_id": "registry.Resident"}),
    "admin:app_list": Entry({"app_label": "registry"}),
    "admin:auth_user_password_change": Entry(
        {"id": "registry.Officer"}, forms=({"password1": "perkutut-2020-baru", "password2": "perkutut-2020-baru"},)
    ),
}

#: Would end the session that crawls.
LEFT_ALONE: Final = {"account_logout", "admin:logout", "admin/logout/", "mfa_deactivate_totp"}

#: What a list of the web admin is asked besides: a search, an order, a pop-up, all on one page.
OF_A_LIST: Final[tuple[Sent, ...]] = (*NARROWED[:2], {"q": TYPED}, {"o": "-1"}, {"_popup": "1"}, {"all": ""})
