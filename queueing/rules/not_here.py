"""Whom people see whom the registry does not count as living here, told to themselves by SIAK's status dasar."""

from typing import Final

from registry.rules.next_step import ALIVE

_PUT_RIGHT_FIRST: Final = "Temui petugas di Kantor Dispendukcapil dengan KK; data dibetulkan dahulu sebelum merekam."

_BY_STATUS: Final = {
    2: (
        "Pemilik NIK ini tercatat sudah meninggal.",
        "Bila itu keliru, temui petugas pencatatan sipil di Kantor Dispendukcapil dengan KK.",
    ),
    3: (
        "Anda tercatat sudah pindah. Urusan KTP-el ada di Dispendukcapil tempat tinggal yang baru.",
        "Bila itu keliru, temui petugas pindah datang di Kantor Dispendukcapil dengan KK.",
    ),
    4: ("Anda tercatat hilang.", _PUT_RIGHT_FIRST),
    6: (
        "Anda tercatat pergi ke luar negeri.",
        "Bila sudah kembali, lapor dahulu kepada petugas pindah datang di Kantor Dispendukcapil dengan KK.",
    ),
}
_NOT_VALID: Final = ("Data Anda tercatat tidak valid.", _PUT_RIGHT_FIRST)


def whom_to_see(residency_status: int) -> tuple[str, ...]:
    """Say how somebody is recorded and whom to see; nothing for who is alive and here. Unknown codes are not valid."""
    return () if residency_status == ALIVE else _BY_STATUS.get(residency_status, _NOT_VALID)
