"""Team visits (jemput bola): a team goes to a place on a day with devices and a list of names, and says what became."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from queueing.choices import VisitEventKind, VisitKind, VisitOutcome, VisitState
from registry.scope import ScopedManager


class TeamVisit(models.Model):
    """One visit. The times are of the office's zone; `area` is the office's, by which it is seen.

    That a device and an officer are on one visit at a time is held by `actions/team_visits.py`, in turns.
    """

    kind = models.CharField("jenis", max_length=7, choices=VisitKind)
    place = models.CharField("tempat", max_length=120)
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, related_name="+", db_index=False, verbose_name="desa atau kecamatan"
    )
    office = models.ForeignKey(
        "queueing.Office", models.PROTECT, related_name="+", db_index=False, verbose_name="kantor"
    )
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    day = models.DateField("tanggal")
    begins_at = models.TimeField("mulai pukul")
    ends_at = models.TimeField("sampai pukul")
    state = models.CharField("keadaan", max_length=10, choices=VisitState, default=VisitState.PLANNED)
    devices = models.ManyToManyField("queueing.Device", related_name="visits", verbose_name="alat perekaman")
    officers = models.ManyToManyField("registry.Officer", related_name="visits", verbose_name="petugas")
    made_at = models.DateTimeField("dibuat pada")
    made_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="dibuat oleh"
    )

    objects = ScopedManager["TeamVisit"]("area")
    unscoped = models.Manager["TeamVisit"]()

    class Meta:
        verbose_name = "jemput bola"
        verbose_name_plural = "jemput bola"
        base_manager_name = "unscoped"
        permissions = [("lead_visit", "Memimpin jemput bola")]
        indexes = [models.Index(fields=["area", "day"], name="visit_by_area_and_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="a_visit_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(place=""), name="a_visit_has_a_place"),
            models.CheckConstraint(condition=Q(kind__in=VisitKind.values), name="a_visit_is_of_a_known_kind"),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="a_visit_is_in_a_known_state"),
        ]

    def __str__(self) -> str:
        return f"jemput bola {self.pk}"


class VisitPerson(models.Model):
    """One resident on the list of a visit, and what became of her; a name that was taken off keeps its row.

    What stands here is the answer that holds; every answer ever given is a `VisitEvent`.
    """

    visit = models.ForeignKey("queueing.TeamVisit", models.PROTECT, related_name="people", db_index=False)
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    resident = models.ForeignKey("registry.Resident", models.PROTECT, related_name="visits", verbose_name="penduduk")
    ordinal = models.PositiveSmallIntegerField("urutan")
    dropped_at = models.DateTimeField("dikeluarkan pada", null=True)
    outcome = models.CharField("hasil", max_length=8, choices=VisitOutcome, blank=True, default="")
    outcome_at = models.DateTimeField("hasil dicatat pada", null=True)
    outcome_by = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="dicatat oleh"
    )
    note = models.CharField("catatan", max_length=200, blank=True)
    session = models.OneToOneField(
        "queueing.RecordingSession", models.PROTECT, null=True, related_name="+", verbose_name="perekaman"
    )

    objects = ScopedManager["VisitPerson"]("area")
    unscoped = models.Manager["VisitPerson"]()

    class Meta:
        verbose_name = "nama dalam jemput bola"
        verbose_name_plural = "nama dalam jemput bola"
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["visit", "resident"], name="a_resident_stands_once_on_a_visit"),
            models.UniqueConstraint(fields=["visit", "ordinal"], name="a_place_on_the_list_is_one_persons"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True, outcome_by__isnull=True)
                | ~Q(outcome="") & Q(outcome_at__isnull=False, outcome_by__isnull=False),
                name="an_outcome_of_a_visit_has_its_officer_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *VisitOutcome.values]), name="a_visit_ends_for_a_person_in_a_known_way"
            ),
            models.CheckConstraint(
                condition=Q(outcome=VisitOutcome.RECORDED, session__isnull=False)
                | ~Q(outcome=VisitOutcome.RECORDED) & Q(session__isnull=True),
                name="recorded_on_a_visit_has_its_session",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(outcome=""), name="nobody_with_an_outcome_is_dropped"
            ),
        ]

    def __str__(self) -> str:
        return f"nama {self.ordinal}"


class VisitEvent(models.Model):
    """The book of the visits, append-only: one row per change, and per answer with the key that a phone sent.

    The key makes an answer that is sent twice be written once, also when another has replaced it meanwhile.
    """

    visit = models.ForeignKey("queueing.TeamVisit", models.PROTECT, related_name="events")
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    person = models.ForeignKey("queueing.VisitPerson", models.PROTECT, null=True, related_name="events")
    kind = models.CharField("peristiwa", max_length=10, choices=VisitEventKind)
    outcome = models.CharField("hasil", max_length=8, choices=VisitOutcome, blank=True, default="")
    replaced = models.CharField("hasil sebelumnya", max_length=8, choices=VisitOutcome, blank=True, default="")
    note = models.CharField("catatan", max_length=200, blank=True)
    client_key = models.UUIDField("kunci", null=True)
    at = models.DateTimeField("pada")
    by = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", db_index=False, verbose_name="oleh")

    objects = ScopedManager["VisitEvent"]("area")
    unscoped = models.Manager["VisitEvent"]()

    class Meta:
        verbose_name = "peristiwa jemput bola"
        verbose_name_plural = "peristiwa jemput bola"
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["client_key"], name="an_answer_of_a_visit_is_written_once"),
            models.CheckConstraint(
                condition=Q(kind__in=VisitEventKind.values), name="a_visit_event_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=VisitEventKind.ANSWERED, person__isnull=False, client_key__isnull=False)
                & ~Q(outcome="")
                | ~Q(kind=VisitEventKind.ANSWERED) & Q(client_key__isnull=True, outcome=""),
                name="an_answer_of_a_visit_is_about_somebody_under_a_key",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
