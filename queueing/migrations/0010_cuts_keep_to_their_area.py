"""Proposals and priority tokens name parties: an officer sees those of her area, and no others."""

from django.db import migrations

ROLE = "kependudukan_desk"
AREA = "(SELECT current_setting('kependudukan.area', true))"
#: As in 0003_guards_of_the_queue.
INSIDE = f"({AREA} = '00' OR area = {AREA} OR (area > {AREA} || '.' AND area < {AREA} || '/'))"
TABLES = ("queueing_moveproposal", "queueing_prioritytoken")


def policy(table: str) -> str:
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY rows_of_the_own_area ON {table} TO {ROLE} USING ({INSIDE})"
    )


def no_policy(table: str) -> str:
    return f"DROP POLICY rows_of_the_own_area ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("queueing", "0009_cuts_and_outages")]

    operations = [migrations.RunSQL(policy(table), no_policy(table)) for table in TABLES]
