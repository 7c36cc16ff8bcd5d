"""Rolls' rows, matches and findings under the same net as residents (registry/migrations/0006)."""

from importlib import import_module

from django.db import migrations

registry = import_module("registry.migrations.0006_row_level_security")

TABLES = (
    "elections_voterrollentry",
    "elections_match",
    "elections_finding",
    "elections_voterroll",
    "elections_reconciliationrun",
)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("elections", "0005_sealed_editions"),
        ("registry", "0006_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(registry.policy(table, registry.OWN), registry.no_policy(table)) for table in TABLES
    ]
