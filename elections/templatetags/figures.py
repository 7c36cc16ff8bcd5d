"""How templates write figures: 1.234, kurang dari 5, at least so many; percentages with a decimal comma."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from elections.queries import rankings
from elections.queries.figures import PLACES, Certainty, Figure, Share
from registry.models.region import Region

register = template.Library()


@register.filter
def figure(shown: Figure | int | None) -> str:
    """Write a number of persons with thousands separated; a dash where there is none."""
    if shown is None:
        return "–"  # noqa: RUF001 - the dash of an empty cell
    if isinstance(shown, int):
        return number_format(shown, force_grouping=True)
    text = number_format(shown.value, force_grouping=True)
    return {Certainty.EXACT: text, Certainty.BELOW: f"kurang dari {text}", Certainty.AT_LEAST: f"≥ {text}"}[
        shown.certainty
    ]


@register.filter
def share(shown: Share) -> str:
    """Write a percentage."""
    text = f"{number_format(shown.value, decimal_pos=PLACES)} %"
    return text if shown.certainty is Certainty.EXACT else f"≥ {text}"


@register.filter
def labelled(region: Region) -> str:
    """Name a region with its kind."""
    return rankings.labelled(region)
