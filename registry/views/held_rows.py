"""Held rows at the desk: listed, mended one after the other, let go, loaded, or fetched as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry import exporting, step_up
from registry.actions import access, exports, intakes, mending
from registry.actions import held_rows as handing_out
from registry.choices import HeldRowState
from registry.forms.held_row import HeldRowForm
from registry.forms.intake import DownloadForm, ReasonForm
from registry.ingest import kinds
from registry.ingest import mending as mended
from registry.ingest.engine import HeldLine
from registry.models import HeldRow, IntakeBatch
from registry.models.access import AccessAction
from registry.models.export import ExportKind
from registry.models.held_row import OPEN_STATES
from registry.queries import held_rows
from registry.queries.intakes import counts_of_held
from registry.rules.rule_titles import title_of
from registry.tasks import run_intake
from registry.views.intake_desk import PAGE_SIZE, batch_or_404
from registry.views.permission import OfficerRequest, needs

_MEANWHILE: Final = "Baris ini baru saja diubah petugas lain. Yang tampil sekarang adalah keadaan terakhir."


@require_safe
@needs("registry.view_heldrow")
def show(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """List the rows of a batch that were not taken in, cut by rule, state and village."""
    batch = batch_or_404(batch_id)
    rules, asked = held_rows.rules_of(batch), request.GET
    cut = {
        "rule": next((rule for rule, _ in rules if rule == asked.get("aturan")), ""),
        "state": asked.get("keadaan", "") if asked.get("keadaan") in HeldRowState.values else "",
        "village": asked.get("desa", "")[:13],
    }
    page = Paginator(held_rows.filtered(batch, **cut), PAGE_SIZE).get_page(asked.get("halaman"))
    access.record(
        action=AccessAction.LIST,
        subject=f"baris tertahan berkas {batch.pk}",
        purpose="Melihat baris tertahan",
        by=request.user,
        at=timezone.now(),
        row_count=len(page.object_list),
    )
    context = {
        "batch": batch,
        "page": page,
        "cut": cut,
        "rules": [(rule, title_of(rule), count) for rule, count in rules],
        "states": HeldRowState.choices,
        "counts": counts_of_held(batch),
        "may_mend": request.user.has_perm("registry.change_heldrow") and _is_mendable(batch),
        "open_states": OPEN_STATES,
    }
    return render(request, "registry/intake/held_rows.html", context)


@needs("registry.change_heldrow")
def mend(request: OfficerRequest, batch_id: int, row_number: int) -> HttpResponseBase:
    """Open one row in clear; posted, check it and go on to the next, or say what is still wrong."""
    row = _row_or_404(batch_id, row_number)
    posted = request.method == "POST"  # what was typed is shown again, and was opened before
    if not posted and not step_up.is_recent(request):
        return step_up.ask_again(request)
    try:
        mending.refuse_unmendable(row.batch)
        cells = mended.cells_of(row) if posted else mending.open_row(row, by=request.user, at=timezone.now())
    except mending.NotMendable as refusal:
        messages.error(request, str(refusal))
        return redirect("registry:held_rows", batch_id)
    form = HeldRowForm(
        request.POST if posted else None,
        layout=kinds.of(row.batch.kind).layout,
        columns=list(cells),
        cells=cells,
        wrong=row.column,
        initial={"revision": row.revision},
    )
    if not posted or not form.is_valid():
        return _form_page(request, row, form)
    try:
        wrong = mending.mend(
            row,
            cells=form.cells(),
            revision=form.cleaned_data["revision"],
            by=request.user,
            at=timezone.now(),
        )
    except mending.MendedMeanwhile:
        messages.warning(request, _MEANWHILE)
        return redirect("registry:mend_row", batch_id, row_number)
    if wrong is not None:
        form.say(wrong)
        return _form_page(request, row, form, wrong)
    messages.success(request, f"Baris {row.row_number} sudah betul dan menunggu dimuat.")
    return _to_the_next(row)


@require_POST
@needs("registry.change_heldrow")
def dismiss(request: OfficerRequest, batch_id: int, row_number: int) -> HttpResponse:
    """Let a row go, with a reason."""
    row, form = _row_or_404(batch_id, row_number), ReasonForm(request.POST)
    revision = request.POST.get("revision", "")
    if not form.is_valid() or not revision.isdecimal():
        messages.error(request, "Tulis alasannya dahulu, lalu abaikan lagi.")
        return redirect("registry:mend_row", batch_id, row_number)
    try:
        reason = form.cleaned_data["reason"]
        mending.dismiss(row, reason=reason, revision=int(revision), by=request.user, at=timezone.now())
    except mending.MendedMeanwhile:
        messages.warning(request, _MEANWHILE)
        return redirect("registry:mend_row", batch_id, row_number)
    messages.success(request, f"Baris {row.row_number} diabaikan.")
    return _to_the_next(row)


@require_POST
@needs("registry.change_heldrow")
def load(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Make a file of all mended rows of a batch."""
    batch = batch_or_404(batch_id)
    try:
        child = mending.load_mended(batch, by=request.user, at=timezone.now())
    except (intakes.SameFile, intakes.AnotherIntakeIsRunning, mending.NotMendable) as refusal:
        messages.error(request, str(refusal))
        return redirect("registry:held_rows", batch_id)
    except mending.NothingMended:
        messages.error(request, "Belum ada baris yang dibetulkan.")
        return redirect("registry:held_rows", batch_id)
    transaction.on_commit(lambda: run_intake.delay(child.pk))
    return redirect("registry:intake_batch", child.pk)


