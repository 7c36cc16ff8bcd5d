"""The table of Django's database cache, as `createcachetable` would make it."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE kependudukan_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX kependudukan_cache_expires ON kependudukan_cache (expires);
            """,
            "DROP TABLE kependudukan_cache;",
        ),
    ]
