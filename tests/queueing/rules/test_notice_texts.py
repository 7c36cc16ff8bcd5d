"""What notices say: every kind in both languages, short, whole, and without a name or number in full."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from queueing.choices import Language, NoticeKind
from queueing.rules import notice_texts
from queueing.rules.notice_texts import LONGEST, Text
from queueing.rules.notice_words import Place, moment, people, short_name

AT = datetime(2020, 11, 24, 2, 0, tzinfo=UTC)
LINK = "https://antrean.contoh.go.id/tiket/" + "x" * 43
PLACE = Place(
    "Kantor Dispendukcapil", "Jalan Raya Jabon 1, Mojokerto", AT, "Asia/Jakarta", "K7QF-2M9X",
    ("SITI AMINAH", "BUDI SANTOSO"),
)  # fmt: skip
#: The longest that the tables and forms let in.
LONG = Place(
    "Kantor " * 14, "Jalan Percobaan yang sangat panjang " * 5, datetime(2020, 9, 23, 4, 30, tzinfo=UTC),
    "Asia/Makassar", "K7QF-2M9X", ("MUHAMMADIYAHNINGSIH PRASETYAWATINI KUSUMAWARDHANININGTYAS",) * 12,
)  # fmt: skip

TEXTS: dict[str, Callable[[Place, str], Text]] = {
    NoticeKind.ONE_TIME_CODE: lambda _, lang: notice_texts.one_time_code("271828", 10, language=lang),
    NoticeKind.CONFIRMED: lambda place, lang: notice_texts.confirmed(place, LINK, language=lang),
    NoticeKind.CHANGED: lambda place, lang: notice_texts.changed(place, AT - timedelta(days=1), LINK, language=lang),
    NoticeKind.CANCELLED: lambda place, lang: notice_texts.cancelled(place, LINK, language=lang),
    NoticeKind.REMINDER: lambda place, lang: notice_texts.reminder(place, LINK, language=lang),
    NoticeKind.JOINED: lambda place, lang: notice_texts.joined(place.office, LINK, language=lang),
    NoticeKind.OFFER: lambda place, lang: notice_texts.offer(place, AT - timedelta(hours=14), LINK, language=lang),
    NoticeKind.OFFER_EXPIRED: lambda place, lang: notice_texts.offer_expired(place, LINK, language=lang),
    NoticeKind.DRAW_LOST: lambda place, lang: notice_texts.draw_lost(place, AT, LINK, language=lang),
    NoticeKind.MOVED: lambda place, lang: notice_texts.moved(
        place, AT - timedelta(days=1), "Alat perekaman rusak. " * 9, LINK, language=lang
    ),
    NoticeKind.OUTAGE: lambda place, lang: notice_texts.outage(place, LINK, language=lang),
    NoticeKind.SUPERSEDED: lambda place, lang: notice_texts.superseded(place, LINK, language=lang),
    NoticeKind.RECORD_AGAIN: lambda place, lang: notice_texts.record_again(place.people[0], LINK, language=lang),
}
EVERY_ONE = list(product(NoticeKind.values, Language.values))
#: Who is to come is told what to bring and that it is free.
COMES = ["confirmed", "changed", "reminder", "offer", "outage", "record_again"]
HAS_A_PLACE = sorted(set(NoticeKind.values) - {"one_time_code", "joined", "draw_lost", "outage", "record_again"})


def test_every_kind_has_a_text_and_every_text_a_kind() -> None:
    functions = {name for name, _ in inspect.getmembers(notice_texts, inspect.isfunction) if name in NoticeKind.values}

    assert set(TEXTS) == set(NoticeKind.values) == functions


@pytest.mark.parametrize(("kind", "language"), EVERY_ONE)
@pytest.mark.parametrize("place", [PLACE, LONG], ids=["usual", "long"])
def test_a_text_is_short_and_its_subject_fits_the_table(kind: str, language: str, place: Place) -> None:
    subject, body = TEXTS[kind](place, language)

    assert 0 < len(body) <= LONGEST
    assert 0 < len(subject) <= 60
    assert "\n" not in subject
    assert "\n\n" not in body


@pytest.mark.parametrize("language", Language.values)
@pytest.mark.parametrize("place", [PLACE, LONG], ids=["usual", "long"])
def test_whoever_is_asked_nothing_more_or_offered_nothing_is_told_shortly(language: str, place: Place) -> None:
    for text in (
        notice_texts.no_room_near(place, "Alat perekaman rusak. " * 9, LINK, language=language),
        notice_texts.stays(place, LINK, language=language),
    ):
        assert 0 < len(text.body) <= LONGEST
        assert 0 < len(text.subject) <= 60


@pytest.mark.parametrize(("kind", "language"), EVERY_ONE)
def test_no_text_holds_a_whole_name_or_number(kind: str, language: str) -> None:
    text = " ".join(TEXTS[kind](PLACE, language))

    assert not re.search(r"\d{16}", text)
    assert not re.search("AMINAH|SANTOSO", text.upper())


@pytest.mark.parametrize(("kind", "language"), [pair for pair in EVERY_ONE if pair[0] != "one_time_code"])
def test_every_text_but_the_code_ends_with_its_link(kind: str, language: str) -> None:
    assert TEXTS[kind](PLACE, language).body.endswith(f": {LINK}")
    assert TEXTS[kind](LONG, language).body.endswith(f": {LINK}")


@pytest.mark.parametrize(("kind", "language"), list(product(COMES, Language.values)))
def test_who_is_to_come_knows_what_to_bring_and_that_it_is_free(kind: str, language: str) -> None:
    body = TEXTS[kind](PLACE, language).body

    assert ("Bawa KK. Tidak dipungut biaya." if language == "id" else "Bring the family card (KK). It is free") in body


@pytest.mark.parametrize(("kind", "language"), list(product(HAS_A_PLACE, Language.values)))
def test_a_place_is_told_with_code_people_moment_and_office(kind: str, language: str) -> None:
    body = TEXTS[kind](PLACE, language).body

    assert "K7QF-2M9X" in body
    assert "Siti A., Budi S." in body
    assert moment(AT, "Asia/Jakarta", language) in body
    assert "Kantor Dispendukcapil, Jalan Raya Jabon 1, Mojokerto" in body


@pytest.mark.parametrize("kind", NoticeKind.values)
def test_the_two_languages_differ(kind: str) -> None:
    indonesian, english = (TEXTS[kind](PLACE, language) for language in ("id", "en"))

    assert indonesian.subject != english.subject
    assert not re.search(r"\b(the|your|you|is|and)\b", indonesian.body)
    assert not re.search(r"\b(Anda|tempat|untuk|dan|sudah)\b", english.body)


def test_a_confirmation_reads_so() -> None:
    assert TEXTS["confirmed"](PLACE, "id").body.splitlines() == [
        "Tempat perekaman KTP-el Anda sudah dipesan.",
        "Kode: K7QF-2M9X",
        "Untuk: Siti A., Budi S.",
        "Kapan: Selasa, 24 November 2020, pukul 09.00 WIB",
        "Di mana: Kantor Dispendukcapil, Jalan Raya Jabon 1, Mojokerto",
        "Bawa KK. Tidak dipungut biaya.",
        f"Tiket, ubah, atau batalkan: {LINK}",
    ]


def test_who_lost_a_draw_hears_of_the_next_release_only_if_there_is_one() -> None:
    assert "Tempat berikutnya dibuka Selasa" in notice_texts.draw_lost(PLACE, AT, LINK, language="id").body
    assert "berikutnya" not in notice_texts.draw_lost(PLACE, None, LINK, language="id").body


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("Asia/Jakarta", "id", "Selasa, 24 November 2020, pukul 09.00 WIB"),
        ("Asia/Makassar", "id", "Selasa, 24 November 2020, pukul 10.00 WITA"),
        ("Asia/Jayapura", "id", "Selasa, 24 November 2020, pukul 11.00 WIT"),
        ("Asia/Jakarta", "en", "Tuesday, 24 November 2020, 09:00 WIB"),
        ("Asia/Jayapura", "en", "Tuesday, 24 November 2020, 11:00 WIT"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_office(zone: str, language: str, text: str) -> None:
    assert moment(AT, zone, language) == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("SITI AMINAH", "Siti A."),
        ("I GUSTI NGURAH RAI", "I G. N."),
        ("SUKARNO", "Suk…"),
        ("BUDI", "Budi"),
        ("O", "O"),
        ("  siti   aminah ", "Siti A."),
    ],
)
def test_a_name_is_shortened(name: str, shown: str) -> None:
    assert short_name(name) == shown


@pytest.mark.parametrize(
    ("count", "language", "text"),
    [
        (0, "id", ""),
        (1, "id", "Siti A."),
        (3, "id", "Siti A., Siti A., Siti A."),
        (5, "id", "Siti A., Siti A., Siti A. dan 2 orang lagi"),
        (4, "en", "Siti A., Siti A., Siti A. and 1 more"),
    ],
)
def test_more_than_three_people_are_counted(count: int, language: str, text: str) -> None:
    assert people(("SITI AMINAH",) * count, language) == text
