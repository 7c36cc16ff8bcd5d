"""The shapes in which rankings are answered to other programs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from elections.models import RankingEdition
from elections.queries.figures import Certainty, Figure, Share
from elections.queries.rankings import Ranking, Row
from elections.views.ranking_csv import SIMULATED


class FigureField(serializers.Field[Any, Any, Any, Any]):
    """A count or a percentage: `value` where it is exact, else `below` or `at_least`; null where there is none."""

    def to_representation(self, value: Figure | Share) -> dict[str, Any]:
        """Write it; percentages are text, so that no digit is lost."""
        written = value.value if isinstance(value, Figure) else str(value.value)
        return {"value" if value.certainty is Certainty.EXACT else value.certainty.value: written}


class FiguresSerializer(serializers.Serializer[Any]):
    """The counts of one region."""

    voters = serializers.IntegerField()
    matched = FigureField(allow_null=True)
    recorded = FigureField()
    unrecorded = FigureField()
    in_review = FigureField(allow_null=True)
    not_found = FigureField(allow_null=True)
    percent = FigureField()


class RowSerializer(serializers.Serializer[Row]):
    """One region in its place."""

    code = serializers.CharField(source="region.code")
    name = serializers.CharField()
    level = serializers.CharField(source="region.level")
    rank = serializers.IntegerField(allow_null=True)
    figures = FiguresSerializer()
    provenance = serializers.CharField(source="source")
    simulated = serializers.BooleanField()
    voters_published = serializers.BooleanField()
    mark = serializers.SerializerMethodField()

    def get_mark(self, row: Row) -> str:
        """Return the word that must stand beside a simulated figure."""
        return SIMULATED if row.simulated else ""


class EditionSerializer(serializers.ModelSerializer[RankingEdition]):
    """The edition: its date, how it was counted and from what."""

    class Meta:
        model = RankingEdition
        fields = ("id", "title", "as_of", "frozen_at", "method", "sources")


class RankingSerializer(serializers.Serializer[Ranking]):
    """One region of one edition with what lies inside it, best first."""

    edition = EditionSerializer()
    measure = serializers.CharField()
    simulated = serializers.BooleanField()
    region = RowSerializer(source="own")
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    rows = RowSerializer(many=True)
