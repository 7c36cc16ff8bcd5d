"""`python -m kependudukan.development.messages`: makes django.mo of every django.po, without gettext's tools.

`locale/id` has the words that packages lack, `locale/en` the English of our own public pages. Sources and compiled
files are kept in the repository, so that a fresh clone speaks both; a test holds them together.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path
from typing import Final

from kependudukan.development.command import ROOT

LOCALE: Final = ROOT / "locale"
_MAGIC: Final = 0x950412DE
_HEAD: Final = struct.Struct("<7I")


def sources() -> list[Path]:
    """Return the .po file of every language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def messages(text: str) -> dict[str, str]:
    """Return what a .po file says: message to translation; plurals hold their forms, parted by NUL."""
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    word = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            continue
        if line.startswith('"'):
            entry[word] += ast.literal_eval(line)
        elif line.strip():
            word, _, literal = line.partition(" ")
            entry[word] = ast.literal_eval(literal)
        elif entry:
            plural = f"\0{entry['msgid_plural']}" if "msgid_plural" in entry else ""
            found[entry["msgid"] + plural] = "\0".join(entry[form] for form in entry if form.startswith("msgstr"))
            entry = {}
    return found


def compiled(translations: dict[str, str]) -> bytes:
    """Return the .mo file: two tables of lengths and places, messages in order, then translations."""
    keys = sorted(translations, key=lambda key: key.encode())
    texts = [*(key.encode() for key in keys), *(translations[key].encode() for key in keys)]
    tables = _HEAD.size
    place = tables + 8 * len(texts)
    lines = []
    for text in texts:
        lines.append(struct.pack("<2I", len(text), place))
        place += len(text) + 1
    head = _HEAD.pack(_MAGIC, 0, len(keys), tables, tables + 8 * len(keys), 0, 0)
    return head + b"".join(lines) + b"".join(text + b"\0" for text in texts)


def compile_messages() -> None:
    """Write every compiled file beside its source."""
    for source in sources():
        source.with_suffix(".mo").write_bytes(compiled(messages(source.read_text())))


if __name__ == "__main__":
    compile_messages()
