"""Finds the sentences that a module says without marking them for translation: rules know no framework."""

from __future__ import annotations

import ast
import re
from pathlib import Path

_SENTENCE = re.compile(r"[A-Z{].*\s.*[.?!]", re.DOTALL)


def sentences_of(path: Path) -> set[str]:
    """Return every sentence of a module, docstrings apart; what is filled in later stands in it as 0."""
    tree = ast.parse(path.read_text())
    inside = _docstrings(tree) | {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    written = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inside
    ]
    return {text for node in written if _SENTENCE.fullmatch(text := _text(node))}


def _docstrings(tree: ast.AST) -> set[int]:
    """Texts that stand alone: docstrings, also those below a constant."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "0" for part in node.values)
    return node.value if isinstance(node.value, str) else ""
