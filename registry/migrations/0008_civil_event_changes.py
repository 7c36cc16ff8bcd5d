"""What each civil event changed, append-only and inside the area; keys of the pages that confirmed them."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER registry_civileventchange_is_append_only BEFORE UPDATE OR DELETE ON registry_civileventchange
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what a civil event changed is never changed');
"""
#: As the event it belongs to (0006_row_level_security).
OWN_AREA = """
ALTER TABLE registry_civileventchange ENABLE ROW LEVEL SECURITY;
CREATE POLICY rows_of_the_own_area ON registry_civileventchange TO kependudukan_desk
    USING (EXISTS (SELECT FROM registry_civilevent AS event WHERE event.id = event_id));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_finding"),
    ]

    operations = [
        migrations.CreateModel(
            name="CivilEventChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_new", models.BooleanField(default=False, verbose_name="dibuat oleh peristiwa ini")),
                ("before", models.JSONField(verbose_name="nilai sebelumnya")),
                ("after", models.JSONField(verbose_name="nilai sesudahnya")),
            ],
            options={
                "verbose_name": "perubahan oleh peristiwa",
                "verbose_name_plural": "perubahan oleh peristiwa",
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="civilevent",
            name="civil_event_is_of_a_known_kind",
        ),
        migrations.AddField(
            model_name="civilevent",
            name="idempotency_key",
            field=models.UUIDField(editable=False, null=True, unique=True, verbose_name="kunci halaman"),
        ),
        migrations.AddField(
            model_name="civilevent",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="alasan"),
        ),
        migrations.AlterField(
            model_name="civilevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("birth", "Kelahiran"),
                    ("death", "Kematian"),
                    ("move_out", "Pindah keluar"),
                    ("move_in", "Pindah datang"),
                    ("marriage", "Perkawinan"),
                    ("divorce", "Perceraian"),
                    ("correction", "Pembetulan data"),
                    ("move_within", "Pindah di dalam wilayah"),
                    ("split", "Pisah kartu keluarga"),
                    ("head_change", "Ganti kepala keluarga"),
                    ("reversal", "Pembatalan peristiwa"),
                ],
                max_length=12,
                verbose_name="peristiwa",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "birth",
                            "death",
                            "move_out",
                            "move_in",
                            "marriage",
                            "divorce",
                            "correction",
                            "move_within",
                            "split",
                            "head_change",
                            "reversal",
                        ],
                    )
                ),
                name="civil_event_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                    models.Q(models.Q(("kind", "reversal"), _negated=True), ("reverses__isnull", True)),
                    _connector="OR",
                ),
                name="a_reversal_and_nothing_else_reverses",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reversal"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_reversal_has_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="civileventchange",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="registry.civilevent"
            ),
        ),
        migrations.AddField(
            model_name="civileventchange",
            name="household",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="event_changes",
                to="registry.household",
            ),
        ),
        migrations.AddField(
            model_name="civileventchange",
            name="resident",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="event_changes",
                to="registry.resident",
            ),
        ),
        migrations.AddConstraint(
            model_name="civileventchange",
            constraint=models.UniqueConstraint(fields=("event", "resident"), name="an_event_changes_a_resident_once"),
        ),
        migrations.AddConstraint(
            model_name="civileventchange",
            constraint=models.UniqueConstraint(fields=("event", "household"), name="an_event_changes_a_household_once"),
        ),
        migrations.AddConstraint(
            model_name="civileventchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("household__isnull", True), ("resident__isnull", False)),
                    models.Q(("household__isnull", False), ("resident__isnull", True)),
                    _connector="OR",
                ),
                name="an_event_change_is_of_a_resident_or_a_household",
            ),
        ),
        migrations.AddConstraint(
            model_name="civileventchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_new", False), ("before", {}), _connector="OR"),
                name="what_an_event_made_has_nothing_before",
            ),
        ),
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER registry_civileventchange_is_append_only ON registry_civileventchange",
        ),
        migrations.RunSQL(
            OWN_AREA,
            "DROP POLICY rows_of_the_own_area ON registry_civileventchange;"
            " ALTER TABLE registry_civileventchange DISABLE ROW LEVEL SECURITY",
        ),
    ]
