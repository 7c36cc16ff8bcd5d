"""A role that owns nothing, and policies that show it only the rows of the area in a setting (docs/decisions/0012)."""

import time
from typing import Any

from django.db import DatabaseError, migrations, transaction

ROLE = "kependudukan_desk"

AREA = "(SELECT current_setting('kependudukan.area', true))"

#: Codes sort bytewise and "/" follows ".": the range holds what begins with the code and a dot (registry/scope.py).
INSIDE = f"({AREA} = '00' OR {{column}} = {AREA} OR ({{column}} > {AREA} || '.' AND {{column}} < {AREA} || '/'))"

OWN = INSIDE.format(column="region_id")
OF_RESIDENT = "EXISTS (SELECT FROM registry_resident AS person WHERE person.id = resident_id)"
OF_BATCH = (
    "EXISTS (SELECT FROM registry_intakebatch AS batch WHERE batch.id = batch_id AND "
    + INSIDE.format(column="batch.region_id")
    + ")"
)
OF_CHANGED = f"({OF_RESIDENT} OR EXISTS (SELECT FROM registry_household AS home WHERE home.id = household_id))"

POLICIES = {
    "registry_resident": OWN,
    "registry_household": OWN,
    "registry_cardrecord": OF_RESIDENT,
    "registry_cardevent": OF_RESIDENT,
    "registry_civilevent": OF_RESIDENT,
    "registry_intakechange": OF_CHANGED,
    "registry_heldrow": OF_BATCH,
}

GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {ROLE};
REVOKE UPDATE, DELETE ON registry_accessentry FROM {ROLE};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE};
"""

UNGRANT = f"""
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {ROLE};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ROLE};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {ROLE};
REVOKE USAGE ON SCHEMA public FROM {ROLE};
"""


def make_role(_apps: Any, schema_editor: Any) -> None:
    """Make the role where the cluster has none: roles are shared by all its databases, so another may be at it too."""
    connection = schema_editor.connection
    for left in reversed(range(10)):
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %s", [ROLE]
                )
                found = cursor.fetchone()
                if found is None:
                    cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
                if found is None or not found[0]:
                    cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
            return
        except DatabaseError:
            if not left:
                raise
            time.sleep(0.2)


def policy(table: str, condition: str) -> str:
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY rows_of_the_own_area ON {table} TO {ROLE} USING ({condition})"
    )


def no_policy(table: str) -> str:
    return f"DROP POLICY rows_of_the_own_area ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("registry", "0005_access_log_of_people")]

    operations = [
        migrations.RunPython(make_role, migrations.RunPython.noop),
        migrations.RunSQL(GRANTS, UNGRANT),
        *(migrations.RunSQL(policy(table, condition), no_policy(table)) for table, condition in POLICIES.items()),
    ]
