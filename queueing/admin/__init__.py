"""The queue in the web admin, one module per noun."""

from queueing.admin import holidays, invitations, notices, offices

__all__ = ["holidays", "invitations", "notices", "offices"]
