"""Offices in the web admin, one module per noun."""

from queueing.admin import invitations, offices

__all__ = ["invitations", "offices"]
