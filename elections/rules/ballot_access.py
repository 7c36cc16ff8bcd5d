"""What a person needs at the polling station, by election: rules as data, each with its source.

The rules differ by election and so do the names of lists: who is not on the DPT is noted in the DPTb in
Pilkada 2020 but in the DPK in Pemilu 2024. Suket stood in for the card in 2020; by 2024 none was issued any
more, yet one from before still served those on the roll.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Proof(StrEnum):
    """What a person can show at the polling station."""

    NOTICE = "notice"
    KTP_EL = "ktp_el"
    SUKET = "suket"
    IKD = "ikd"
    BIODATA = "biodata"
    PHOTO_DOCUMENT = "photo_document"


PROOF_LABELS = {
    Proof.NOTICE: "surat pemberitahuan memilih (C.Pemberitahuan)",
    Proof.KTP_EL: "KTP-el",
    Proof.SUKET: "Suket (surat keterangan sudah merekam KTP-el)",
    Proof.IKD: "IKD (KTP digital di telepon)",
    Proof.BIODATA: "biodata penduduk",
    Proof.PHOTO_DOCUMENT: "fotokopi atau foto KTP-el, atau dokumen kependudukan lain yang berfoto",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """What one election asks of people on the roll, or of people who are not.

    Any one of `needs` is enough; `bring` is shown when possible. `opens` and `closes` are local time.
    `listed_in` is the list in which the vote is noted. `in_a_hurry` says whether a person without a card
    should be recorded before polling day, which decides who goes first in the queue.
    """

    election: str
    on_roll: bool
    needs: tuple[Proof, ...]
    bring: tuple[Proof, ...]
    opens: time
    closes: time
    listed_in: str
    only_at_card_address: bool
    while_ballots_last: bool
    in_a_hurry: bool
    sentences: tuple[str, ...]
    source: str

    def is_met_by(self, held: Collection[Proof]) -> bool:
        """Whether what somebody holds is enough."""
        return any(proof in held for proof in self.needs)


class UnknownElection(LookupError):
    """No rules are known for this election, so nothing may be promised; the message says so in Indonesian."""

    def __init__(self, election: str) -> None:
        super().__init__(f"Aturan hari pemungutan suara untuk “{election}” belum ada. Tanyakan kepada KPU setempat.")
        self.election = election


PILKADA_2020 = "pilkada-2020"
PEMILU_2024 = "pemilu-2024"

_OPENS, _LAST_HOUR, _CLOSES = time(7), time(12), time(13)

RULES = (
    AccessRule(
        election=PILKADA_2020,
        on_roll=True,
        needs=(Proof.NOTICE,),
        bring=(Proof.KTP_EL, Proof.SUKET),
        opens=_OPENS,
        closes=_CLOSES,
        listed_in="DPT",
        only_at_card_address=False,
        while_ballots_last=False,
        in_a_hurry=False,
        sentences=(
            "Anda terdaftar dalam DPT. Datang ke TPS Anda pukul 07.00 s.d. 13.00 dengan surat pemberitahuan.",
            "Tunjukkan juga KTP-el atau Suket bila ada.",
            "Anda tidak perlu terburu-buru merekam KTP-el untuk memilih.",
        ),
        source="PKPU 8/2018 sebagaimana diubah dengan PKPU 18/2020 tentang pemungutan dan penghitungan suara",
    ),
    AccessRule(
        election=PILKADA_2020,
        on_roll=False,
        needs=(Proof.KTP_EL, Proof.SUKET),
        bring=(),
        opens=_LAST_HOUR,
        closes=_CLOSES,
        listed_in="DPTB",
        only_at_card_address=True,
        while_ballots_last=True,
        in_a_hurry=True,
        sentences=(
            "Anda belum terdaftar dalam DPT. Anda memilih dengan KTP-el atau Suket.",
            "Datang pukul 12.00 s.d. 13.00 ke TPS di alamat yang tertulis pada KTP-el.",
            "Anda dilayani selama surat suara masih ada dan dicatat dalam DPTb.",
            "Bila belum merekam KTP-el, datanglah ke Kantor Dispendukcapil sebelum hari pemungutan suara.",
        ),
        source="UU 10/2016 pasal 61; PKPU 18/2020",
    ),
    AccessRule(
        election=PEMILU_2024,
        on_roll=True,
        needs=(Proof.KTP_EL, Proof.SUKET, Proof.IKD, Proof.PHOTO_DOCUMENT),
        bring=(Proof.NOTICE,),
        opens=_OPENS,
        closes=_CLOSES,
        listed_in="DPT",
        only_at_card_address=False,
        while_ballots_last=False,
        in_a_hurry=False,
        sentences=(
            "Anda terdaftar dalam DPT. Datang ke TPS Anda pukul 07.00 s.d. 13.00 dengan KTP-el atau Suket.",
            "Bila tidak ada, tunjukkan KTP digital atau dokumen kependudukan lain yang berfoto.",
            "Bawa surat pemberitahuan bila ada.",
        ),
        source="PKPU 25/2023 tentang pemungutan dan penghitungan suara dalam pemilihan umum",
    ),
    AccessRule(
        election=PEMILU_2024,
        on_roll=False,
        needs=(Proof.KTP_EL, Proof.BIODATA, Proof.IKD),
        bring=(),
        opens=_LAST_HOUR,
        closes=_CLOSES,
        listed_in="DPK",
        only_at_card_address=True,
        while_ballots_last=True,
        in_a_hurry=True,
        sentences=(
            "Anda belum terdaftar dalam DPT. Anda memilih dengan KTP-el, biodata penduduk, atau IKD.",
            "Datang pukul 12.00 s.d. 13.00 ke TPS di alamat yang tertulis pada KTP-el.",
            "Anda dilayani selama surat suara masih ada dan dicatat dalam DPK.",
            "Bila belum merekam KTP-el, datanglah ke Kantor Dispendukcapil sebelum hari pemungutan suara.",
        ),
        source="UU 7/2017 pasal 348; PKPU 25/2023",
    ),
)

_BY_SITUATION = {(rule.election, rule.on_roll): rule for rule in RULES}


def access_rule(election: str, *, on_roll: bool) -> AccessRule:
    """The rule for somebody who is, or is not, on the roll of an election; UnknownElection if it has none."""
    try:
        return _BY_SITUATION[election, on_roll]
    except KeyError:
        raise UnknownElection(election) from None
