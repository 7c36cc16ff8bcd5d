"""Work that waits for an officer: one list for the badges of the sidebar and for the first page.

Whoever adds a kind of work adds a `Waiting` here; all counts of a page are asked for in one query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import F, Func, IntegerField, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from elections.choices import Outcome
from elections.models import ReconciliationRun, RegionScore
from elections.models.reconciliation import LIVE_STATES as LIVE_RUNS
from queueing.choices import NoticeState, ProposalState
from queueing.models import MoveProposal, Notice
from registry.choices import HeldRowState, RowVerdict
from registry.models import HeldRow, IntakeBatch, Officer
from registry.models.alarm import AccessAlarm
from registry.models.export import ExportRequest, ExportState
from registry.models.intake import LIVE_STATES as LIVE_INTAKES
from registry.models.intake import STANDING_STATES
from registry.scope import current


@dataclass(frozen=True)
class Waiting:
    """One kind of work that waits.

    `figure` gives a queryset of one row with one number, asked inside the officer's scope: `counted` makes it of
    rows. `page` and `filters` lead to the rows that were counted.
    """

    key: str
    title: str
    permission: str
    figure: Callable[[Officer], QuerySet[Any, Any]]
    page: str
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The list of what waits."""
        return f"{reverse(self.page)}?{urlencode(self.filters)}" if self.filters else reverse(self.page)


@dataclass(frozen=True)
class Waited:
    """A kind of work, and how much of it waits."""

    kind: Waiting
    count: int


def counted(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return the number of rows as a queryset of one value, to be asked together with others."""
    number: QuerySet[Any, Any] = rows.order_by().annotate(how_many=Func(F("pk"), function="COUNT")).values("how_many")
    return number


def _held_rows(_officer: Officer) -> QuerySet[Any, Any]:
    mine = HeldRow.objects.filter(current().condition("batch__region_id"), batch__withdrawn_at=None)
    return counted(mine.filter(state=HeldRowState.HELD, verdict=RowVerdict.HELD))


def _files(_officer: Officer) -> QuerySet[Any, Any]:
    running = set(LIVE_INTAKES) - set(STANDING_STATES)
    return counted(IntakeBatch.objects.filter(current().condition("region_id"), state__in=running))


def _approvals(_officer: Officer) -> QuerySet[Any, Any]:
    return counted(IntakeBatch.objects.filter(current().condition("region_id"), state__in=STANDING_STATES))


def _exports(officer: Officer) -> QuerySet[Any, Any]:
    """Return the requests that she may decide: those of her area, her own excepted."""
    asked = ExportRequest.objects.filter(current().condition("area"), state=ExportState.WAITING)
    return counted(asked.exclude(asked_by=officer))


def _alarms(officer: Officer) -> QuerySet[Any, Any]:
    """Return the alarms that she may review: about officers of her area or the trail itself, not about herself."""
    of_area = Q(officer__isnull=False) & current().condition("officer__area_id")
    open_ones = AccessAlarm.objects.filter(of_area | Q(officer__isnull=True), reviewed_at=None)
    return counted(open_ones.exclude(officer=officer))


def _runs(_officer: Officer) -> QuerySet[Any, Any]:
    return counted(ReconciliationRun.objects.filter(state__in=LIVE_RUNS))


def _reviews(officer: Officer) -> QuerySet[Any, Any]:
    """Return the rows in review of the latest reconciliation, from its ranking: nobody counts a partition for it."""
    latest = RegionScore.objects.filter(region=officer.area_id, edition__run_id__isnull=False)
    return latest.order_by("-edition__as_of", "-edition_id").values("in_review")[:1]


def _notices(_officer: Officer) -> QuerySet[Any, Any]:
    return counted(Notice.objects.filter(state=NoticeState.FAILED))


def _proposals(_officer: Officer) -> QuerySet[Any, Any]:
    """Return whom a cut asked to come another time and who has not answered: a clerk phones them."""
    return counted(MoveProposal.objects.filter(state=ProposalState.UNANSWERED))


WAITING: Final[tuple[Waiting, ...]] = (
    Waiting(
        "held_rows",
        "Baris tertahan menunggu telaah",
        "registry.view_heldrow",
        _held_rows,
        "admin:registry_heldrow_changelist",
        (("state__exact", HeldRowState.HELD.value), ("verdict__exact", RowVerdict.HELD.value)),
    ),
    Waiting(
        "approvals",
        "Berkas menunggu persetujuan",
        "registry.load_file",
        _approvals,
        "admin:registry_intakebatch_changelist",
        (("tindak", "menunggu"),),
    ),
    Waiting("exports", "Ekspor menunggu persetujuan", "registry.approve_export", _exports, "registry:exports"),
    Waiting("alarms", "Peringatan belum ditinjau", "registry.review_alarm", _alarms, "registry:alarms"),
    Waiting(
        "files",
        "Berkas sedang dikerjakan",
        "registry.view_intakebatch",
        _files,
        "admin:registry_intakebatch_changelist",
        (("tindak", "berjalan"),),
    ),
    Waiting(
        "runs",
        "Pemadanan sedang berjalan",
        "elections.view_reconciliationrun",
        _runs,
        "admin:elections_reconciliationrun_changelist",
        (("tindak", "berjalan"),),
    ),
    Waiting(
        "reviews",
        "Padanan menunggu telaah",
        "elections.view_match",
        _reviews,
        "admin:elections_match_changelist",
        (("outcome__exact", Outcome.REVIEW.value),),
    ),
    Waiting(
        "proposals",
        "Usul pindah belum dijawab",
        "queueing.change_booking",
        _proposals,
        "queueing:desk_cuts",
    ),
    Waiting(
        "notices",
        "Pemberitahuan gagal dikirim",
        "queueing.view_notice",
        _notices,
        "admin:queueing_notice_changelist",
        (("state__exact", NoticeState.FAILED.value),),
    ),
)


def waiting_for(request: HttpRequest) -> dict[str, Waited]:
    """Return what waits for whoever asks, by key; asked once for a request, whoever needs it."""
    known: dict[str, Waited] | None = getattr(request, "_waiting", None)
    if known is None:
        known = _ask(request.user) if isinstance(request.user, Officer) else {}
        request._waiting = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept with the request it belongs to
    return known


def _ask(officer: Officer) -> dict[str, Waited]:
    hers = [kind for kind in WAITING if officer.has_perm(kind.permission)]
    if not hers:
        return {}
    figures: dict[str, Any] = {
        kind.key: Coalesce(Subquery(kind.figure(officer), output_field=IntegerField()), 0) for kind in hers
    }
    counts: dict[str, Any] = Officer.objects.filter(pk=officer.pk).values(**figures).get()  # type: ignore[assignment]
    return {kind.key: Waited(kind, counts[kind.key]) for kind in hers}


def _number(figure: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(figure, output_field=IntegerField()), 0)
