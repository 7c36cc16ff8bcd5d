"""Books that are only ever written at the end: the database refuses every other change, whoever asks."""

from django.db import migrations

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % on % refused', TG_ARGV[0], TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

APPEND_ONLY = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change('{sentence}');
"""

BOOKS = {
    "registry_civilevent": "a civil event is reversed and never changed",
    "registry_accessentry": "the access log is only written at its end",
}


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION refuse_change()"),
        *(
            migrations.RunSQL(
                APPEND_ONLY.format(table=table, sentence=sentence), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table, sentence in BOOKS.items()
        ),
        migrations.RunSQL(
            # A withdrawn batch takes its residents and their card events with it; nothing else may.
            "CREATE TRIGGER registry_cardevent_is_append_only BEFORE UPDATE ON registry_cardevent"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change('a card event is never changed');",
            "DROP TRIGGER registry_cardevent_is_append_only ON registry_cardevent",
        ),
    ]
