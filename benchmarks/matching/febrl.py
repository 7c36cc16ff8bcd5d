"""FEBRL4."""

from pathlib import Path


def text(folder: Path) -> str:
    return ""
