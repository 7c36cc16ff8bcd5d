"""What a page, a file or an answer about rankings is asked: read from the address, the query and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from elections.choices import Measure
from elections.models import RankingEdition, RegionScore
from elections.queries import rankings
from registry.models.officer import Officer
from registry.scope import NATION

#: What `?ukuran=` may say; anything else means the first.
MEASURES: Final = {"persen": Measure.PERCENT, "sisa": Measure.BACKLOG}
WHOLE_LEVEL: Final = "kabupaten"
MOST_PAGES: Final = 10_000
_FIVE_MINUTES: Final = 5 * 60

Response = TypeVar("Response", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class Question:
    """One ranking as it was asked for."""

    edition: RankingEdition
    code: str
    measure: Measure
    whole_level: bool
    page: int
    exact: bool
    signed_in: bool

    def answer(self, *, all_pages: bool = False) -> rankings.Ranking:
        """Return what was asked for.

        Raises:
            Http404: the edition has no such region, or no such page.
        """
        try:
            return rankings.ranking_of(
                self.edition,
                self.code,
                measure=self.measure,
                whole_level=self.whole_level,
                page=None if all_pages else self.page,
                exact=self.exact,
            )
        except RegionScore.DoesNotExist as missing:
            raise Http404("Edisi ini tidak memuat wilayah atau halaman itu.") from missing

    def query(self, **changed: str | int) -> str:
        """Return the query that asks the same again, with something added; what is default is left out."""
        return query_of(self.measure, **({"tingkat": WHOLE_LEVEL} if self.whole_level else {}), **changed)

    def query_elsewhere(self) -> str:
        """Return the query that asks the same of another region."""
        return query_of(self.measure)


def asked(request: HttpRequest, edition_id: int, code: str) -> Question:
    """Read the question.

    Raises:
        Http404: there is no such edition, or the page is no number.
    """
    if "\x00" in code:
        raise Http404("Wilayah itu tidak ada.")
    edition = get_object_or_404(rankings.editions(), pk=edition_id)
    return Question(
        edition=edition,
        code=code,
        measure=measure_in(request.GET),
        whole_level=request.GET.get("tingkat") == WHOLE_LEVEL and code == NATION,
        page=_page(request.GET),
        exact=sees_exactly(request, code),
        signed_in=bool(request.user.is_authenticated),
    )


def measure_in(query: QueryDict) -> Measure:
    """Return the measure asked for; an unknown one is the percentage."""
    return MEASURES.get(query.get("ukuran", ""), Measure.PERCENT)


def query_of(measure: Measure, **more: str | int) -> str:
    """Return the query that asks for a measure; the default measure needs no word."""
    word = next(word for word, meant in MEASURES.items() if meant == measure)
    asked = ({} if measure == Measure.PERCENT else {"ukuran": word}) | more
    return f"?{urlencode(asked)}" if asked else ""


def sees_exactly(request: HttpRequest, code: str) -> bool:
    """Return whether small counts of villages may be shown: to officers who may see rankings, inside their area."""
    officer = request.user
    if not isinstance(officer, Officer) or not officer.has_perm("elections.view_rankingedition"):
        return False
    area = officer.area_id
    return area is not None and (area in {NATION, code} or code.startswith(f"{area}."))


def keep(question: Question, response: Response) -> Response:
    """Let anybody keep what the public may see for five minutes; keep what an officer sees nowhere."""
    if question.signed_in:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=_FIVE_MINUTES)
    return response


def _page(query: QueryDict) -> int:
    try:
        page = int(query.get("halaman", "1"))
    except ValueError as wrong:
        raise Http404("Nomor halaman harus angka.") from wrong
    if not 1 <= page <= MOST_PAGES:
        raise Http404("Tidak ada halaman dengan nomor itu.")
    return page
