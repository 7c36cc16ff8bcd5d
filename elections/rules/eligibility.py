"""Who may vote on a day and, if not, why: one rule over what the registry and the roll know.

A voter is a living citizen, 17 on polling day or ever married, neither soldier nor police officer, whose
right is not revoked and who is resident where the vote is held (UU 10/2016 art. 57; UU 7/2017 art. 198, 200).
A marriage before 17 counts, also after a divorce or a death. All reasons are given, not the first alone.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.dates import age_on, latest_birth_date

VOTING_AGE = 17
TNI = 6  # occupation codes of SIAK
POLRI = 7


class Reason(StrEnum):
    """Why somebody may not vote, in the order in which it is said."""

    DECEASED = "deceased"
    RECORD_INVALID = "record_invalid"
    MISSING = "missing"
    NOT_CITIZEN = "not_citizen"
    UNDER_AGE = "under_age"
    AGE_UNKNOWN = "age_unknown"
    MILITARY = "military"
    POLICE = "police"
    RIGHT_REVOKED = "right_revoked"
    MOVED_AWAY = "moved_away"
    NOT_RESIDENT = "not_resident"


SENTENCES = {
    Reason.DECEASED: "Penduduk ini tercatat sudah meninggal.",
    Reason.RECORD_INVALID: "Data ini tercatat tidak valid. Hubungi petugas kependudukan.",
    Reason.MISSING: "Penduduk ini tercatat hilang. Hubungi petugas kependudukan.",
    Reason.NOT_CITIZEN: "Hanya warga negara Indonesia yang dapat memilih.",
    Reason.UNDER_AGE: "Anda belum berumur 17 tahun pada hari pemungutan suara dan belum pernah kawin.",
    Reason.AGE_UNKNOWN: (
        "Tanggal lahir Anda tidak tercatat, jadi umur Anda belum pasti. Bawa KK atau akta kelahiran ke petugas."
    ),
    Reason.MILITARY: "Anggota TNI tidak menggunakan hak pilih.",
    Reason.POLICE: "Anggota Polri tidak menggunakan hak pilih.",
    Reason.RIGHT_REVOKED: "Hak pilih Anda dicabut oleh putusan pengadilan.",
    Reason.MOVED_AWAY: "Anda tercatat sudah pindah. Anda memilih di alamat yang baru.",
    Reason.NOT_RESIDENT: "Anda tidak tercatat sebagai penduduk di wilayah pemilihan ini.",
}

# Status dasar of SIAK; 1 (alive and here) gives no reason.
_RESIDENCY_REASONS = {
    2: Reason.DECEASED,
    3: Reason.MOVED_AWAY,
    4: Reason.MISSING,
    6: Reason.MOVED_AWAY,
    9: Reason.RECORD_INVALID,
}
_OCCUPATION_REASONS = {TNI: Reason.MILITARY, POLRI: Reason.POLICE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the rule needs to know of somebody.

    `birth_date` is None when unknown. `ever_married` is true for status kawin 2, 3 and 4, and for S and P on
    a roll. `region_code` is the dotted kode wilayah of the home, `residency_status` SIAK's status dasar.
    """

    birth_date: date | None
    ever_married: bool
    region_code: str
    is_citizen: bool = True
    occupation_code: int | None = None
    residency_status: int = 1
    right_revoked: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person may vote, and every reason if not."""

    reasons: tuple[Reason, ...] = ()

    @property
    def may_vote(self) -> bool:
        """No reason stands against it."""
        return not self.reasons

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in Indonesian, in the same order."""
        return tuple(SENTENCES[reason] for reason in self.reasons)


def may_vote(person: Person, *, on: date, areas: Collection[str]) -> Verdict:
    """Judge a person for a vote held on a day in `areas` (dotted codes; none means the whole country)."""
    found = set(_reasons(person, on=on, areas=areas))
    return Verdict(tuple(reason for reason in Reason if reason in found))


def is_of_voting_age(birth_date: date, *, ever_married: bool, on: date) -> bool:
    """17 on the day or ever married; born on 29 February, one is 17 on 1 March of a common year."""
    return ever_married or age_on(on, born=birth_date) >= VOTING_AGE


def latest_voting_birth_date(on: date) -> date:
    """The last birth date that makes 17 on a day: the same rule in the form a database compares with."""
    return latest_birth_date(VOTING_AGE, on=on)


def _reasons(person: Person, *, on: date, areas: Collection[str]) -> Iterator[Reason]:
    if residency := _RESIDENCY_REASONS.get(person.residency_status):
        yield residency
    if not person.is_citizen:
        yield Reason.NOT_CITIZEN
    if age := _age_reason(person, on=on):
        yield age
    if occupation := _OCCUPATION_REASONS.get(person.occupation_code or 0):
        yield occupation
    if person.right_revoked:
        yield Reason.RIGHT_REVOKED
    if areas and not any(_lies_in(person.region_code, area) for area in areas):
        yield Reason.NOT_RESIDENT


def _age_reason(person: Person, *, on: date) -> Reason | None:
    if person.ever_married:
        return None
    if person.birth_date is None:
        return Reason.AGE_UNKNOWN
    return None if is_of_voting_age(person.birth_date, ever_married=False, on=on) else Reason.UNDER_AGE


def _lies_in(code: str, area: str) -> bool:
    """Compare whole parts: 35.1 is not around 35.16."""
    return code == area or code.startswith(f"{area}.")
