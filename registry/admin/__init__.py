"""The registry in the web admin, one module per noun."""

from registry.admin import civil_events, intakes, officers, regions, residents

__all__ = ["civil_events", "intakes", "officers", "regions", "residents"]
