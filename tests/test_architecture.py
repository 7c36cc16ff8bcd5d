"""Reads the repository itself: what the house forbids and what every newcomer may rely on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.db.backends.postgresql import psycopg_any

ROOT = Path(__file__).resolve().parents[1]
APPS = ("registry", "elections", "queueing")
CODE = ("kependudukan", *APPS, "templates", "static", "tests", "benchmarks", ".ci")
OURS = {".py", ".html", ".css", ".js", ".toml", ".yml", ".sh", ".md", ""}
LONGEST_FILE = 350
#: Names that say nothing about what is inside.
SHAPELESS = {"services.py", "utils.py", "helpers.py", "managers.py", "misc.py", "common.py", "core.py"}
#: Templates that Django, or the package that they belong to, finds by their name.
FOUND_BY_DJANGO = re.compile(
    r"^(admin/.*|unfold/.*|registration/.*|account/.*|mfa/.*|(400|403|403_csrf|404|500)\.html)$"
)
SIXTEEN_FIGURES = re.compile(r"(?<!\d)\d{16}(?!\d)")
#: Area, day (women's plus 40), month, year, serial: what a NIK or KK number looks like.
IDENTITY_NUMBER = re.compile(r"[1-9]\d{5}([04][1-9]|[1256]\d|[37][01])(0[1-9]|1[0-2])\d{2}(?!0000)\d{4}")
#: Where people are made up; the examples of a README.md are too.
MAY_HOLD_NUMBERS = ("elections/made_up",)


def files(*folders: str) -> Iterator[Path]:
    """Give every file of ours in these folders, without what tools and migrations generate."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            generated = {"__pycache__", "migrations"} & set(path.parts)
            if path.is_file() and path.suffix in OURS and not generated:
                yield path


def names(paths: Iterator[Path]) -> list[str]:
    """Return paths as they are written from the root."""
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not names(path for path in files(*CODE) if path.name in SHAPELESS)


def test_no_file_has_outgrown_its_purpose() -> None:
    top = [ROOT / name for name in ("dev.py", "manage.py", "pyproject.toml", "docker-compose.yml", "README.md")]
    everything = [*files(*CODE), *top]

    assert not names(path for path in everything if len(path.read_text().splitlines()) > LONGEST_FILE)


def test_every_model_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]

    assert models
    assert not [model.__name__ for model in models if f"`{model.__name__}`" not in glossary]


def test_every_app_with_models_has_migrations() -> None:
    """Django's own check passes over an app that has none at all."""
    with_models = [app for app in APPS if any(apps.get_app_config(app).get_models())]

    assert not [app for app in with_models if not list((ROOT / app / "migrations").glob("0001_*.py"))]


def test_django_talks_through_the_driver_that_is_locked() -> None:
    """Django prefers psycopg 3 without a word where it is installed, and behaves differently with it."""
    assert find_spec("psycopg") is None
    assert not psycopg_any.is_psycopg3


def test_every_template_is_used() -> None:
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in ("kependudukan", *APPS))]
    templates = {str(path.relative_to(folder)): path for folder in folders for path in folder.rglob("*.html")}
    texts = {path: path.read_text() for path in files("kependudukan", *APPS, "templates")}

    unused = [
        name
        for name, own in templates.items()
        if not FOUND_BY_DJANGO.match(name) and not any(name in text for path, text in texts.items() if path != own)
    ]

    assert not unused


def test_every_test_is_named_by_a_sentence() -> None:
    short = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in files("tests")
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if len(node.name.removeprefix("test_").split("_")) < 3
    ]

    assert not short


def test_no_identity_number_stands_outside_the_made_up() -> None:
    places = [
        f"{path.relative_to(ROOT)}: {number}"
        for path in files("kependudukan", *APPS, "templates", "static", ".ci")
        if not str(path.relative_to(ROOT)).startswith(MAY_HOLD_NUMBERS) and path.suffix != ".md"
        for number in SIXTEEN_FIGURES.findall(path.read_text())
        if IDENTITY_NUMBER.fullmatch(number) and len(set(number)) > 1
    ]

    assert not places


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("3516080108900001", True),
        ("3516084108900001", True),
        ("3516080108900000", False),
        ("3516083208900001", False),
        ("3516080113900001", False),
        ("9007199254740992", False),
    ],
)
def test_an_identity_number_is_told_from_other_long_numbers(number: str, *, is_one: bool) -> None:
    assert bool(IDENTITY_NUMBER.fullmatch(number)) is is_one


def test_no_template_sends_an_id_with_a_dot_between_its_thousands() -> None:
    """Numbers are written for people (1.234) unless a template says otherwise: as an id that is no row at all."""
    attribute = re.compile(r"""=["'][^"'<>]*\{\{ [\w.]*(?:\.pk|\.id|resident_id|booking_id|ticket_id) \}\}""")
    assert not names(path for path in (ROOT / "templates").rglob("*.html") if attribute.search(path.read_text()))
