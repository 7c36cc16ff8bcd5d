"""The theme stays where it is named, and the loosened content policy stays under /admin/."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from registry.choices import Role
from tests.web_admin.signing_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ROOT = Path(__file__).resolve().parents[2]
MAY_NAME_UNFOLD = {"registry/admin/base.py"}


def imports(path: Path) -> Iterator[str]:
    """Give the names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_one_module_imports_the_theme() -> None:
    folders = ("kependudukan", "registry", "elections", "queueing")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    naming = {
        str(path.relative_to(ROOT))
        for path in files
        if any(name == "unfold" or name.startswith("unfold.") for name in imports(path))
    }
    assert naming == MAY_NAME_UNFOLD


@pytest.mark.parametrize("app", ["elections", "queueing"])
def test_the_other_apps_take_the_theme_from_their_own_base(app: str) -> None:
    modules = [path for path in (ROOT / app / "admin").glob("*.py") if path.name != "base.py"]
    assert modules
    assert not [path.name for path in modules if "registry.admin.base" in set(imports(path))]


def directives(policy: str) -> dict[str, set[str]]:
    """Return a content policy as its directives."""
    parts = [part.split() for part in policy.split(";")]
    return {name: set(words) for name, *words in parts}


def test_scripts_in_the_page_stay_forbidden_in_the_web_admin() -> None:
    policy = directives(client_of(Role.SUPERVISOR).get("/admin/registry/intakebatch/")["Content-Security-Policy"])
    assert policy["script-src"] == {"'self'", "'unsafe-eval'"}
    assert policy["style-src"] == {"'self'", "'unsafe-inline'"}


@pytest.mark.parametrize("path", ["/", "/peringkat/", "/tidak-ada/", "/health/", "/administrasi/"])
def test_no_page_outside_the_web_admin_is_loosened(path: str) -> None:
    policy = directives(Client().get(path)["Content-Security-Policy"])
    assert policy["script-src"] == {"'self'"}
    assert policy["style-src"] == {"'self'"}


def test_the_sidebar_offers_just_what_a_role_may_open() -> None:
    clerk = client_of(Role.CLERK).get("/admin/").content.decode()
    administrator = client_of(Role.ADMINISTRATOR).get("/admin/").content.decode()
    assert "/admin/registry/resident/" in clerk
    assert "/admin/registry/officer/" not in clerk
    assert "/admin/registry/officer/" in administrator
    assert "/admin/registry/resident/" not in administrator
    assert "/admin/queueing/office/" in administrator


def test_nothing_typed_by_an_officer_is_searched_by_address() -> None:
    client = client_of(Role.CLERK)
    assert client.get("/admin/search/", {"s": "budi", "extended": "1"}).status_code == 404
    assert "search-input-command" not in client.get("/admin/").content.decode()
