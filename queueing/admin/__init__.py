"""The queue in the web admin, one module per noun."""

from queueing.admin import invitations, notices, offices

__all__ = ["invitations", "notices", "offices"]
