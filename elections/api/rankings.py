"""Rankings for other programs: the same figures as the page, read-only and public."""

from __future__ import annotations

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from elections.api.serializers import RankingSerializer
from elections.views.question import asked, keep


class RankingThrottle(SimpleRateThrottle):
    """A hundred and twenty answers a minute for each address; a program needs one per region and edition."""

    scope = "rankings"
    rate = "120/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002
        """Count by address, signed in or not."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


@method_decorator(conditional_page, name="dispatch")
class RankingView(APIView):
    """`GET /api/peringkat/<edition>/<kode wilayah>/`, with the query of the page: ukuran, tingkat, halaman."""

    permission_classes = (AllowAny,)
    throttle_classes = (RankingThrottle,)

    def get(self, request: Request, edition_id: int, code: str) -> Response:
        """Answer with one region and what lies inside it."""
        question = asked(request._request, edition_id, code)  # noqa: SLF001 - Django's own request, for its user
        return keep(question, Response(RankingSerializer(question.answer()).data))
