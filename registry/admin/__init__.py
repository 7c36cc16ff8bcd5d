"""The registry in the web admin, one module per noun."""

from registry.admin import access, civil_events, intakes, officers, regions, residents

__all__ = ["access", "civil_events", "intakes", "officers", "regions", "residents"]
