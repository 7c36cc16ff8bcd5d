"""Share a whole number out by whole weights, so that the parts add up exactly (largest remainder, Hamilton).

Used where only a total was published, such as the roll of a regency, and its parts have to be made up.
"""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Parts in the order of the weights; their sum is `total`, each within one of its exact share.

    Integer arithmetic throughout. Equal remainders go to the larger weight, then to the earlier one, so the
    answer depends on nothing else. A zero weight gets nothing; a total within the sum of the weights never
    gives a part more than its weight. ValueError for negative numbers and for nothing to share a total over.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a total and its weights are counts: none may be negative")
    if not whole:
        return _parts_of_nothing(total, len(weights))
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: (-(total * weights[place] % whole), -weights[place], place)
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _parts_of_nothing(total: int, places: int) -> list[int]:
    if total:
        raise ValueError(f"{total} cannot be shared out: every weight is zero")
    return [0] * places
