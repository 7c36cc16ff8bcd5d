"""The file of an export, with the marks of whose it is on top, in every line and at the foot of every page."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain

from django.conf import settings
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime

from registry import exporting
from registry.actions.exports import Fetched
from registry.models import Officer
from registry.models.export import ExportFormat, ExportKind
from registry.queries import exported


def file_of(fetched: Fetched, officer: Officer, at: datetime.datetime) -> HttpResponseBase:
    """Return the answer that carries the file; everybody in it stands in the trail by now."""
    request, entry = fetched.request, fetched.entry
    sign = f"{entry.pk}/{officer.username}"
    rows = exported.rows(request, fetched.ids, sign=sign, audience=officer.role)
    # A file that comes back to be loaded has to begin with its header; the sign stands in every line of it.
    is_loaded_again = request.what == ExportKind.HELD_ROWS
    lines: Iterator[Sequence[object]] = rows if is_loaded_again else chain(_head(fetched, officer, at), rows)
    name = f"ekspor-{request.pk}"
    if request.format == ExportFormat.CSV:
        return exporting.csv_response(lines, file_name=f"{name}.csv")
    settings.WORK_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = tempfile.TemporaryFile(dir=settings.WORK_DIR)  # noqa: SIM115 - the answer closes it
    with tempfile.TemporaryDirectory(dir=settings.WORK_DIR) as folder:
        exporting.workbook(lines, file, footer=_foot(fetched, officer, at), folder=folder)
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _head(fetched: Fetched, officer: Officer, at: datetime.datetime) -> Iterator[Sequence[object]]:
    yield (_foot(fetched, officer, at),)
    yield (f"Tujuan: {fetched.request.purpose}",)
    yield ("Berisi data pribadi. Hanya untuk tujuan di atas; hapus setelah selesai.",)
    yield ()


def _foot(fetched: Fetched, officer: Officer, at: datetime.datetime) -> str:
    who = f"{officer.get_full_name() or officer.username} ({officer.username})"
    when = f"{localtime(at):%d-%m-%Y %H:%M}"
    return f"Diunduh oleh {who} pada {when}, catatan akses nomor {fetched.entry.pk}"
