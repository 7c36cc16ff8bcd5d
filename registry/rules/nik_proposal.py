"""A NIK proposed for a newborn: district of registration, birth date (+40 for girls), a serial.

Only a proposal: the ministry's system issues the number. Whether a serial is free is asked of the register by
the action, and decided by its unique index.
"""

from datetime import date

from registry.rules.nik import WOMAN_OFFSET

LAST_SERIAL = 9999


def propose(*, district: str, birth_date: date, sex: str, serial: int) -> str:
    """The NIK of a newborn.

    Args:
        district: kode wilayah of the kecamatan that registers the birth, dotted (35.16.08).
        birth_date: the day of birth.
        sex: L or P.
        serial: 1 to 9999.

    Raises:
        ValueError: the district or the serial has another form.
    """
    area = district.replace(".", "")
    if len(area) != 6 or not area.isdigit():
        raise ValueError("a kecamatan has six figures")
    if not 1 <= serial <= LAST_SERIAL:
        raise ValueError("a serial runs from 1 to 9999")
    day = birth_date.day + (WOMAN_OFFSET if sex == "P" else 0)
    return f"{area}{day:02d}{birth_date:%m%y}{serial:04d}"
