"""Offices in the web admin, one module per noun."""

from queueing.admin import offices

__all__ = ["offices"]
