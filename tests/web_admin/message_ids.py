"""Finds what a package marks for translation, in its Python and in its templates, without running gettext's tools."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

_MARKING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
#: What `templatize` leaves of the tags {% trans %} and {% blocktranslate %}.
_LITERAL = r"""u(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_MARKED = re.compile(rf"\bn?gettext\(({_LITERAL})", re.DOTALL)


def message_ids(package: Path, without: frozenset[str] = frozenset()) -> set[str]:
    """Return every message that a package marks, those in the named folders excepted; of plurals the first form."""
    found: set[str] = set()
    for path in sorted(package.rglob("*")):
        if without & set(path.relative_to(package).parts):
            continue
        found |= message_ids_of(path)
    return found


def message_ids_of(path: Path) -> set[str]:
    """Return every message that one file marks; none where it is neither Python nor a template."""
    found: set[str] = set()
    if path.suffix == ".py":
        found = _in_python(path.read_text())
    elif path.suffix in {".html", ".txt"}:
        found = _in_template(path.read_text())
    return {message for message in found if message.strip()}


def _in_python(text: str) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    marking = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in _MARKING]
    return {
        argument.value
        for call in marking
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _in_template(text: str) -> set[str]:
    return {ast.literal_eval(literal) for literal in _MARKED.findall(templatize(text))}
