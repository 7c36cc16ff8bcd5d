"""Keeps identity numbers, and links that open a ticket, out of the logs, whoever wrote the line."""

import logging
import re

_SIXTEEN_FIGURES = re.compile(r"(?<!\d)(\d{6})\d{10}(?!\d)")
#: An id and its signature (queueing/links.py): whoever has both has the ticket.
_LINK = re.compile(r"(?<![\w-])[\w-]{22}\.[\w-]{43}(?![\w-])", re.ASCII)


def redact(line: str) -> str:
    """Return the line with every 16-figure number cut to its first six figures, and without links.

    The area stays readable for whoever reads the log; the rest of a NIK or KK number does not.
    """
    return _SIXTEEN_FIGURES.sub(r"\1**********", _LINK.sub("<tautan>", line))


class IdentityNumberFilter(logging.Filter):
    """Rewrites a record's message and traceback before any handler formats them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the message in place; every record passes."""
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True
