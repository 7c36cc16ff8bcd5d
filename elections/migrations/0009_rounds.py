"""Rounds of reconciliations, under the same net as the runs (registry/migrations/0006)."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

registry = import_module("registry.migrations.0006_row_level_security")

ROUNDS = "elections_reconciliationround"


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0008_words_of_the_web_admin"),
        ("registry", "0014_held_rows_are_exported"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReconciliationRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_holder", models.UUIDField(editable=False, null=True, verbose_name="dipegang oleh")),
                ("lease_until", models.DateTimeField(editable=False, null=True, verbose_name="dipegang sampai")),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="percobaan")),
                ("step", models.CharField(blank=True, editable=False, max_length=40, verbose_name="langkah")),
                ("step_done", models.PositiveIntegerField(default=0, editable=False, verbose_name="selesai")),
                ("step_total", models.PositiveIntegerField(default=0, editable=False, verbose_name="dari")),
                (
                    "cancel_asked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="diminta berhenti pada"),
                ),
                ("failure", models.TextField(blank=True, editable=False, verbose_name="penyebab gagal")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Menunggu giliran"),
                            ("running", "Sedang berjalan"),
                            ("waiting", "Menunggu bagian lain"),
                            ("cancelling", "Sedang dihentikan"),
                            ("cancelled", "Dibatalkan"),
                            ("failed", "Gagal"),
                            ("done", "Selesai"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="tujuan")),
                ("retain_until", models.DateField(verbose_name="disimpan sampai")),
                ("left_out", models.JSONField(blank=True, default=list, verbose_name="tidak diikutkan")),
                ("asked_at", models.DateTimeField(verbose_name="diminta pada")),
                ("leftovers_at", models.DateTimeField(null=True, verbose_name="sisa selesai pada")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="selesai pada")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="sidik hasil")),
            ],
            options={
                "verbose_name": "pemadanan wilayah",
                "verbose_name_plural": "pemadanan wilayah",
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="reconciliationrun",
            name="one_live_reconciliation_per_roll",
        ),
        migrations.AlterField(
            model_name="match",
            name="rule",
            field=models.CharField(blank=True, max_length=48, verbose_name="aturan"),
        ),
        migrations.AlterField(
            model_name="reconciliationrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Menunggu giliran"),
                    ("running", "Sedang berjalan"),
                    ("waiting", "Menunggu bagian lain"),
                    ("cancelling", "Sedang dihentikan"),
                    ("cancelled", "Dibatalkan"),
                    ("failed", "Gagal"),
                    ("done", "Selesai"),
                ],
                default="queued",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        migrations.AddField(
            model_name="reconciliationround",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="diminta oleh",
            ),
        ),
        migrations.AddField(
            model_name="reconciliationround",
            name="election",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="elections.election",
                verbose_name="pemilihan",
            ),
        ),
        migrations.AddField(
            model_name="reconciliationround",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.region",
                verbose_name="wilayah",
            ),
        ),
        migrations.AddField(
            model_name="reconciliationrun",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="runs",
                to="elections.reconciliationround",
                verbose_name="pemadanan wilayah",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciliationrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "running", "waiting", "cancelling"])),
                fields=("roll",),
                name="one_live_reconciliation_per_roll",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciliationround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_holder__isnull", True), ("lease_until__isnull", True)),
                    models.Q(("lease_holder__isnull", False), ("lease_until__isnull", False)),
                    _connector="OR",
                ),
                name="reconciliationround_lease_has_a_holder_and_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciliationround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "running", "waiting", "cancelling"])),
                fields=("election", "region"),
                name="one_live_round_per_area",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciliationround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("finished_at__isnull", False), models.Q(("digest", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_finished_round_has_a_digest_and_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciliationround",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose", ""), _negated=True), name="a_round_has_a_purpose"
            ),
        ),
        migrations.RunSQL(registry.policy(ROUNDS, registry.OWN), registry.no_policy(ROUNDS)),
    ]
