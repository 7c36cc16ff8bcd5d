"""Team visits, their lists of names and their book; officers see those of their area."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

guards = import_module("queueing.migrations.0003_guards_of_the_queue")

TABLES = ("queueing_teamvisit", "queueing_visitperson", "queueing_visitevent")
APPEND_ONLY = """
CREATE TRIGGER queueing_visitevent_is_append_only BEFORE UPDATE OR DELETE ON queueing_visitevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change('the book of the team visits is only written at its end');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("queueing", "0014_the_hall_tells_of_changes"),
        ("registry", "0019_correction_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TeamVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("village", "Desa atau kelurahan"),
                            ("school", "Sekolah"),
                            ("prison", "Lapas atau rutan"),
                            ("home", "Rumah warga"),
                        ],
                        max_length=7,
                        verbose_name="jenis",
                    ),
                ),
                ("place", models.CharField(max_length=120, verbose_name="tempat")),
                ("area", models.CharField(db_collation="C", editable=False, max_length=13, verbose_name="wilayah")),
                ("day", models.DateField(verbose_name="tanggal")),
                ("begins_at", models.TimeField(verbose_name="mulai pukul")),
                ("ends_at", models.TimeField(verbose_name="sampai pukul")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Direncanakan"),
                            ("under_way", "Sedang berjalan"),
                            ("closed", "Selesai"),
                            ("called_off", "Dibatalkan"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="dibuat pada")),
                (
                    "devices",
                    models.ManyToManyField(related_name="visits", to="queueing.device", verbose_name="alat perekaman"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dibuat oleh",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="queueing.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "officers",
                    models.ManyToManyField(related_name="visits", to=settings.AUTH_USER_MODEL, verbose_name="petugas"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.region",
                        verbose_name="desa atau kecamatan",
                    ),
                ),
            ],
            options={
                "verbose_name": "jemput bola",
                "verbose_name_plural": "jemput bola",
                "permissions": [("lead_visit", "Memimpin jemput bola")],
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="VisitPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(db_collation="C", editable=False, max_length=13, verbose_name="wilayah")),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="urutan")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="dikeluarkan pada")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recorded", "Terekam"),
                            ("absent", "Tidak ada di tempat"),
                            ("moved", "Sudah pindah"),
                            ("deceased", "Meninggal"),
                            ("refused", "Menolak"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="hasil",
                    ),
                ),
                ("outcome_at", models.DateTimeField(null=True, verbose_name="hasil dicatat pada")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                (
                    "outcome_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dicatat oleh",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="registry.resident",
                        verbose_name="penduduk",
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="queueing.recordingsession",
                        verbose_name="perekaman",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="queueing.teamvisit",
                    ),
                ),
            ],
            options={
                "verbose_name": "nama dalam jemput bola",
                "verbose_name_plural": "nama dalam jemput bola",
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="VisitEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(db_collation="C", editable=False, max_length=13, verbose_name="wilayah")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("planned", "Direncanakan"),
                            ("added", "Nama ditambahkan"),
                            ("dropped", "Nama dikeluarkan"),
                            ("started", "Dimulai"),
                            ("answered", "Hasil dicatat"),
                            ("closed", "Diselesaikan"),
                            ("called_off", "Dibatalkan"),
                        ],
                        max_length=10,
                        verbose_name="peristiwa",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recorded", "Terekam"),
                            ("absent", "Tidak ada di tempat"),
                            ("moved", "Sudah pindah"),
                            ("deceased", "Meninggal"),
                            ("refused", "Menolak"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "replaced",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recorded", "Terekam"),
                            ("absent", "Tidak ada di tempat"),
                            ("moved", "Sudah pindah"),
                            ("deceased", "Meninggal"),
                            ("refused", "Menolak"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="hasil sebelumnya",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                ("client_key", models.UUIDField(null=True, verbose_name="kunci")),
                ("at", models.DateTimeField(verbose_name="pada")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="oleh",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="queueing.teamvisit"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="queueing.visitperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "peristiwa jemput bola",
                "verbose_name_plural": "peristiwa jemput bola",
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="teamvisit",
            index=models.Index(fields=["area", "day"], name="visit_by_area_and_day"),
        ),
        migrations.AddConstraint(
            model_name="teamvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="a_visit_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="teamvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("place", ""), _negated=True), name="a_visit_has_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="teamvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["village", "school", "prison", "home"])),
                name="a_visit_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "under_way", "closed", "called_off"])),
                name="a_visit_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitperson",
            constraint=models.UniqueConstraint(fields=("visit", "resident"), name="a_resident_stands_once_on_a_visit"),
        ),
        migrations.AddConstraint(
            model_name="visitperson",
            constraint=models.UniqueConstraint(fields=("visit", "ordinal"), name="a_place_on_the_list_is_one_persons"),
        ),
        migrations.AddConstraint(
            model_name="visitperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("outcome_at__isnull", True), ("outcome_by__isnull", True)),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        ("outcome_at__isnull", False),
                        ("outcome_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_outcome_of_a_visit_has_its_officer_and_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "recorded", "absent", "moved", "deceased", "refused"])),
                name="a_visit_ends_for_a_person_in_a_known_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "recorded"), ("session__isnull", False)),
                    models.Q(models.Q(("outcome", "recorded"), _negated=True), ("session__isnull", True)),
                    _connector="OR",
                ),
                name="recorded_on_a_visit_has_its_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("dropped_at__isnull", True), ("outcome", ""), _connector="OR"),
                name="nobody_with_an_outcome_is_dropped",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitevent",
            constraint=models.UniqueConstraint(fields=("client_key",), name="an_answer_of_a_visit_is_written_once"),
        ),
        migrations.AddConstraint(
            model_name="visitevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["planned", "added", "dropped", "started", "answered", "closed", "called_off"])
                ),
                name="a_visit_event_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("client_key__isnull", False),
                        ("kind", "answered"),
                        ("person__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "answered"), _negated=True), ("client_key__isnull", True), ("outcome", "")
                    ),
                    _connector="OR",
                ),
                name="an_answer_of_a_visit_is_about_somebody_under_a_key",
            ),
        ),
        *(migrations.RunSQL(guards.policy(table), guards.no_policy(table)) for table in TABLES),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER queueing_visitevent_is_append_only ON queueing_visitevent"),
    ]
