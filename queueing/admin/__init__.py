"""The queue in the web admin, one module per noun."""

from queueing.admin import notices, offices

__all__ = ["notices", "offices"]
