"""Offices and days off in the web admin, one module per noun."""

from queueing.admin import holidays, invitations, offices

__all__ = ["holidays", "invitations", "offices"]
