"""Which encoding a text file is in, whether all of it can be read so, and the file as a stream of UTF-8."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from registry.ingest.bad_file import BadFile

CHOOSABLE: Final = ("utf-8", "cp1252")
_CHUNK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Text:
    """What a walk through the whole file showed."""

    encoding: str
    has_quotes: bool
    ends_with_newline: bool
    is_blank: bool


def examine(path: Path, chosen: str = "") -> Text:
    """Walk through a text file once and return what must be known before its rows are read.

    Args:
        path: the file.
        chosen: the encoding that the sender named; only asked where no mark at the start decides.

    Raises:
        BadFile: a byte cannot be read in that encoding; the sentence names byte and row.
    """
    encoding = _encoding(path, chosen)
    decoder = codecs.getincrementaldecoder(encoding)()
    before, rows, last = 0, 1, ""
    quotes = blank = False
    blank = True
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise BadFile(_undecodable(error, encoding, before, rows, at_end=not chunk)) from None
            quotes = quotes or '"' in text
            blank = blank and not text.strip()
            last = text[-1:] or last
            if not chunk:
                return Text(encoding, quotes, last in {"\n", "\r"}, blank)
            before, rows = before + len(chunk), rows + text.count("\n")


def open_as_utf8(path: Path, encoding: str) -> BinaryIO:
    """Return the file as UTF-8 bytes without a mark, decoded on the way."""
    if encoding == "utf-8":
        return path.open("rb")
    return io.BufferedReader(_AsUtf8(path.open("rb"), encoding), _CHUNK)


class _AsUtf8(io.RawIOBase):
    """Bytes of another encoding, read as UTF-8."""

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        ended = False
        while not self._left and not ended:
            chunk = self._source.read(_CHUNK)
            ended = not chunk
            self._left = memoryview(self._decoder.decode(chunk, final=ended).encode())
        taken = min(len(buffer), len(self._left))
        buffer[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken

    def close(self) -> None:
        self._source.close()
        super().close()


def _encoding(path: Path, chosen: str) -> str:
    with path.open("rb") as file:
        head = file.read(512)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    # Latin text in UTF-16 without a mark: every second byte is zero.
    if len(head) >= 8 and head[1::2].count(0) * 10 > len(head) * 4:
        return "utf-16-le"
    if len(head) >= 8 and head[0::2].count(0) * 10 > len(head) * 4:
        return "utf-16-be"
    if chosen and chosen not in CHOOSABLE:
        raise BadFile(f"pengodean {chosen} tidak dikenal. Pilih salah satu: {', '.join(CHOOSABLE)}.")
    return chosen or "utf-8"


def _undecodable(error: UnicodeDecodeError, encoding: str, before: int, rows: int, *, at_end: bool) -> str:
    if at_end:
        return f"baris {rows}: berkas terpotong di tengah huruf terakhir. Ambil lagi berkas utuh dari sumbernya."
    row = rows + error.object[: error.start].count(b"\n")
    place = f"baris {row}, bita ke-{before + error.start + 1}: huruf ini"
    if encoding == "utf-8":
        return (
            f"{place} bukan UTF-8. Simpan ulang berkas sebagai “CSV UTF-8”, "
            "atau muat lagi dengan pengodean cp1252 bila berkas dibuat di Windows lama."
        )
    return f"{place} tidak dapat dibaca sebagai {encoding}. Simpan ulang berkas sebagai “CSV UTF-8”."