@needs("registry.view_heldrow")
def download(request: OfficerRequest, batch_id: int) -> HttpResponseBase:
    """Ask what the rows are fetched for; posted, hand out those that still wait, with their reasons."""
    if not step_up.is_recent(request):
        return step_up.ask_again(request)
    batch = batch_or_404(batch_id)
    form = DownloadForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "registry/intake/download.html", {"batch": batch, "form": form}, status=status)
    said = form.cleaned_data
    if held_rows.still_waiting(HeldRow.scoped.filter(batch=batch)).count() > settings.EXPORT_ALONE:
        return _ask_another_person(request, batch, said)
    rows = handing_out.export(batch, by=request.user, at=timezone.now(), purpose=said["purpose"], unsettled=True)
    name = f"tertahan-{batch.pk}"
    if said["form"] == "xlsx":
        return exporting.xlsx_response(rows, file_name=f"{name}.xlsx")
    separator = ";" if said["form"] == "csv-id" else ","
    return exporting.csv_response(rows, file_name=f"{name}.csv", separator=separator)


def _ask_another_person(request: OfficerRequest, batch: IntakeBatch, said: Mapping[str, str]) -> HttpResponse:
    """Send a large file, with its numbers in clear, through the door of exports."""
    try:
        export = exports.ask(
            what=ExportKind.HELD_ROWS,
            file_format="xlsx" if said["form"] == "xlsx" else "csv",
            codes={"batch": batch.pk},
            purpose=said["purpose"],
            by=request.user,
            at=timezone.now(),
        )
    except exports.TooManyRows:
        messages.error(request, "Terlalu banyak baris untuk satu berkas. Mintalah lewat pengelola sistem.")
        return redirect("registry:held_rows", batch.pk)
    return redirect("registry:export", export.pk)


def _row_or_404(batch_id: int, row_number: int) -> HeldRow:
    found = HeldRow.scoped.select_related("batch", "mended_by", "resolved_in")
    row = found.filter(batch_id=batch_id, row_number=row_number).first()
    if row is None:
        raise Http404
    return row


def _is_mendable(batch: IntakeBatch) -> bool:
    try:
        mending.refuse_unmendable(batch)
    except mending.NotMendable:
        return False
    return True


def _form_page(request: OfficerRequest, row: HeldRow, form: HeldRowForm, wrong: HeldLine | None = None) -> HttpResponse:
    following = held_rows.next_to_mend(row)
    left = HeldRow.scoped.filter(batch_id=row.batch_id, state=HeldRowState.HELD, verdict="held").count()
    context = {
        "batch": row.batch,
        "row": row,
        "form": form,
        "wrong": wrong or row,
        "whole": mended.whole_text(row),
        "following": following,
        "left": left,
        "reason": ReasonForm(auto_id="alasan_%s"),
        "is_open": row.state in OPEN_STATES and row.resolved_in_id is None and row.verdict == "held",
    }
    return render(request, "registry/intake/mend.html", context, status=422 if wrong else 200)


def _to_the_next(row: HeldRow) -> HttpResponse:
    following = held_rows.next_to_mend(row)
    if following is None:
        return redirect("registry:held_rows", row.batch_id)
    return redirect(reverse("registry:mend_row", args=[row.batch_id, following.row_number]))
