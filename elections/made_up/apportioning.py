"""Sharing out a whole number: the largest-remainder method, with caps."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor


def apportion(total: int, weights: Sequence[float], caps: Sequence[int] | None = None) -> list[int]:
    """Share `total` over `weights` so that the parts add up exactly (Hamilton's method).

    Equal remainders go to the earlier part, so the answer depends on nothing but the arguments. With `caps`,
    no part exceeds its cap, and what a full part cannot take goes to the others.
    Raises ValueError when the caps, or weights that are all zero, leave no room for the total.
    """
    limits = [total] * len(weights) if caps is None else list(caps)
    open_parts = [weight if limit > 0 else 0.0 for weight, limit in zip(weights, limits, strict=True)]
    parts = [0] * len(weights)
    left = total
    while left:
        if not any(open_parts):
            raise ValueError(f"{left} of {total} cannot be shared out: every part is full or weighs nothing")
        for place, amount in enumerate(_one_round(left, open_parts)):
            taken = min(amount, limits[place] - parts[place])
            parts[place] += taken
            left -= taken
            if parts[place] == limits[place]:
                open_parts[place] = 0.0
    return parts


def _one_round(total: int, weights: Sequence[float]) -> list[int]:
    """Share `total` once, without caps."""
    sum_of_weights = sum(weights)
    quotas = [total * weight / sum_of_weights for weight in weights]
    parts = [floor(quota) for quota in quotas]
    by_remainder = sorted(
        (place for place, weight in enumerate(weights) if weight),
        key=lambda place: (parts[place] - quotas[place], place),
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
