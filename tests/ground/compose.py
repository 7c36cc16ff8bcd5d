"""docker-compose.yml as the tests read it: services, with ${VARIABLES} filled in as the engine does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
#: ${NAME}, ${NAME:-default} and ${NAME:?message}
_PLACE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


def text() -> str:
    """Return the file as it stands."""
    return (ROOT / "docker-compose.yml").read_text()


def services(variables: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the services with these variables filled in.

    Raises:
        KeyError: a variable that the file requires is missing.
    """
    read: dict[str, dict[str, dict[str, Any]]] = _filled(yaml.safe_load(text()), variables)
    return read["services"]


def places() -> dict[str, str]:
    """Return the names of all variables, each with "?" where it is required and "-" where it has a default."""
    return {place["name"]: place["kind"] or "" for place in _PLACE.finditer(text())}


def _filled(node: Any, variables: dict[str, str]) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, dict):
        return {key: _filled(value, variables) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, variables) for value in node]
    return _PLACE.sub(lambda place: _value(place, variables), node) if isinstance(node, str) else node


def _value(place: re.Match[str], variables: dict[str, str]) -> str:
    if place["kind"] == "-":
        return variables.get(place["name"]) or place["rest"]
    return variables[place["name"]]
