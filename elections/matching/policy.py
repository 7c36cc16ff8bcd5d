"""The settings of one comparison: one frozen value, stored with the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from elections.matching.model import CURRENT
from elections.matching.vocabulary import FindingKind

RECORDED_STATES = (
    "BIO_CAPTURED",
    "PROCESSING",
    "SENT_FOR_ENROLLMENT",
    "RECEIVED_AT_CENTRAL",
    "SEARCH_FAILURE_AT_CENTRAL",
    "ADJUDICATE_RECORD",
    "REQUEST_VALIDATION",
    "PRINT_READY_RECORD",
    "SENT_FOR_CARD_PRINTING",
    "CARD_PRINTED",
    "CARD_SHIPPED",
    "CARD_ISSUED",
)
"""From BIO_CAPTURED on, without the failures that need another capture and without DUPLICATE_RECORD.
A search failure is only sent again, so it counts."""

KPU_CODES_2020: Mapping[FindingKind, str] = MappingProxyType(
    {
        FindingKind.DECEASED: "1",
        FindingKind.DUPLICATE: "2",
        FindingKind.UNDER_AGE: "3",
        FindingKind.MOVED_OUT: "4",
        FindingKind.MILITARY: "6",
        FindingKind.POLICE: "7",
    },
)
"""Under which code each finding is reported in the Pilkada of 2020."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How to compare and what to call wrong.

    Thresholds are hundredths of a bit: a row is linked at ``automatic`` and more when the next candidate is
    ``margin`` behind; from ``review`` up to there a person decides; below, nobody was found. From ``doubt`` on a
    resident may still be the person of an open row, so nobody calls her missing from the roll.
    ``area`` is the kode wilayah that the roll covers ("35.16"; blank: all residents given): only its residents can be
    missing from the roll. ``memory_limit`` is DuckDB's own (the process needs about 150 MB beside it);
    ``spill_limit`` is how much of what does not fit into it may go to the disk (blank: nine tenths of what is free).
    """

    polling_date: date
    model: str = CURRENT
    automatic: int = 300
    review: int = -500
    doubt: int = -1000
    margin: int = 300
    area: str = ""
    memory_limit: str = "700MB"
    spill_limit: str = ""
    threads: int = 2
    adult_age: int = 17
    recorded_states: tuple[str, ...] = RECORDED_STATES
    deceased_states: tuple[str, ...] = ("2",)
    moved_states: tuple[str, ...] = ("3",)
    military_occupation: str = "6"
    police_occupation: str = "7"
    kpu_codes: Mapping[FindingKind, str] = field(default_factory=lambda: KPU_CODES_2020)

    @property
    def area_digits(self) -> str:
        """The covered area without dots."""
        return self.area.replace(".", "")

    @property
    def adult_until(self) -> str:
        """SQL for the latest birth date of those who are old enough on polling day."""
        return f"(DATE '{self.polling_date}' - INTERVAL {self.adult_age} YEAR)::DATE"

    def as_dict(self) -> dict[str, object]:
        """Plain values for ``summary.json``, the version of the weights included."""
        plain = {name: value for name, value in self.__dict__.items() if name not in {"polling_date", "kpu_codes"}}
        return {
            **plain,
            "polling_date": self.polling_date.isoformat(),
            "kpu_codes": {kind.value: code for kind, code in sorted(self.kpu_codes.items())},
        }
