"""Opens a file that came in, by what is in it and never by its name: delimited text or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from registry.ingest.bad_file import BadFile
from registry.ingest.delimited import DelimitedRows
from registry.ingest.layout import Layout, Recall, nothing_recalled
from registry.ingest.rows import Rows
from registry.ingest.workbook import WorkbookRows

_SAVE_AS: Final = "Simpan sebagai XLSX atau “CSV UTF-8”, lalu muat lagi."
_FOREIGN: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"berkas ini XLS lama atau buku kerja bersandi. {_SAVE_AS}"),
    (b"%PDF", f"berkas ini PDF. Minta data dalam bentuk tabel. {_SAVE_AS}"),
    (b"\x1f\x8b", "berkas ini arsip GZIP. Keluarkan berkas di dalamnya, lalu muat berkas itu."),
    (b"Rar!", "berkas ini arsip RAR. Keluarkan berkas di dalamnya, lalu muat berkas itu."),
    (b"7z\xbc\xaf", "berkas ini arsip 7z. Keluarkan berkas di dalamnya, lalu muat berkas itu."),
)
_ZIP: Final = b"PK\x03\x04"
_MARKUP: Final = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head", b"<style", b"mime-version:")


def open_rows(path: Path, layout: Layout, encoding: str = "", recall: Recall = nothing_recalled) -> Rows:
    """Return the rows of a file, its header matched to the layout.

    Args:
        path: the file as it was stored.
        layout: the columns to look for.
        encoding: what the sender said of a text file without a mark at its start, or nothing.
        recall: what is remembered of a header that does not name the columns by itself.

    Raises:
        BadFile: the file is of no kind that is read here, or see `DelimitedRows` and `WorkbookRows`.
    """
    with path.open("rb") as file:
        head = file.read(1024)
    for magic, sentence in _FOREIGN:
        if head.startswith(magic):
            raise BadFile(sentence)
    if head.startswith(_ZIP):
        return WorkbookRows(path, layout, recall)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise BadFile(f"berkas ini halaman web atau XML, bukan tabel. {_SAVE_AS}")
    return DelimitedRows(path, layout, encoding, recall)
