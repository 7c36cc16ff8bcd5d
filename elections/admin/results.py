"""What a reconciliation found, in the web admin: its matches and its findings, without names in the lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join

from elections.admin.base import AutocompleteFilter, ChoiceFilter, ReadOnlyAdmin, Tab, UncountedPaginator
from elections.admin.run_filter import RunFilter
from elections.choices import FindingKind, Outcome
from elections.models import Finding, Match, VoterRollEntry
from elections.queries.explanations import explained, rule_in_words
from elections.queries.runs import shown_runs
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.rules.masking import mask_number

PURPOSE = "Membuka hasil pemadanan di ruang petugas"
_SEES_PEOPLE = "registry.view_resident"


class ResultAdmin(ReadOnlyAdmin):
    """One run at a time, uncounted. Opening a result names people, to whom may see them, after writing it down."""

    changed_where = "Hasil pemadanan tidak diubah dengan tangan; baris yang meragukan diputuskan di meja telaah."
    paginator = UncountedPaginator
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    people: Sequence[str] = ()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, saying of which run it is."""
        answer = super().changelist_view(request, extra_context)
        context: dict[str, Any] | None = getattr(answer, "context_data", None)
        for spec in context["cl"].filter_specs if context and "cl" in context else []:
            if context and isinstance(spec, RunFilter):
                context["changed_where"] = f"{spec.sentence()} {self.changed_where}"
        return answer

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Look in the runs of the officer's area only: results are kept run by run."""
        if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
            return None
        runs = list(shown_runs(getattr(request.user, "area_id", None)))
        return self.get_queryset(request).filter(run_id__in=runs, pk=int(object_id)).first()

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Name people only to those who may open residents."""
        fields = list(self.fields or ())
        return [*fields, *self.people] if request.user.has_perm(_SEES_PEOPLE) else fields

    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one result, after writing down whom it names."""
        found = self.get_object(request, object_id or "") if self.has_view_permission(request) else None
        if found is not None and isinstance(request.user, Officer):
            named = self.named(found) if request.user.has_perm(_SEES_PEOPLE) else []
            access.record(
                action=AccessAction.VIEW,
                subject=f"{self.opts.verbose_name} {found.pk} dari pemadanan {found.run_id}",
                purpose=PURPOSE,
                by=request.user,
                at=timezone.now(),
                residents=named,
            )
        return super().changeform_view(request, object_id, form_url, extra_context)

    def named(self, found: Any) -> list[int]:
        """Return the ids of the residents that the page of a result names."""
        linked = (found.resident_id, getattr(found, "candidate_id", None))
        return sorted({resident for resident in linked if resident is not None})

    @admin.display(description="penduduk")
    def registered(self, found: Any) -> str:
        """The resident as the registry has her, her NIK masked."""
        person = found.resident or getattr(found, "candidate", None)
        return f"{person.name}, lahir {person.birth_date:%d-%m-%Y}, NIK {mask_number(person.nik)}" if person else "–"  # noqa: RUF001

    @admin.display(description="baris daftar pemilih")
    def listed(self, found: Any) -> str:
        """The row as the roll has it, its NIK masked."""
        entry = VoterRollEntry.objects.filter(pk=found.entry_id, region_id=found.region_id).first()
        if entry is None:
            return "–"  # noqa: RUF001
        born = f"lahir {entry.birth_date:%d-%m-%Y}" if entry.birth_date else "tanggal lahir kosong"
        nik = mask_number(entry.nik) or "kosong"
        return f"Baris {entry.row_number}: {entry.name}, {born}, NIK {nik}, TPS {entry.tps_number}"


@admin.register(Finding)
class FindingAdmin(ResultAdmin):
    """What should be reported of a row, or of a resident whom the roll leaves out."""

    tabs = (
        Tab("Semua"),
        Tab("Ganda", (("kind__exact", FindingKind.DUPLICATE.value),)),
        Tab("Meninggal", (("kind__exact", FindingKind.DECEASED.value),)),
        Tab("Belum rekam", (("kind__exact", FindingKind.NOT_RECORDED.value),)),
        Tab("Tidak terdaftar", (("kind__exact", FindingKind.MISSING_FROM_ROLL.value),)),
    )
    list_display = ["kind", "region", "evidence", "kpu_code", "rule"]
    list_filter = [RunFilter, ("kind", ChoiceFilter), ("region", AutocompleteFilter)]
    list_select_related = ["region"]
    ordering = ["kind", "region_id", "pk"]
    fields = ["kind", "region", "evidence", "kpu_code", "rule", "run"]
    people = ("listed", "registered")
    readonly_fields = ("listed", "registered")


@admin.register(Match)
class MatchAdmin(ResultAdmin):
    """What the comparison says of each row of the roll."""

    tabs = (
        Tab("Semua"),
        Tab("Menunggu telaah", (("outcome__exact", Outcome.REVIEW.value),)),
        Tab("Tidak ditemukan", (("outcome__exact", Outcome.NOT_FOUND.value),)),
        Tab("Cocok, ada perbedaan", (("outcome__exact", Outcome.MATCHED_WITH_DIFFERENCES.value),)),
    )
    list_display = ["row", "outcome", "region", "reason", "score", "recorded"]
    list_filter = [RunFilter, ("outcome", ChoiceFilter), ("region", AutocompleteFilter)]
    list_select_related = ["region"]
    ordering = ["region_id", "outcome", "pk"]
    fields = ["outcome", "region", "reason", "found_by", "score", "evidence", "recorded", "run"]
    people = ("listed", "registered")
    readonly_fields = ("listed", "registered", "found_by", "score", "evidence")

    @admin.display(description="padanan")
    def row(self, found: Match) -> str:
        """A number to speak of, not the name."""
        return f"Padanan {found.pk}"

    @admin.display(description="bobot (bit)")
    def score(self, found: Match) -> str:
        """The weight of the evidence, which is kept in hundredths."""
        return "–" if found.weight is None else f"{found.weight / 100:.1f}".replace(".", ",")  # noqa: RUF001

    @admin.display(description="aturan")
    def found_by(self, found: Match) -> str:
        """By what the candidate was found."""
        return rule_in_words(found) or "–"  # noqa: RUF001

    @admin.display(description="penjelasan")
    def evidence(self, found: Match) -> str:
        """Field by field what spoke for it and what against; the words bear no name and no number."""
        return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in explained(found))) or "–"  # noqa: RUF001
