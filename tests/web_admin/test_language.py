"""Indonesian everywhere: what the theme marks for translation, and what the other packages show on our pages."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib import admin
from django.utils import translation
from django.utils.translation import trans_real
from rest_framework.exceptions import NotFound, Throttled

from kependudukan.development import messages
from tests.web_admin.message_ids import message_ids

#: Parts of Unfold for packages that are not installed here.
NOT_INSTALLED = frozenset({"constance", "guardian", "import_export", "inlines", "location_field", "simple_history"})
#: What a translation must carry over as it is.
KEPT = re.compile(r"%\(\w+\)s|\{\w*\}|</?\w+")
SHOWN = ["unfold", "django.contrib.admin", "django.contrib.auth", "django.contrib.humanize", "django.forms"]


def folder_of(package: str) -> Path:
    """Return where a package's sources are, without importing it."""
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def known() -> set[str]:
    """Return every message that has an Indonesian translation, ours among them; of plurals the first form."""
    catalogs = trans_real.translation("id")._catalog._catalogs  # type: ignore[attr-defined]
    return {key if isinstance(key, str) else key[0] for catalog in catalogs for key in catalog}


@pytest.mark.parametrize("package", SHOWN)
def test_every_word_of_a_package_has_an_indonesian_one(package: str) -> None:
    marked = message_ids(folder_of(package), without=NOT_INSTALLED)
    assert len(marked) > 25
    assert sorted(marked - known()) == []


def test_the_refusals_of_the_public_api_are_indonesian() -> None:
    with translation.override("id"):
        assert str(Throttled().detail) == "Permintaan ini telah dibatasi."
        assert str(NotFound().detail) == "Data tidak ditemukan."


def test_the_words_of_the_theme_are_shown_in_indonesian() -> None:
    with translation.override("id"):
        assert translation.gettext("Filters") == "Saringan"
        assert translation.gettext("Type to search") == "Ketik untuk mencari"
        assert translation.ngettext("%(counter)s result", "%(counter)s results", 3) == "%(counter)s hasil"


def test_the_compiled_file_is_in_step_with_its_source() -> None:
    assert {source.parts[-3] for source in messages.sources()} == {"id", "en"}
    for source in messages.sources():
        assert source.with_suffix(".mo").read_bytes() == messages.compiled(messages.messages(source.read_text()))


def test_the_compiled_file_is_one_that_gettext_reads() -> None:
    written = {"": "Content-Type: text/plain; charset=UTF-8\n", "one\0many": "beberapa", "yes": "ya", "zoo": "é\n"}
    read = gettext.GNUTranslations(BytesIO(messages.compiled(written)))
    assert (read.gettext("yes"), read.gettext("zoo")) == ("ya", "é\n")
    assert read.ngettext("one", "many", 1) == "beberapa"


def test_no_translation_loses_a_value_or_a_tag() -> None:
    written = [pair for source in messages.sources() for pair in messages.messages(source.read_text()).items()]
    for message, translated in written:
        values = sorted(KEPT.findall(message.partition("\0")[0]))
        for form in translated.split("\0"):
            assert values == sorted(KEPT.findall(form)) or not message, message
            assert form.strip(), message


def test_no_field_of_a_list_or_page_has_an_english_name() -> None:
    english = {
        f"{page.opts.label}.{field.name}"
        for page in admin.site._registry.values()
        if page.opts.app_label in {"registry", "elections", "queueing"}
        for field in page.opts.fields
        if str(field.verbose_name) == field.name.replace("_", " ")
        and field.name in {str(name) for name in [*flattened(page.fields), *page.list_display]}
    }
    assert english == set()


def flattened(fields: Iterable[str | Iterable[str]] | None) -> Iterator[str]:
    """Give the names of fields that stand alone or side by side."""
    for field in fields or ():
        yield from [field] if isinstance(field, str) else field
