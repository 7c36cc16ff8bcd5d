"""Recording sessions are shown to officers of their area only."""

from importlib import import_module

from django.db import migrations

guards = import_module("queueing.migrations.0003_guards_of_the_queue")

TABLE = "queueing_recordingsession"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("queueing", "0012_the_hall")]

    operations = [migrations.RunSQL(guards.policy(TABLE), guards.no_policy(TABLE))]
