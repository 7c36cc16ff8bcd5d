"""What goes wrong on a roll, and how often: the kinds of error and one table of rates per profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """One thing wrong with one row of the roll."""

    # Who stands on the row.
    DEAD = "dead"
    MOVED = "moved"
    MILITARY_OR_POLICE = "military_or_police"
    UNDER_AGE = "under_age"
    ON_TWO_TPS = "on_two_tps"
    TWO_NIKS = "two_niks"
    WRONG_VILLAGE = "wrong_village"
    NOT_IN_REGISTRY = "not_in_registry"
    LIVES_IN_NEIGHBOUR = "lives_in_neighbour"
    # The NIK.
    NIK_BLANK = "nik_blank"
    NIK_DUMMY = "nik_dummy"
    NIK_FIFTEEN_DIGITS = "nik_fifteen_digits"
    NIK_SEVENTEEN_DIGITS = "nik_seventeen_digits"
    NIK_ONE_DIGIT = "nik_one_digit"
    NIK_SWAPPED = "nik_swapped"
    NIK_MASKED = "nik_masked"
    NIK_OF_ANOTHER = "nik_of_another"
    NIK_SEX_OFF = "nik_sex_off"
    NIK_DATE_OFF = "nik_date_off"
    NIK_FROM_EXCEL = "nik_from_excel"
    # The name.
    NAME_ABBREVIATED = "name_abbreviated"
    NAME_OLD_SPELLING = "name_old_spelling"
    NAME_INITIAL = "name_initial"
    NAME_TRUNCATED = "name_truncated"
    NAME_SPACING = "name_spacing"
    NAME_ORDER = "name_order"
    NAME_WORD_LOST = "name_word_lost"
    NAME_TITLE = "name_title"
    NAME_TYPING = "name_typing"
    NAME_SOUND = "name_sound"
    NAME_DOUBLE_LETTER = "name_double_letter"
    NAME_FINAL_H = "name_final_h"
    NAME_DEGREE = "name_degree"
    NAME_LINEAGE = "name_lineage"
    NAME_LATE = "name_late"
    NAME_NONE = "name_none"
    # The birth.
    BIRTH_OVER_100 = "birth_over_100"
    BIRTH_SWAPPED = "birth_swapped"
    BIRTH_PLACEHOLDER = "birth_placeholder"
    BIRTH_ONE_DIGIT = "birth_one_digit"
    PLACE_DIFFERS = "place_differs"
    # Household and address.
    KK_OUT_OF_DATE = "kk_out_of_date"
    RT_RW_ZERO = "rt_rw_zero"


PERSON_KINDS = (
    ErrorKind.DEAD,
    ErrorKind.MOVED,
    ErrorKind.MILITARY_OR_POLICE,
    ErrorKind.UNDER_AGE,
    ErrorKind.ON_TWO_TPS,
    ErrorKind.TWO_NIKS,
    ErrorKind.WRONG_VILLAGE,
    ErrorKind.NOT_IN_REGISTRY,
    ErrorKind.LIVES_IN_NEIGHBOUR,
)
"""Kinds that decide who stands on a row; the others change what is written there."""

ABSENT_KINDS = (ErrorKind.NOT_IN_REGISTRY, ErrorKind.LIVES_IN_NEIGHBOUR)

HARD_KINDS = (*(kind for kind in ErrorKind if kind.startswith("nik_")), ErrorKind.TWO_NIKS, *ABSENT_KINDS)
"""Kinds that leave a row without the NIK of its resident: the rows on which a comparison is judged."""


def group_of(kind: ErrorKind) -> str:
    """Return the part of the row that a kind changes; a row has at most one kind of each group."""
    if kind in PERSON_KINDS:
        return "person"
    return kind.split("_", 1)[0]


CARELESS_TIMES = 3
"""How much likelier a careless clerk spoils a row than the others of the regency."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How good a roll is. Rates are shares of its rows; a kind that is not named does not happen."""

    name: str
    rates: Mapping[ErrorKind, float]
    missing: float
    """Residents with the right to vote who are not on the roll, per row of the roll."""
    officers: float
    """Soldiers and police officers among the residents, per row of the roll."""
    nik_disagrees: float
    """Residents whose own NIK names another birth date or sex: lawful, for a NIK is never corrected."""
    flag_wrong: float
    """Unrecorded voters whom the roll's own flag calls recorded."""
    no_longer_there: float = 0.006
    """Registry rows of people who died, moved or vanished, per living resident: who of them is listed is drawn here."""
    kk_on_roll: bool = True
    """Whether the roll gives family card numbers; if not, the column is there and blank in every row."""
    together: float = 0.0
    """How strongly errors come together: the chance of a spoiled row to be spoiled in another part as well.

    With 0 each kind is dealt out on its own. Above 0 a kind's rate counts the rows that it spoils first, and a row
    is spoiled first by one kind only, so that the rows without an error are 1 less all rates; then each other part
    of a spoiled row (NIK, name, birth, birthplace, RT/RW) has this chance of an error of its own, of a kind drawn by
    the rates of that part.
    """
    careless: float = 0.0
    """Share of the villages whose clerk is careless: their rows are `CARELESS_TIMES` likelier to be spoiled."""

    def rate(self, kind: ErrorKind) -> float:
        """Return the share of rows with this kind of error."""
        return self.rates.get(kind, 0.0)

    def rows(self, kind: ErrorKind, voters: int) -> int:
        """Return how many rows of a roll of `voters` have this kind: at least one if it happens at all."""
        return max(1, round(self.rate(kind) * voters)) if self.rate(kind) else 0


