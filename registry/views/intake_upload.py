"""A file handed in at the desk: kept, its batch made, the worker rung for."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from registry.actions import intakes
from registry.choices import IntakeKind
from registry.forms.intake import UploadForm, regencies_in_scope
from registry.ingest import kinds, storage
from registry.models import IntakeBatch, Officer
from registry.tasks import run_intake
from registry.views.permission import OfficerRequest, needs
from registry.views.upload_handler import IntakeUploadHandler

_PERMISSION: Final = "registry.load_file"
_CHUNK: Final = 1 << 20


@csrf_exempt  # only so far: `_guarded` checks the token once the size is known and the handler is set
def show(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or take a file in; its size is looked at before its first byte is kept."""
    officer = request.user
    if request.method == "POST" and isinstance(officer, Officer) and officer.has_perm(_PERMISSION):
        try:
            storage.refuse_size(int(request.META.get("CONTENT_LENGTH") or 0))
        except intakes.BadFile as refusal:
            _read_past(request)
            return _refused(request, f"Berkas ini tidak dimuat: {refusal}")
        request.upload_handlers = [IntakeUploadHandler(request)]
    return _guarded(request)


@needs(_PERMISSION)
def _refused(request: OfficerRequest, sentence: str) -> HttpResponse:
    kind = _kind_of(request)
    return _page(request, kind, UploadForm(), _parameters(kind), sentence=sentence, status=413)


@csrf_protect
@needs(_PERMISSION)
def _guarded(request: OfficerRequest) -> HttpResponse:
    kind = _kind_of(request)
    if request.method != "POST":
        return _page(request, kind, UploadForm(), _parameters(kind))
    form, parameters = UploadForm(request.POST, request.FILES), _parameters(kind, request.POST)
    if not form.is_valid() or (parameters is not None and not parameters.is_valid()):
        return _page(request, kind, form, parameters, status=422)
    try:
        batch = _receive(request, kind, form, parameters)
    except intakes.SameFile as same:
        return _page(request, kind, form, parameters, sentence=str(same), other=same.batch, status=409)
    except intakes.AnotherIntakeIsRunning as running:
        return _page(request, kind, form, parameters, sentence=str(running), other=running.batch, status=409)
    except intakes.BadFile as refusal:
        return _page(request, kind, form, parameters, sentence=f"Berkas ini tidak dimuat: {refusal}", status=422)
    transaction.on_commit(lambda: run_intake.delay(batch.pk))
    return redirect("registry:intake_batch", batch.pk)


def _receive(request: OfficerRequest, kind: str, form: UploadForm, parameters: forms.Form | None) -> IntakeBatch:
    said = form.cleaned_data
    given: dict[str, Any] = {"encoding": said["encoding"]} if said["encoding"] else {}
    if parameters is not None:
        given |= parameters.parameters()  # type: ignore[attr-defined]  # what a kind's form must have
    file = said["file"]
    return intakes.receive(
        file.file,
        kind=kind,
        region=said["region"].pk,
        by=request.user,
        at=timezone.now(),
        name=file.name,
        source=said["source"],
        source_letter=said["source_letter"],
        parameters=given,
        needs_approval=True,
    )


def _kind_of(request: HttpRequest) -> str:
    asked = request.GET.get("jenis", "")
    return asked if asked in {kind.kind for kind in kinds.offered()} else IntakeKind.SIAK_EXTRACT


def _parameters(kind: str, said: Any = None) -> forms.Form | None:  # noqa: ANN401 - a QueryDict or nothing
    """Return the form of what the kind must know; registry knows only its path."""
    path = kinds.of(kind).parameter_form
    made: forms.Form | None = import_string(path)(said, prefix="daftar") if path else None
    return made


def _page(
    request: OfficerRequest,
    kind: str,
    form: UploadForm,
    parameters: forms.Form | None,
    *,
    sentence: str = "",
    other: IntakeBatch | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "parameters": parameters,
        "kind": kind,
        "kinds": [(one.kind, IntakeKind(one.kind).label) for one in kinds.offered()],
        "columns": kinds.of(kind).layout.columns,
        "has_regency": regencies_in_scope().exists(),
        "sentence": sentence,
        "other": other,
        "most_bytes": settings.INTAKE_MOST_BYTES,
    }
    return render(request, "registry/intake/upload.html", context, status=status)


def _read_past(request: HttpRequest) -> None:
    """Read the body to its end without keeping it: a browser shows no answer while it is still sending."""
    while request.read(_CHUNK):
        pass
