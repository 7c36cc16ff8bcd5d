"""The words of a comparison: outcomes, reasons, kinds of finding and the levels a field can agree on.

A level is a small whole number, stored as one column per field; 0 always means "one side is blank", and a
higher number never means less agreement.
"""

from enum import IntEnum, StrEnum


class Outcome(StrEnum):
    """What became of one row of the roll."""

    MATCHED = "MATCHED"  # NIK and person agree, nothing differs
    MATCHED_WITH_DIFFERENCES = "MATCHED_WITH_DIFFERENCES"  # NIK and person agree, some field differs
    PROBABLE = "PROBABLE"  # linked by other evidence than the NIK
    REVIEW = "REVIEW"  # a person must decide
    NOT_FOUND = "NOT_FOUND"  # nobody in the registry comes near


class Reason(StrEnum):
    """Why a row was put before a person instead of being linked."""

    GREY = "GREY"  # the evidence is neither enough nor negligible
    TIED = "TIED"  # a second resident comes too near
    NIK_OF_ANOTHER = "NIK_OF_ANOTHER"  # the NIK belongs to somebody else and nobody better was found


class FindingKind(StrEnum):
    """What can be wrong with a roll, or missing from it."""

    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    UNDER_AGE = "under_age"
    MOVED_OUT = "moved_out"
    MILITARY = "military"
    POLICE = "police"
    NOT_RECORDED = "not_recorded"
    WRONG_VILLAGE = "wrong_village"
    INVALID_NIK = "invalid_nik"
    MISSING_FROM_ROLL = "missing_from_roll"


class NikLevel(IntEnum):
    """How two NIKs agree. Area, date and sex are inside a NIK, so a near serial alone proves little."""

    UNKNOWN = 0  # blank
    DIFFERENT = 1
    SERIAL = 2  # same first 12 figures and serials near each other: twins look so
    UNREADABLE = 3  # not a possible NIK, and near nobody's: as good as blank
    SHOWN = 4  # what a masked or cut NIK still shows agrees, or only the serial is doubtful
    BIRTH = 5  # same area and serial; the sex or up to two figures of the date inside differ
    LENGTH = 6  # one figure missing or one too many
    ONE_FIGURE = 7  # one figure of the area differs
    SWAPPED = 8  # two neighbouring figures exchanged, one of them of the area
    EQUAL = 9


class NameLevel(IntEnum):
    """How two names agree once titles are off."""

    UNKNOWN = 0
    DIFFERENT = 1
    PARTIAL = 2  # share one telling word
    SIMILAR = 3
    CLOSE = 4  # one or two typing errors
    SHORTENED = 5  # initials, dropped words or a cut-off end
    SOUND = 6  # sound alike: old spelling, f/p/v, double letters, spacing, order
    VARIANT = 7  # same words once Moch., St. and the like are written out
    EQUAL = 8


class DateLevel(IntEnum):
    """How two birth dates agree. Placeholders are 1 January, 1 July and 31 December."""

    UNKNOWN = 0
    DIFFERENT = 1
    TWO_PARTS = 2  # two of day, month and year are equal
    PLACEHOLDER = 3  # same year, and one of the two is a placeholder
    ONE_FIGURE = 4  # two parts equal, and the third one figure off
    SWAPPED = 5  # day and month exchanged
    EQUAL_PLACEHOLDER = 6
    EQUAL = 7


class SexLevel(IntEnum):
    """How two sexes agree."""

    UNKNOWN = 0
    DIFFERENT = 1
    EQUAL = 2


class PlaceLevel(IntEnum):
    """How two birth places agree; a place that many share says less."""

    UNKNOWN = 0
    DIFFERENT = 1
    CLOSE = 2
    EQUAL_COMMON = 3
    EQUAL_RARE = 4


class KkLevel(IntEnum):
    """How two family card numbers agree; they change with moves and deaths, so they are judged within a village."""

    UNKNOWN = 0
    DIFFERENT = 1
    ELSEWHERE = 2  # different, and so is the village: whoever moves gets a new card
    NEAR = 3  # one figure wrong or two swapped
    EQUAL = 4


class AreaLevel(IntEnum):
    """The smallest area that two addresses share."""

    UNKNOWN = 0
    OTHER = 1
    REGENCY = 2
    DISTRICT = 3
    VILLAGE = 4


class RtLevel(IntEnum):
    """How RT and RW agree within one village; 000 is blank."""

    UNKNOWN = 0
    DIFFERENT = 1
    PARTLY = 2
    EQUAL = 3


class MaritalLevel(IntEnum):
    """How the marital states agree; a marriage since the roll was written is plausible."""

    UNKNOWN = 0
    DIFFERENT = 1
    PLAUSIBLE = 2
    EQUAL = 3


class StandingLevel(IntEnum):
    """Whether the resident is still to be found on the roll. It speaks of the resident, not of the pair."""

    UNKNOWN = 0  # the NIK decided before anybody asked
    TAKEN = 1  # another row of the roll has this resident by NIK
    NOT_EXPECTED = 2  # may not vote here: a child, dead, moved, in the forces, outside the roll's area
    FREE = 3  # may vote here, and no row has this resident yet


LEVELS: dict[str, type[IntEnum]] = {
    "nik": NikLevel,
    "name": NameLevel,
    "birth_date": DateLevel,
    "sex": SexLevel,
    "birth_place": PlaceLevel,
    "kk_number": KkLevel,
    "area": AreaLevel,
    "rt_rw": RtLevel,
    "marital_status": MaritalLevel,
    "standing": StandingLevel,
}
"""Field to its levels, in the order of the columns in ``matches.parquet`` (each named ``<field>_level``)."""
