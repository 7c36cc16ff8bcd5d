"""Sentences of the rules in the language of the page: dates and figures inside are taken out before they are looked up.

The rules speak Indonesian and know no framework. What has no translation stays Indonesian.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from registry.rules.dates import MONTHS

_INDONESIAN: Final = "id"
_DATE: Final = rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})"
_VALUE: Final = re.compile(rf"{_DATE}|\d+")


def spoken(sentence: str) -> str:
    """Return the sentence in the language of the page.

    "Boleh merekam mulai 3 Mei 2027." is looked up as "Boleh merekam mulai {}.".
    """
    if get_language() == _INDONESIAN:
        return sentence
    whole = gettext(sentence)
    if whole != sentence:
        return whole
    values = [_value(found) for found in _VALUE.finditer(sentence)]
    template = _VALUE.sub("{}", sentence)
    translated = gettext(template)
    return translated.format(*values) if values and translated != template else sentence


def _value(found: re.Match[str]) -> str:
    if not found["month"]:
        return found[0]
    return date_format(datetime.date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"])))
