"""Indonesian first, English second: whatever the public reads has both."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.formats import date_format, time_format

from elections.rules.ballot_access import RULES
from kependudukan.development import messages
from queueing.spoken import spoken
from registry.rules import family_card, nik
from tests.ground.written_sentences import sentences_of
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
    TEMPLATES / "components",
]
#: What officers alone are told, and what speaks both languages by itself.
NOT_THE_PUBLICS = {"notice_texts.py", "notice_words.py", "seating.py", "invitations.py", "tickets.py"}
NOT_THE_PUBLICS |= {"draw_times.py", "drawing.py", "cuts.py", "desk_book.py", "outages.py"}
NOT_THE_PUBLICS |= {"at_counter.py", "calls.py", "counters.py", "undoing.py", "closing_time.py", "walk_ins.py"}
NOT_THE_PUBLICS |= {"recordings.py", "recording.py", "calling.py", "check_in.py", "scanned.py", "day_measures.py"}
NOT_THE_PUBLICS |= {"team_visits.py", "visits.py", "visit_names.py", "visit_answers.py"}
#: A voice in the hall speaks Indonesian.
NOT_THE_PUBLICS |= {"announcing.py"}
#: The page says it in its own words, with the names.
NAMED_ON_THE_PAGE = {"Sudah punya pesanan yang berlaku: 0."}
#: What residents may type, wrong in every way.
WRONG_NUMBERS = ["", "3516", "3516O84108907701", "2222222222222222", "9916080108900001", "3500080108900001"]
WRONG_NUMBERS += ["3516000108900001", "3516083208900001", "3516080113900001", "3516083102030001", "3516080108900000"]


def sources() -> list[Path]:
    """Return the files that the public reads, as far as they are there."""
    found = [path for place in PUBLIC for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return [path for path in found if path.suffix in {".html", ".txt", ".py"}]


def saying() -> list[Path]:
    """Return the modules whose sentences the public's pages say, which are not marked there."""
    queue = ROOT / "queueing"
    found = [
        ROOT / "registry" / "rules" / "card_words.py",
        queue / "links.py",
        queue / "locks.py",
        *queue.glob("rules/*.py"),
        *queue.glob("actions/*.py"),
    ]
    return sorted(path for path in found if path.name not in NOT_THE_PUBLICS and sentences_of(path))


def english() -> dict[str, str]:
    text = (messages.LOCALE / "en" / "LC_MESSAGES" / "django.po").read_text()
    return {key.partition("\0")[0]: translated for key, translated in messages.messages(text).items()}


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.name)
def test_every_sentence_of_the_publics_pages_has_an_english_one(source: Path) -> None:
    assert sorted(message_ids_of(source) - set(english())) == []


def test_every_sentence_of_an_elections_rules_has_an_english_one() -> None:
    assert sorted({sentence for rule in RULES for sentence in rule.sentences} - set(english())) == []


@pytest.mark.parametrize("module", saying(), ids=lambda path: path.stem)
def test_every_sentence_of_the_queues_rules_and_refusals_has_an_english_one(module: Path) -> None:
    with translation.override("en"):
        said = sentences_of(module) - NAMED_ON_THE_PAGE
        assert sorted(sentence for sentence in said if spoken(sentence) == sentence) == []


@pytest.mark.parametrize("number", WRONG_NUMBERS)
def test_what_is_wrong_with_a_number_is_said_in_english(number: str) -> None:
    told = [fault.sentence for check in (nik.check, family_card.check) for fault in check(number).errors]
    with translation.override("en"):
        assert told
        assert [sentence for sentence in told if spoken(sentence) == sentence] == []


def test_a_date_inside_a_sentence_is_said_in_english() -> None:
    with translation.override("en"):
        assert spoken("Anda dapat memesan lagi mulai 3 Mei 2027.") == "You can book again from 3 May 2027 on."


def test_an_english_date_has_its_day_first() -> None:
    with translation.override("en"):
        assert date_format(datetime.date(2020, 12, 9)) == "9 December 2020"
        assert time_format(datetime.time(7)) == "07:00"
