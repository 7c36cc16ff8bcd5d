"""What was told at check-in of the wait stands on the ticket, to be compared with what happened."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("queueing", "0015_team_visits")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="told_low_minutes",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="diberi tahu menunggu paling cepat"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="told_high_minutes",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="diberi tahu menunggu paling lama"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=Q(told_low_minutes__isnull=True, told_high_minutes__isnull=True)
                | Q(told_low_minutes__isnull=False, told_high_minutes__gte=F("told_low_minutes")),
                name="a_wait_that_was_told_is_a_range",
            ),
        ),
    ]
