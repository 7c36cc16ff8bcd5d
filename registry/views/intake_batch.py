"""One file at the desk: how far it is, what it would do, what it did, and what somebody may do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from registry.actions import access, intakes
from registry.choices import IntakeState
from registry.forms.intake import ColumnsForm
from registry.ingest import kinds, previewing
from registry.models import IntakeBatch, Region
from registry.models.access import AccessAction
from registry.queries.intakes import counts_of_held
from registry.rules.rule_titles import title_of
from registry.tasks import run_intake
from registry.views.intake_desk import (
    batch_or_404,
    column_title,
    is_at_work,
    notices_of,
    sums_of,
    value_in_words,
)
from registry.views.permission import OfficerRequest, needs


@require_safe
@needs("registry.view_intakebatch")
def show(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Show a batch: its progress while a worker is on it, its passport once it is over."""
    batch = batch_or_404(batch_id)
    if batch.state == IntakeState.WAITING and request.user.has_perm("registry.view_heldrow"):
        return redirect("registry:intake_preview", batch.pk)
    if batch.state == IntakeState.MATCHING and request.user.has_perm("registry.load_file"):
        return redirect("registry:intake_columns", batch.pk)
    held = counts_of_held(batch)
    context = _context(request, batch) | {
        "unsettled": held["held"] + held["mended"],
        "counts_of_held": held,
        "mendings": IntakeBatch.scoped.filter(mends=batch).order_by("pk"),
    }
    return render(request, "registry/intake/batch.html", context)


@require_safe
@needs("registry.view_intakebatch")
def progress(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Answer a page that follows a batch: a few words, 304 while nothing moved, a reload once the batch has."""
    batch = batch_or_404(batch_id)
    if batch.state != request.GET.get("dari", batch.state):
        return HttpResponse(headers={"HX-Refresh": "true"})
    stamp = f"{batch.state}-{batch.step}-{batch.step_done}-{batch.step_total}-{batch.cancel_asked_at}"
    etag = quote_etag(stamp.encode("ascii", "replace").decode().replace('"', ""))
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    answer = render(request, "registry/intake/_progress.html", {"batch": batch})
    answer["ETag"] = etag
    return answer


@require_safe
@needs("registry.view_heldrow")
def preview(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Show what a batch would do, counted, with a sample of its rows."""
    batch = batch_or_404(batch_id)
    if batch.state != IntakeState.WAITING:
        return redirect("registry:intake_batch", batch.pk)
    rows = previewing.sample(batch)
    access.record(
        action=AccessAction.LIST,
        subject=f"pratinjau berkas {batch.pk}",
        purpose="Pratinjau berkas sebelum disetujui",
        by=request.user,
        at=timezone.now(),
        row_count=len(rows or ()),
    )
    villages = dict(Region.objects.filter(pk__in={row.village for row in rows or ()}).values_list("pk", "name"))
    context = _context(request, batch) | {
        "rows": None if rows is None else [_line(row, villages) for row in rows],
        "columns": [
            (column_title(name), count) for name, count in batch.summary.get("preview", {}).get("columns", {}).items()
        ],
    }
    return render(request, "registry/intake/preview.html", context)


@needs("registry.load_file")
def columns(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Let somebody say which column of the file is which, and remember it for the source."""
    batch = batch_or_404(batch_id)
    if batch.state != IntakeState.MATCHING:
        return redirect("registry:intake_batch", batch.pk)
    said = request.POST if request.method == "POST" else None
    form = ColumnsForm(said, layout=kinds.of(batch.kind).layout, cells=batch.summary["cells"])
    if request.method == "POST" and form.is_valid():
        try:
            intakes.match_columns(batch, places=form.places(), by=request.user, at=timezone.now())
        except intakes.NotWaiting as refusal:
            messages.error(request, str(refusal))
        else:
            transaction.on_commit(lambda: run_intake.delay(batch.pk))
        return redirect("registry:intake_batch", batch.pk)
    status = 422 if said is not None else 200
    # What the refusal advises a sender without a desk to do is not needed here.
    what = batch.summary["sentence"].partition(". ")[0].rstrip(".") + "."
    context = _context(request, batch) | {"form": form, "sentence": what}
    return render(request, "registry/intake/columns.html", context, status=status)


@require_POST
@needs("registry.load_file")
def approve(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Let the batch be merged."""
    batch = batch_or_404(batch_id)
    try:
        intakes.approve(batch, by=request.user, at=timezone.now())
    except intakes.NotWaiting as refusal:
        messages.error(request, str(refusal))
    else:
        transaction.on_commit(lambda: run_intake.delay(batch.pk))
    return redirect("registry:intake_batch", batch.pk)


@require_POST
@needs("registry.load_file")
def cancel(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Stop the batch; nothing of it stays."""
    batch = batch_or_404(batch_id)
    try:
        intakes.ask_cancel(batch, by=request.user, at=timezone.now())
    except intakes.AlreadyOver:
        messages.error(request, f"Berkas no {batch.pk} tidak sedang dimuat, jadi tidak ada yang dibatalkan.")
    return redirect("registry:intake_batch", batch.pk)


def _context(request: OfficerRequest, batch: IntakeBatch) -> dict[str, Any]:
    return {
        "batch": batch,
        "at_work": is_at_work(batch),
        "notices": notices_of(batch),
        "rules": [(rule, title_of(rule), count) for rule, count in batch.summary.get("rules", {}).items()],
        "sums": sums_of(batch),
        "may_load": request.user.has_perm("registry.load_file"),
        "may_mend": request.user.has_perm("registry.view_heldrow"),
        "may_withdraw": request.user.has_perm("registry.withdraw_file") and batch.state == IntakeState.DONE,
    }


def _line(row: previewing.SampleRow, villages: dict[str, str]) -> dict[str, Any]:
    def said(column: str, value: object, *, of_file: bool = False) -> str:
        known = villages.get(str(value), "") if column == "region_id" else ""
        return known or value_in_words(column, value, of_file=of_file)

    changes = [
        (column_title(column), said(column, was), said(column, becomes, of_file=True))
        for column, (was, becomes) in row.changes.items()
    ]
    return {
        "row": row,
        "village": villages.get(row.village, row.village),
        "what": {"new": "Baru", "changed": "Berubah", "unchanged": "Tetap"}[row.what],
        "changes": changes,
    }
