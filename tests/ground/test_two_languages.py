"""Indonesian first, English second: whatever the public reads has both."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.formats import date_format, time_format

from elections.rules.ballot_access import RULES
from kependudukan.development import messages
from tests.web_admin.message_ids import message_ids_of

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
#: What the public reads; folders with everything inside.
PUBLIC = [
    TEMPLATES / "base.html",
    TEMPLATES / "front_page.html",
    TEMPLATES / "front_page",
    TEMPLATES / "layout" / "_header.html",
    TEMPLATES / "layout" / "_footer.html",
    TEMPLATES / "layout" / "public.html",
    TEMPLATES / "queueing" / "public",
    ROOT / "queueing" / "views" / "public",
    ROOT / "queueing" / "forms",
    ROOT / "queueing" / "paper",
]


def sources() -> list[Path]:
    """Return the files that the public reads, as far as they are there."""
    found = [path for place in PUBLIC for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return [path for path in found if path.suffix in {".html", ".txt", ".py"}]


def english() -> dict[str, str]:
    text = (messages.LOCALE / "en" / "LC_MESSAGES" / "django.po").read_text()
    return {key.partition("\0")[0]: translated for key, translated in messages.messages(text).items()}


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.name)
def test_every_sentence_of_the_publics_pages_has_an_english_one(source: Path) -> None:
    assert sorted(message_ids_of(source) - set(english())) == []


def test_every_sentence_of_an_elections_rules_has_an_english_one() -> None:
    assert sorted({sentence for rule in RULES for sentence in rule.sentences} - set(english())) == []


def test_an_english_date_has_its_day_first() -> None:
    with translation.override("en"):
        assert date_format(datetime.date(2020, 12, 9)) == "9 December 2020"
        assert time_format(datetime.time(7)) == "07:00"
