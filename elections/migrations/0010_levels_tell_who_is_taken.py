from django.db import migrations


class Migration(migrations.Migration):
    """Whether a resident is taken is a level among the others now."""

    dependencies = [
        ("elections", "0009_rounds"),
    ]

    operations = [
        migrations.RemoveField(model_name="match", name="claimed"),
    ]