STANDARD = Profile(
    name="standard",
    rates={
        ErrorKind.DEAD: 0.0025,
        ErrorKind.MOVED: 0.0015,
        ErrorKind.MILITARY_OR_POLICE: 0.0004,
        ErrorKind.UNDER_AGE: 0.0003,
        ErrorKind.ON_TWO_TPS: 0.0040,
        ErrorKind.TWO_NIKS: 0.0015,
        ErrorKind.WRONG_VILLAGE: 0.0010,
        ErrorKind.NOT_IN_REGISTRY: 0.0015,
        ErrorKind.LIVES_IN_NEIGHBOUR: 0.0010,
        ErrorKind.NIK_BLANK: 0.0060,
        ErrorKind.NIK_DUMMY: 0.0020,
        ErrorKind.NIK_FIFTEEN_DIGITS: 0.0040,
        ErrorKind.NIK_SEVENTEEN_DIGITS: 0.0030,
        ErrorKind.NIK_ONE_DIGIT: 0.0120,
        ErrorKind.NIK_SWAPPED: 0.0060,
        ErrorKind.NIK_MASKED: 0.0130,
        ErrorKind.NIK_OF_ANOTHER: 0.0030,
        ErrorKind.NIK_SEX_OFF: 0.0012,
        ErrorKind.NIK_DATE_OFF: 0.0025,
        ErrorKind.NIK_FROM_EXCEL: 0.0010,
        ErrorKind.NAME_ABBREVIATED: 0.0060,
        ErrorKind.NAME_OLD_SPELLING: 0.0020,
        ErrorKind.NAME_INITIAL: 0.0040,
        ErrorKind.NAME_TRUNCATED: 0.0010,
        ErrorKind.NAME_SPACING: 0.0040,
        ErrorKind.NAME_ORDER: 0.0010,
        ErrorKind.NAME_WORD_LOST: 0.0020,
        ErrorKind.NAME_TITLE: 0.0020,
        ErrorKind.NAME_TYPING: 0.0060,
        ErrorKind.NAME_SOUND: 0.0010,
        ErrorKind.NAME_DOUBLE_LETTER: 0.0006,
        ErrorKind.NAME_FINAL_H: 0.0006,
        ErrorKind.NAME_DEGREE: 0.0004,
        ErrorKind.NAME_LINEAGE: 0.0004,
        ErrorKind.NAME_LATE: 0.0002,
        ErrorKind.NAME_NONE: 0.0002,
        ErrorKind.BIRTH_OVER_100: 0.0002,
        ErrorKind.BIRTH_SWAPPED: 0.0030,
        ErrorKind.BIRTH_PLACEHOLDER: 0.0030,
        ErrorKind.BIRTH_ONE_DIGIT: 0.0040,
        ErrorKind.PLACE_DIFFERS: 0.0040,
        ErrorKind.KK_OUT_OF_DATE: 0.0060,
        ErrorKind.RT_RW_ZERO: 0.0030,
    },
    missing=0.014,
    officers=0.0016,
    nik_disagrees=0.0017,
    flag_wrong=0.2,
)

CLEAN = Profile(name="clean", rates={}, missing=0.002, officers=0.0016, nik_disagrees=0.0, flag_wrong=0.0)

HARD = Profile(
    name="hard",
    rates={kind: 2 * rate for kind, rate in STANDARD.rates.items() if kind is not ErrorKind.KK_OUT_OF_DATE},
    missing=2 * STANDARD.missing,
    officers=2 * STANDARD.officers,
    nik_disagrees=2 * STANDARD.nik_disagrees,
    flag_wrong=2 * STANDARD.flag_wrong,
    no_longer_there=0.012,
    kk_on_roll=False,
    together=0.33,
    careless=0.1,
)
"""A roll to fail on: no family card numbers, twice the errors, and errors that come together.

After the harder of the two lists on which the alternatives were measured (shared/design/matching.md): 76.8 % of the
rows without an error.
"""

PROFILES = {profile.name: profile for profile in (STANDARD, HARD, CLEAN)}
