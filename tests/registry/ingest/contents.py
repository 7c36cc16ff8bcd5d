"""What the register holds, as text that two loads can be compared by: numbers opened, ids and nonces left out."""

from __future__ import annotations

from django.db import connection

from registry.models import CardRecord, Household, Resident

_TABLES = (
    "registry_household",
    "registry_resident",
    "registry_cardrecord",
    "registry_cardevent",
    "registry_intakechange",
)


def residents() -> list[tuple[object, ...]]:
    """Return every resident with household and card, in the order of the NIKs."""
    cards = dict(CardRecord.objects.values_list("resident_id", "state"))
    homes = {home.pk: home for home in Household.unscoped.all()}
    return sorted(
        (
            person.nik,
            homes[person.household_id].kk_number,
            homes[person.household_id].address,
            homes[person.household_id].rt,
            homes[person.household_id].rw,
            homes[person.household_id].region_id,
            person.name,
            person.birth_place,
            person.birth_date,
            person.sex,
            person.marital_status,
            person.relation_to_head,
            person.occupation_code,
            person.residency_status,
            person.region_id,
            cards[person.pk],
        )
        for person in Resident.unscoped.all()
    )


def digest() -> dict[str, str]:
    """Return a digest of every row of the register's tables, ids included."""
    digests = {}
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} AS t")
            digests[table] = cursor.fetchone()[0]
    return digests


def stage_tables() -> list[str]:
    """Return the staging tables that are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'intake_stage_%'")
        return [name for (name,) in cursor.fetchall()]
