"""The database digests every access entry, and keeps the books of the trail until they are old enough to be purged."""

from django.db import migrations, models

SEALING = """
CREATE FUNCTION access_entry_digest(entry registry_accessentry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        1, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.officer_id, entry.role, entry.area,
        entry.action, to_jsonb(entry.residents), entry.subject, entry.purpose, entry.row_count, entry.mark,
        entry.request_id, host(entry.address), entry.beside
    )::text, 'UTF8'))
$$;

CREATE FUNCTION access_rows_digest(rows bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(coalesce(rows, ''::bytea))
$$;

CREATE FUNCTION access_seal_digest(
    number integer, first_id bigint, last_id bigint, row_count integer, previous bytea, rows_digest bytea,
    sealed_at timestamptz
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        1, number, first_id, last_id, row_count, encode(previous, 'hex'), encode(rows_digest, 'hex'),
        to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    )::text, 'UTF8'))
$$;

CREATE FUNCTION write_access_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := access_entry_digest(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER registry_accessentry_carries_its_digest BEFORE INSERT ON registry_accessentry
    FOR EACH ROW EXECUTE FUNCTION write_access_digest();
"""

UNSEALING = """
DROP TRIGGER registry_accessentry_carries_its_digest ON registry_accessentry;
DROP FUNCTION write_access_digest(); DROP FUNCTION access_seal_digest(integer, bigint, bigint, integer, bytea, bytea, timestamptz);
DROP FUNCTION access_rows_digest(bytea); DROP FUNCTION access_entry_digest(registry_accessentry);
"""

# The purge names the table in a setting of its transaction, and even so takes nothing younger than the period.
KEEP_UNTIL_OLD = """
CREATE FUNCTION keep_until_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('kependudukan.purging', true) = TG_TABLE_NAME
       AND (to_jsonb(OLD) ->> TG_ARGV[1])::timestamptz < now() - TG_ARGV[2]::interval THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%: % on % refused', TG_ARGV[0], TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

#: As registry/rules/retention.py has them; a test holds both together.
FIVE_YEARS = "1827 days"
KEPT = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION keep_until_old('{sentence}', '{moment}', '{period}');
"""
FORMER_VALUES = ("registry_residentbefore", "registry_householdbefore", "registry_cardbefore", "registry_officerbefore")
DROP = "DROP TRIGGER {table}_is_append_only ON {table};"
ACCESS_SENTENCE = "the access log is only written at its end"
REFUSED = (
    "CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change('{sentence}');"
)

ROLE = "kependudukan_desk"
AREA = "(SELECT current_setting('kependudukan.area', true))"
INSIDE = f"({AREA} = '00' OR region_id = {AREA} OR (region_id > {AREA} || '.' AND region_id < {AREA} || '/'))"
OF_RESIDENT = "EXISTS (SELECT FROM registry_resident AS person WHERE person.id = pgh_obj_id)"
POLICIES = {
    "registry_residentbefore": INSIDE,
    "registry_householdbefore": INSIDE,
    "registry_cardbefore": OF_RESIDENT,
}
READ_ONLY = (*FORMER_VALUES, "registry_accessseal", "registry_trailcheck")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("registry", "0009_the_trail")]

    operations = [
        migrations.RunSQL(SEALING, UNSEALING),
        migrations.RunSQL(
            DROP.format(table="registry_accessentry")
            + "UPDATE registry_accessentry AS entry SET digest = access_entry_digest(entry);",
            REFUSED.format(table="registry_accessentry", sentence=ACCESS_SENTENCE),
        ),
        migrations.AddConstraint(
            model_name="accessentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__length", 32)), name="access_carries_its_digest"
            ),
        ),
        migrations.RunSQL(KEEP_UNTIL_OLD, "DROP FUNCTION keep_until_old()"),
        migrations.RunSQL(
            KEPT.format(table="registry_accessentry", sentence=ACCESS_SENTENCE, moment="at", period=FIVE_YEARS),
            DROP.format(table="registry_accessentry"),
        ),
        *(
            migrations.RunSQL(
                KEPT.format(
                    table=table, sentence="a former value is never changed", moment="pgh_created_at", period=FIVE_YEARS
                ),
                DROP.format(table=table),
            )
            for table in FORMER_VALUES
        ),
        migrations.RunSQL(
            REFUSED.format(table="registry_accessseal", sentence="a seal is never changed"),
            DROP.format(table="registry_accessseal"),
        ),
        *(
            migrations.RunSQL(
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY rows_of_the_own_area ON {table} TO {ROLE} USING ({condition})",
                f"DROP POLICY rows_of_the_own_area ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            )
            for table, condition in POLICIES.items()
        ),
        *(
            migrations.RunSQL(
                f"REVOKE UPDATE, DELETE ON {table} FROM {ROLE}", f"GRANT UPDATE, DELETE ON {table} TO {ROLE}"
            )
            for table in READ_ONLY
        ),
        migrations.RunSQL(
            f"REVOKE INSERT ON registry_accessseal, registry_trailcheck FROM {ROLE}",
            f"GRANT INSERT ON registry_accessseal, registry_trailcheck TO {ROLE}",
        ),
    ]
