"""The outbox of notices, under the net of registry/migrations/0006."""

import uuid
from importlib import import_module

import django.db.models.manager
from django.db import migrations, models

registry = import_module("registry.migrations.0006_row_level_security")

NOTICES = "queueing_notice"


class Migration(migrations.Migration):
    dependencies = [
        ("queueing", "0003_guards_of_the_queue"),
        ("registry", "0006_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("one_time_code", "Kode sekali pakai"),
                            ("confirmed", "Tempat dipesan"),
                            ("changed", "Tempat diubah"),
                            ("cancelled", "Tempat dibatalkan"),
                            ("reminder", "Pengingat"),
                            ("offer", "Tawaran tempat"),
                            ("offer_expired", "Tawaran berakhir"),
                            ("draw_lost", "Tidak terpilih dalam undian"),
                            ("moved", "Dipindahkan kantor"),
                            ("outage", "Gangguan"),
                            ("superseded", "Digantikan pemesanan lain"),
                        ],
                        max_length=13,
                        verbose_name="jenis",
                    ),
                ),
                ("party_id", models.UUIDField(db_index=True, editable=False, verbose_name="rombongan")),
                ("area", models.CharField(max_length=13, verbose_name="wilayah kantor")),
                (
                    "channel",
                    models.CharField(
                        choices=[("whatsapp", "WhatsApp"), ("email", "Surel")], max_length=8, verbose_name="saluran"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("id", "Bahasa Indonesia"), ("en", "Bahasa Inggris")],
                        default="id",
                        max_length=2,
                        verbose_name="bahasa",
                    ),
                ),
                ("address_sealed", models.BinaryField(verbose_name="alamat, tersegel")),
                ("subject", models.CharField(blank=True, max_length=120, verbose_name="judul")),
                ("body_sealed", models.BinaryField(null=True, verbose_name="isi, tersegel")),
                ("once_key", models.CharField(editable=False, max_length=120, unique=True, verbose_name="kunci")),
                ("rank", models.PositiveSmallIntegerField(editable=False, verbose_name="urutan")),
                ("created_at", models.DateTimeField(verbose_name="ditulis pada")),
                ("due_at", models.DateTimeField(verbose_name="dikirim mulai")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="tidak dikirim sesudah")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu"),
                            ("sending", "Sedang dikirim"),
                            ("sent", "Terkirim"),
                            ("failed", "Gagal"),
                            ("dropped", "Tidak dikirim"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="keadaan",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="percobaan")),
                ("lease_until", models.DateTimeField(editable=False, null=True, verbose_name="dipegang sampai")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="terkirim pada")),
                ("failure", models.CharField(blank=True, max_length=100, verbose_name="sebab")),
            ],
            options={
                "verbose_name": "pemberitahuan",
                "verbose_name_plural": "pemberitahuan",
                "base_manager_name": "unscoped",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["rank", "due_at"],
                        name="notices_due_by_rank",
                    ),
                    models.Index(fields=["area", "-created_at"], name="notices_of_an_area"),
                    models.Index(condition=models.Q(("state", "failed")), fields=["area"], name="notices_that_failed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_sent_notice_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "sending")),
                            models.Q(models.Q(("state", "sending"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_notice_in_hand_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["failed", "dropped"]), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_notice_not_sent_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "one_time_code"), _negated=True),
                            ("expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_one_time_code_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "one_time_code"), _negated=True),
                            ("state__in", ["waiting", "sending"]),
                            ("body_sealed__isnull", True),
                            _connector="OR",
                        ),
                        name="a_one_time_code_is_wiped_once_it_is_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["waiting", "sending"]), _negated=True),
                            ("body_sealed__isnull", False),
                            _connector="OR",
                        ),
                        name="a_notice_to_be_sent_has_a_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("once_key", ""), _negated=True), name="a_notice_is_written_once_for_a_thing"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(registry.policy(NOTICES, registry.INSIDE.format(column="area")), registry.no_policy(NOTICES)),
    ]
