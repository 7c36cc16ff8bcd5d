"""The limits of booking: every number that holds somebody back, what it means and where it comes from.

Each stands against one abuse and costs an honest household nothing. Rules come before puzzles, as at the driving tests
of Great Britain (DVSA), where programs had booked every place.
"""

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

NIKS_PER_PHONE: Final = 5
"""Different NIKs that may be booked from one phone or address in `PHONE_DAYS`: neighbours help, agents do not."""

PHONE_DAYS: Final = 30
"""The days over which the NIKs of one phone are counted."""

NIK_TRIES_A_DAY: Final = 3
"""Attempts for one NIK in one day of the office, whoever makes them: a NIK cannot be tried out against KK numbers."""

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
