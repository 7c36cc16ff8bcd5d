"""The ranking pages: public, frozen, the same for everybody but officers inside their area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import conditional_page, require_safe

from elections.choices import Measure
from elections.models import RankingEdition, RegionScore
from elections.queries import rankings
from elections.queries.figures import Certainty, Figure
from elections.rules.national_series import NATIONAL_VOTERS
from elections.views import ranking_csv, trend
from elections.views.question import MEASURES, Question, asked, keep, measure_in, query_of
from registry.exporting import SEPARATORS, csv_response
from registry.scope import NATION

OFFERED: Final = 50
"""As many editions the chooser lists; older ones keep their addresses."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table with the length of its bar, 0 to 100, as text that no locale rewrites."""

    row: rankings.Row
    bar: str


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Lead to the edition chosen, or to the latest; a region the edition does not have leads to its first page."""
    chosen = request.GET.get("edisi", "")
    edition = _chosen(chosen) if chosen else rankings.editions().first()
    if edition is None:
        return render(request, "elections/rankings/none.html")
    code = request.GET.get("wilayah", "").replace("\x00", "")
    if not RegionScore.objects.filter(edition=edition, region_id=code).exists():
        code = rankings.first_code(edition)
    measure = measure_in(request.GET)
    return redirect(reverse("elections:ranking", args=[edition.pk, code]) + query_of(measure))


def _chosen(number: str) -> RankingEdition:
    try:
        return rankings.editions().get(pk=int(number))
    except (ValueError, RankingEdition.DoesNotExist) as missing:
        raise Http404("Edisi itu tidak ada.") from missing


@require_safe
@conditional_page
def show(request: HttpRequest, edition_id: int, code: str) -> HttpResponse:
    """Show one region of one edition with what lies inside it."""
    question = asked(request, edition_id, code)
    ranking = question.answer()
    return keep(question, render(request, "elections/rankings/show.html", _context(question, ranking)))


@require_safe
def download(request: HttpRequest, edition_id: int, code: str) -> HttpResponseBase:
    """Send what the page shows as CSV, all its pages in one file; `?pemisah=titik-koma` for Indonesian Excel."""
    question = asked(request, edition_id, code)
    word = request.GET.get("pemisah", "")
    separator = SEPARATORS.get(word, ",")
    ranking = question.answer(all_pages=True)
    name = f"peringkat-{edition_id}-{code}.csv"
    shown = "exact" if question.exact else "public"
    etag = quote_etag(f"csv1-{edition_id}-{code}-{question.query(pemisah=word)}-{shown}")
    response = get_conditional_response(request, etag=etag) or csv_response(
        ranking_csv.rows(ranking, separator), file_name=name, separator=separator
    )
    response["ETag"] = etag
    return keep(question, response)


def _context(question: Question, ranking: rankings.Ranking) -> dict[str, Any]:
    return {
        "ranking": ranking,
        "edition": question.edition,
        "own": ranking.own,
        "lines": _lines(ranking),
        "editions": _editions(question.edition),
        "measures": [(word, measure) for word, measure in MEASURES.items()],
        "query": question.query(),
        "query_semicolon": question.query(pemisah="titik-koma"),
        "region_query": question.query_elsewhere(),
        "other_pages": _other_pages(question, ranking),
        "best": rankings.BEST if ranking.whole_level and question.measure == Measure.PERCENT else None,
        "trend": trend.points() if question.edition.run is None and question.code == NATION else None,
        "national_voters": NATIONAL_VOTERS,
        "parted": _parts(ranking),
    }


def _editions(shown: RankingEdition) -> list[RankingEdition]:
    """Return what the chooser offers: the first editions, and the one shown."""
    first = list(rankings.editions()[:OFFERED])
    return first if shown in first else [shown, *first]


def _lines(ranking: rankings.Ranking) -> list[Line]:
    """Give each row a bar from zero: the part of its roll that is unrecorded, or the number, against the longest."""
    by_share = ranking.measure == Measure.PERCENT
    lengths = [_most(row.figures.unrecorded) / (row.figures.voters if by_share else 1) for row in ranking.rows]
    longest = max(lengths, default=0) or 1
    return [Line(row, f"{100 * length / longest:.1f}") for row, length in zip(ranking.rows, lengths, strict=True)]


def _most(figure: Figure) -> int:
    return figure.value - 1 if figure.certainty is Certainty.BELOW else figure.value


def _other_pages(question: Question, ranking: rankings.Ranking) -> list[tuple[int, str]]:
    """Return the pages of a long list with their queries; none where one page holds everything."""
    pages = range(1, ranking.pages + 1) if ranking.pages > 1 else range(0)
    return [(page, question.query(halaman=page) if page > 1 else question.query()) for page in pages]


def _parts(ranking: rankings.Ranking) -> list[tuple[str, str, int, str, str]]:
    """Say what the unrecorded consist of, as (class, label, persons, start, length) of one bar of 100 units."""
    figures = ranking.own.figures
    counts = (
        ("matched", "cocok dengan SIAK, belum merekam", figures.matched_unrecorded),
        ("review", "masih diperiksa", figures.in_review),
        ("missing", "tidak ditemukan", figures.not_found),
    )
    whole = figures.unrecorded.value
    if figures.matched_unrecorded is None or not whole or (ranking.closed and not ranking.rows):
        return []
    parts, begun = [], 0
    for kind, label, figure in counts:
        assert figure is not None
        parts.append((kind, label, figure.value, f"{100 * begun / whole:.2f}", f"{100 * figure.value / whole:.2f}"))
        begun += figure.value
    return parts
