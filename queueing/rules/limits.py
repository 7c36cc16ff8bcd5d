"""The limits of booking: every number that holds somebody back, what it means and where it comes from.

Each stands against one abuse and costs an honest household nothing. Rules come before puzzles, as at the driving tests
of Great Britain (DVSA), where programs had booked every place.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

PERSONS_MOST: Final = 6
"""Persons that one party books at once: a household with its grandparents, and no busload."""

HOLD_MINUTES: Final = 10
"""How long a place stays somebody's while the form is filled in, without a booking yet."""

OTP_FIGURES: Final = 6
"""Figures of the code that proves a phone or an address (OWASP ASVS 5, 6.5.4: 20 bits)."""

OTP_MINUTES: Final = 10
"""How long that code is good for (ASVS 5, 6.5.5); no longer than the place it was asked for is held."""

OTP_TRIES: Final = 5
"""Wrong codes until a new one has to be asked for: all five miss in 199,999 of 200,000 cases (ASVS 5, 6.6.3)."""

OTP_SENDINGS: Final = 3
"""Codes that one form is sent at most: a message may get lost, and costs the office money."""

OTP_PAUSE_SECONDS: Final = 60
"""How long a form waits for its next code: messages come late more often than never."""

OTP_A_DAY: Final = 10
"""Codes that one phone or address is sent in one day, whoever asks for them: nobody's phone is rung all night."""

OTP_A_MINUTE: Final = 1_200
"""Codes that leave the system in one minute, all together: twice what a regency needs when its places open."""

NIKS_PER_PHONE: Final = 5
"""Different NIKs that may be booked from one phone or address in `PHONE_DAYS`: neighbours help, agents do not."""

PHONE_DAYS: Final = 30
"""The days over which the NIKs of one phone are counted."""

NIK_TRIES_A_DAY: Final = 3
"""Askings about one NIK within 24 hours, whoever asks: a NIK cannot be tried out against KK numbers."""

CORRECTIONS: Final = 2
"""Further NIKs that one form may ask about beside those of its people: typing errors, not a search."""

SOURCE_MINUTES: Final = 15
"""The stretch over which the tries of one source are counted."""

SOURCE_TRIES: Final = 30
"""Forms and codes sent from one device at one address: a family's errors, and no machine (trust.md, section 5)."""

ADDRESS_TRIES: Final = 1_200
"""The same from one address whatever the devices: behind one of a telephone company stand thousands of people."""

FIND_CODE_TRIES: Final = 5
"""Tries to find a ticket with one code in an hour: with the code alone all 10,000 last figures would take 83 days."""

FIND_CODE_MINUTES: Final = 60
"""The stretch over which those are counted."""

FIND_ADDRESS_TRIES: Final = 60
"""Tries to find tickets from one address in `SOURCE_MINUTES`, whatever the codes: a waiting hall shares one."""

WISH_DAYS_MOST: Final = 90
"""How many days ahead somebody may wish to wait for a place: beyond that no office opens any."""

CHANGES_MOST: Final = 2
"""Moves of one booking to another place; then it is kept or cancelled (DVSA has the same since 31 March 2026)."""

COOLING_NO_SHOWS: Final = 2
"""Absences without a word that bring a cool-down: the first is forgiven."""

COOLING_WINDOW_DAYS: Final = 90
"""The days within which those absences count together."""

COOLING_DAYS: Final = 7
"""How long booking from home rests after the last of them; coming by oneself stays open to everybody."""


def phone_may_book(*, used: int, persons: int) -> bool:
    """Whether one phone may book another party, having booked `used` different NIKs in `PHONE_DAYS`.

    A phone that has booked nobody may always book one whole household, which can be a person larger than
    `NIKS_PER_PHONE`; after that the sum counts. No party is larger than `PERSONS_MOST`.
    """
    if not 1 <= persons <= PERSONS_MOST:
        return False
    return used == 0 or used + persons <= NIKS_PER_PHONE


def may_ask(*, asked: int, persons: int) -> bool:
    """Whether a form may ask about one more NIK, having asked about `asked` different ones for its `persons`."""
    return asked < persons + CORRECTIONS


def stretch_of(at: datetime, minutes: int) -> tuple[datetime, datetime]:
    """The begin and end of the stretch of so many minutes that a moment lies in, counted from midnight UTC."""
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight + (at - midnight) // timedelta(minutes=minutes) * timedelta(minutes=minutes)
    return since, since + timedelta(minutes=minutes)
