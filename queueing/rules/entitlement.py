"""Who may book what, where and how soon: one decision over what the registry, the roll and past bookings know.

It is told only after a code has proven the phone or address, and only of a NIK and a KK number that agree with the
registry. It decides what a resident books, never who she is: that is proven at the desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from queueing.rules.cooling_down import cooling_until
from queueing.rules.limits import COOLING_NO_SHOWS, COOLING_WINDOW_DAYS
from queueing.rules.not_here import whom_to_see
from queueing.rules.recorded_already import has_been_recorded, what_to_do
from queueing.rules.seating import Lane
from registry.rules.card_due import DUE_AGE, due_by_age
from registry.rules.card_status import is_recorded, needs_recapture
from registry.rules.card_words import words_of
from registry.rules.dates import age_on, birthday, in_words
from registry.rules.next_step import RECORDING_AGE

VOTING_AGE: Final = 17
"""On polling day, or ever married (UU 10/2016 art. 57, UU 7/2017 art. 198)."""


class Verdict(StrEnum):
    """What is decided about one person; exactly one holds."""

    CHECK_AT_THE_DESK = "check_at_the_desk"
    DECEASED = "deceased"
    MOVED = "moved"
    INVALID = "invalid"
    ALREADY_RECORDED = "already_recorded"
    TOO_YOUNG = "too_young"
    COOLING_DOWN = "cooling_down"
    NO_HURRY = "no_hurry"
    PRIORITY = "priority"
    MAY_BOOK = "may_book"


_AT_THE_DESK: Final = "Data Anda diperiksa di loket."
_MAY_BOOK: Final = "Anda dapat memesan tempat perekaman KTP-el."

BOOKABLE: Final = frozenset({Verdict.CHECK_AT_THE_DESK, Verdict.NO_HURRY, Verdict.PRIORITY, Verdict.MAY_BOOK})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFacts:
    """What the registry knows of one person that matters here.

    `residency_status` is SIAK's status dasar, `card_state` a name of `registry.rules.card_status`, `district` the
    dotted code of the kecamatan, by which an office is proposed. `ever_married` is true for status kawin 2, 3 and 4.
    """

    birth_date: date
    ever_married: bool
    residency_status: int
    card_state: str
    district: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a person stands to an election: on its DPT or not, and what that means, in the election's own words.

    `hurry` is whether somebody without a card should be recorded before polling day; `source` is the law that says so.
    """

    election: str
    polling_date: date
    on_roll: bool
    hurry: bool
    sentences: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one person may book, and what she is told; `from_date` is the day from which more is possible."""

    verdict: Verdict
    sentences: tuple[str, ...]
    from_date: date | None = None

    @property
    def may_book(self) -> bool:
        """Whether a place may be booked now."""
        return self.verdict in BOOKABLE

    @property
    def lane(self) -> Lane:
        """The lane whose seats are offered."""
        return Lane.PRIORITY if self.verdict == Verdict.PRIORITY else Lane.GENERAL

    @property
    def main_office_only(self) -> bool:
        """Whether the place has to be at the main office (Kantor Dispendukcapil)."""
        return self.verdict == Verdict.PRIORITY


def decide(
    known: RecordingFacts | None,
    standing: Standing | None,
    *,
    invited: bool,
    no_shows: Sequence[date],
    on: date,
    recording_date: date | None = None,
) -> Entitlement:
    """Decide what one person may book, as seen on a day.

    `known` is None when NIK and KK number do not agree with the registry, or it knows neither; `standing` is None
    without an election; `invited` is who holds a KPU invitation; `no_shows` are the days somebody was absent without a
    word; `recording_date` is the day of the slot where one is chosen.

    1. Not known: she books and is checked at the desk. Whatever else holds, nothing is said on a NIK alone.
    2. Deceased, moved away, or a record that is not valid: whom to see.
    3. Recorded: what to do instead, an invitation or not.
    4. Under 16 on the day of recording and never married: from which day.
    5. Absent twice within 90 days: from which day again.
    6. An election is ahead (polling day counts) and does not ask her to hurry, as on its DPT: books, no hurry; an
       invitation changes nothing.
    7. An election is ahead, asks her to hurry, and she may vote by her age or marriage; or she holds an invitation and
       no election is known to be over: main office, priority lane.
    8. Everybody else books.
    """
    if known is None:
        return Entitlement(Verdict.CHECK_AT_THE_DESK, (_AT_THE_DESK,))
    return (
        _not_here(known)
        or _already_recorded(known, invited=invited, on=on)
        or _too_young(known, on=recording_date or on)
        or _cooling_down(no_shows, on=on)
        or _bookable(known, standing, invited=invited, on=on)
    )


def is_plain(decided: Entitlement) -> bool:
    """Whether nothing more is to be said than that she may come, which is said to whoever is unknown as well.

    Shown alike, the two cannot be told apart: a page that may be opened tells nobody whether numbers agree.
    """
    return decided.sentences == (_AT_THE_DESK,) or decided.sentences == (_MAY_BOOK,)


def _not_here(known: RecordingFacts) -> Entitlement | None:
    sentences = whom_to_see(known.residency_status)
    verdict = {2: Verdict.DECEASED, 3: Verdict.MOVED, 6: Verdict.MOVED}.get(known.residency_status, Verdict.INVALID)
    return Entitlement(verdict, sentences) if sentences else None


def _already_recorded(known: RecordingFacts, *, invited: bool, on: date) -> Entitlement | None:
    if not has_been_recorded(known.card_state):
        return None
    sentences = what_to_do(known.card_state, birth_date=known.birth_date, ever_married=known.ever_married, on=on)
    fulfilled = invited and is_recorded(known.card_state)
    told = ("Undangan KPU untuk merekam sudah Anda penuhi.",) if fulfilled else ()
    return Entitlement(Verdict.ALREADY_RECORDED, (*sentences, *told))


def _too_young(known: RecordingFacts, *, on: date) -> Entitlement | None:
    if known.ever_married or age_on(on, born=known.birth_date) >= RECORDING_AGE:
        return None
    from_date = birthday(known.birth_date, RECORDING_AGE)
    sentence = f"Anda boleh merekam KTP-el mulai {in_words(from_date)}, saat Anda berumur {RECORDING_AGE} tahun."
    return Entitlement(Verdict.TOO_YOUNG, (sentence,), from_date)


def _cooling_down(no_shows: Sequence[date], *, on: date) -> Entitlement | None:
    from_date = cooling_until(no_shows, on=on)
    if from_date is None:
        return None
    sentences = (
        f"Dalam {COOLING_WINDOW_DAYS} hari Anda {COOLING_NO_SHOWS} kali tidak datang tanpa membatalkan.",
        f"Anda dapat memesan lagi mulai {in_words(from_date)}.",
        "Sebelum itu Anda tetap dapat datang langsung ke kantor dan mengambil nomor di sana.",
    )
    return Entitlement(Verdict.COOLING_DOWN, sentences, from_date)


def _bookable(known: RecordingFacts, standing: Standing | None, *, invited: bool, on: date) -> Entitlement:
    why = _why_come(known, on=on)
    ahead = standing if standing is not None and on <= standing.polling_date else None
    is_over = standing is not None and ahead is None
    if ahead is not None and not ahead.hurry:
        return Entitlement(Verdict.NO_HURRY, (*ahead.sentences, *_no_hurry(invited=invited), *why))
    if (ahead is not None and _may_vote(known, ahead)) or (invited and not is_over):
        election = ahead.sentences if ahead is not None else ()
        return Entitlement(Verdict.PRIORITY, (*election, *_go_first(invited=invited), *why))
    return Entitlement(Verdict.MAY_BOOK, (_MAY_BOOK, *why))


def _no_hurry(*, invited: bool) -> tuple[str, ...]:
    even_so = ("Dengan undangan KPU pun Anda tidak perlu terburu-buru.",) if invited else ()
    return (*even_so, "Anda boleh memesan tempat sekarang atau sesudah hari pemungutan suara.")


def _go_first(*, invited: bool) -> tuple[str, ...]:
    bring = ("Bawa undangan KPU Anda.",) if invited else ()
    return ("Pesan tempat di kantor utama lewat jalur prioritas; tempatnya dibuka lebih awal.", *bring)


def _may_vote(known: RecordingFacts, standing: Standing) -> bool:
    return known.ever_married or age_on(standing.polling_date, born=known.birth_date) >= VOTING_AGE


def _why_come(known: RecordingFacts, *, on: date) -> tuple[str, ...]:
    """Say what people do not expect: that they are recorded again, or that the card comes later."""
    again = (words_of(known.card_state).where,) if needs_recapture(known.card_state) else ()
    if known.ever_married or age_on(on, born=known.birth_date) >= DUE_AGE:
        return again
    return (*again, f"Kartu dicetak mulai {in_words(due_by_age(known.birth_date))}, saat Anda berumur {DUE_AGE} tahun.")
