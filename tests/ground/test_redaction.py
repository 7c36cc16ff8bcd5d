"""No identity number reaches a log, whoever writes the line."""

import logging
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from kependudukan.redaction import IdentityNumberFilter, redact
from queueing.links import link_of

NIK = "3516080108900001"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"nik={NIK}", "nik=351608**********"),
        (f"Key (nik)=({NIK}) already exists", "Key (nik)=(351608**********) already exists"),
        (f"{NIK},{NIK}", "351608**********,351608**********"),
        ("batch 12345678901234567", "batch 12345678901234567"),
        ("1234", "1234"),
    ],
)
def test_sixteen_figures_in_a_row_lose_the_ones_that_name_a_person(line: str, shown: str) -> None:
    assert redact(line) == shown


def test_a_link_that_opens_a_ticket_stands_in_no_line() -> None:
    link = link_of(uuid.uuid4())
    for path in (f"/tiket/{link}/", f"/antre/isi/{link}/kode/", f"lanjut={link}"):
        assert link not in redact(f"Conflict: {path}")
        assert "<tautan>" in redact(f"Conflict: {path}")


def test_a_number_given_as_an_argument_of_a_log_line_is_redacted_too() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "row %s of %s", (NIK, 5), None)
    IdentityNumberFilter().filter(record)
    assert record.getMessage() == "row 351608********** of 5"


def test_a_number_in_a_traceback_is_redacted_too() -> None:
    try:
        raise ValueError(f"Key (nik)=({NIK})")  # noqa: TRY301
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    IdentityNumberFilter().filter(record)
    text = logging.Formatter().format(record)
    assert NIK not in text
    assert "351608**********" in text


def test_a_worker_logs_through_the_same_filter_as_the_web_process() -> None:
    script = (
        "import logging, django; django.setup()\n"
        "from kependudukan.celery import app\n"
        "app.log.setup(loglevel='INFO')\n"
        f"logging.getLogger('anything').error('nik %s', '{NIK}')\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kependudukan.settings.test"}
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert "nik 351608**********" in said.stderr + said.stdout
    assert NIK not in said.stderr + said.stdout
