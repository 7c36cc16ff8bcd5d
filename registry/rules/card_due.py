"""From which day somebody must hold a KTP-el: 17, or the day of a marriage before that (UU 24/2013 art. 63)."""

from datetime import date

from registry.rules.dates import age_on, birthday
from registry.rules.siak_codes import Marital

DUE_AGE = 17


def card_is_due_on(birth_date: date, marital_status: int, day: date) -> bool:
    """Whether somebody is 17 on the day, or is or ever was married."""
    return marital_status != Marital.SINGLE or age_on(day, born=birth_date) >= DUE_AGE


def due_by_age(birth_date: date) -> date:
    """The day somebody turns 17."""
    return birthday(birth_date, DUE_AGE)
