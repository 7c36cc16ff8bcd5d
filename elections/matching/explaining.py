"""A pair's evidence, field by field: as numbers that sum to its weight, and as plain Indonesian sentences.

Works on one row of ``matches.parquet`` and the summary of its run: what is shown is what decided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from math import floor, log10
from typing import Any

from elections.matching import wording
from elections.matching.contexts import CONTEXTS
from elections.matching.normalising import RAREST
from elections.matching.relations import LEVEL_COLUMNS
from elections.matching.vocabulary import LEVELS, NameLevel, NikLevel, Outcome, Reason
from elections.matching.weights import NOTHING, Weights
from elections.matching.wording import in_bits, thousands, verdict


@dataclass(frozen=True)
class Basis:
    """What a run decided by: its weights and its thresholds, in hundredths of a bit."""

    weights: Weights
    automatic: int
    review: int
    doubt: int
    margin: int

    @classmethod
    def from_summary(cls, summary: Mapping[str, Any]) -> "Basis":
        """The basis of the run whose ``summary.json`` this is. Raises KeyError for one of an older vocabulary."""
        policy = summary["policy"]
        thresholds = (policy[name] for name in ("automatic", "review", "doubt", "margin"))
        return cls(Weights.from_dict(summary["weights"]), *thresholds)


@dataclass(frozen=True)
class Part:
    """One bar of a waterfall: what it adds, and the sum up to and with it, in hundredths of a bit.

    ``field`` is a key of ``LEVELS``, ``start`` for the prior, or ``rarity`` for the bonus of a rare name; only the
    first kind has a level. ``key`` is under which the weights have it: the field, or one of its contexts.
    """

    field: str
    level: IntEnum | None
    bits: int
    total: int
    key: str

    @property
    def label(self) -> str:
        """What a table calls it."""
        return wording.LABELS[self.field]

    @property
    def words(self) -> str:
        """What the level says, without how much."""
        if self.level is None:
            return ""
        return wording.WORDS[self.field][self.level] + wording.REMARKS.get(self.key, "")


@dataclass(frozen=True)
class Account:
    """A pair's weight against one other explanation: ``random`` (a resident who happens to be like) or ``household``.

    ``parts`` begin with the start; then come the fields by strength, a rare name right after the name.
    """

    against: str
    parts: tuple[Part, ...]
    name_bits: int

    @property
    def weight(self) -> int:
        """The sum, in hundredths of a bit."""
        return self.parts[-1].total

    @property
    def likelihood(self) -> int:
        """The sum without the standing: what candidates of one row are ranked by."""
        return self.weight - sum(part.bits for part in self.parts if part.field == "standing")


def accounts(levels: Mapping[str, Any], weights: Weights) -> tuple[Account, Account]:
    """Both accounts of a pair, against a random resident and against a relative; the lower weight is the pair's.

    ``levels`` has the level columns and ``name_bits`` of ``matches.parquet``.
    """
    of_random, of_household = (_account(levels, weights, side) for side in ("random", "household"))
    return of_random, of_household


def decisive(pair: tuple[Account, Account]) -> Account:
    """The account that gave the weight: the other explanation that holds best."""
    return min(pair, key=lambda account: account.weight)


def _account(levels: Mapping[str, Any], weights: Weights, side: str) -> Account:
    ranks = {field: vocabulary(levels[f"{field}_level"]) for field, vocabulary in LEVELS.items()}
    groups: list[list[Part]] = []
    for field, level in ranks.items():
        key = _key(field, ranks, weights)
        weighed = weights.fields.get(key, {}).get(level, NOTHING)
        group = [Part(field, level, getattr(weighed, side), 0, key)]
        if side == "random" and weighed.cap:
            group.append(Part("rarity", None, min(weighed.cap, levels["name_bits"]), 0, key))
        groups.append(group)
    groups.sort(key=lambda group: -abs(sum(part.bits for part in group)))
    total = weights.prior if side == "random" else weights.household_prior
    parts = [Part("start", None, total, total, "start")]
    for part in (part for group in groups for part in group):
        total += part.bits
        parts.append(replace(part, total=total))
    return Account(side, tuple(parts), levels["name_bits"])


def _key(field: str, ranks: Mapping[str, IntEnum], weights: Weights) -> str:
    """By what ``scoring`` weighs a field: the first of its contexts that the weights know and that holds."""
    known = (context for context in CONTEXTS.get(field, ()) if context.name in weights.fields)
    return next((context.name for context in known if context.holds(ranks)), field)


def levels_of(figures: str, name_bits: int) -> dict[str, int]:
    """The columns that ``accounts`` reads, from levels stored as one figure each in the order of LEVEL_FIELDS."""
    return {**dict(zip(LEVEL_COLUMNS, map(int, figures), strict=True)), "name_bits": name_bits}


def explain(match: Mapping[str, Any], basis: Basis) -> list[str]:
    """A row of ``matches.parquet`` in sentences: what became of it, the evidence, the sum, the next candidate."""
    said = [f"{outcome_in_words(match['outcome'], match['reason'])}."]
    if match["weight"] is None:
        return said
    pair = accounts(match, basis.weights)
    return [*said, *sentences(pair), *_judgement(match, pair[0].likelihood, basis)]


def outcome_in_words(outcome: str, reason: str | None) -> str:
    """What became of a row and, where a person must decide, why."""
    words = wording.OUTCOMES[Outcome(outcome)]
    return f"{words}: {wording.REASONS[Reason(reason)]}" if reason else words


def sentences(pair: tuple[Account, Account]) -> Iterator[str]:
    """The account that decided, one sentence a field, the strongest first."""
    account = decisive(pair)
    other = next(one for one in pair if one is not account)
    yield (
        f"Penjelasan lain yang paling mungkin: {wording.AGAINST[account.against]}. Terhadapnya bobot pasangan ini "
        f"{in_bits(account.weight)} bit; terhadap {wording.AGAINST[other.against]} {in_bits(other.weight)} bit."
    )
    start, *parts = account.parts
    yield f"Titik awal {in_bits(start.bits)} bit: {wording.STARTS[account.against]}."
    bonus = next((part.bits for part in parts if part.field == "rarity"), None)
    elsewhere = {part.field: part.bits for part in other.parts}
    for part in parts:
        if part.field == "name" and bonus is not None:
            yield f"{part.words}; {_how_rare(account.name_bits)}: {verdict(part.bits + bonus)}."
        elif part.level is not None:
            yield _sentence(part, part.bits > 0 > elsewhere[part.field])


def _sentence(part: Part, is_unlike_family: bool) -> str:
    if not part.level:
        return f"{part.words}: tidak dihitung."
    remark = wording.UNLIKE_FAMILY if is_unlike_family else ""
    return f"{part.words}{remark}: {verdict(part.bits)}."


def _how_rare(name_bits: int) -> str:
    """How many residents bear a name of this rarity."""
    if name_bits >= RAREST:
        return "nama ini sangat jarang"
    among: float = 2 ** (name_bits / 100)
    digits = max(0, floor(log10(among)) - 1)
    return f"nama ini dipakai sekitar 1 dari {thousands(round(among / 10**digits) * 10**digits)} penduduk"


def _judgement(match: Mapping[str, Any], likelihood: int, basis: Basis) -> Iterator[str]:
    """What the thresholds and the margin made of the sum."""
    weight, margin = match["weight"], match["margin"]
    if margin is None:
        yield f"Jumlahnya {in_bits(weight)} bit; NIK dan orangnya cocok, jadi calon lain tidak dicari."
        return
    yield weight_in_words(weight, basis)
    is_torn = match["nik_level"] == NikLevel.EQUAL and match["name_level"] < NameLevel.VARIANT and margin <= 0
    if is_torn:
        yield "NIK mengarah ke calon ini, tetapi nama mengarah ke calon lain: tidak dihubungkan tanpa petugas."
    elif margin == likelihood - basis.doubt:
        yield "Tidak ada calon lain yang layak dilihat."
    elif margin >= basis.margin:
        yield f"Calon berikutnya tertinggal {in_bits(margin)} bit, memenuhi syarat {in_bits(basis.margin)} bit."
    else:
        yield (
            f"Calon berikutnya hanya tertinggal {in_bits(margin)} bit, kurang dari syarat {in_bits(basis.margin)} bit: "
            "petugas yang memilih."
        )


def weight_in_words(weight: int, basis: Basis) -> str:
    """A sum against the two thresholds."""
    total = f"Jumlahnya {in_bits(weight)} bit"
    enough, least = in_bits(basis.automatic), in_bits(basis.review)
    if weight >= basis.automatic:
        return f"{total}, mencapai batas {enough} bit untuk dihubungkan tanpa petugas."
    if weight >= basis.review:
        return f"{total}, di bawah batas {enough} bit tetapi tidak di bawah {least} bit: petugas yang memutuskan."
    return f"{total}, di bawah batas {least} bit: tidak cukup untuk dianggap orang yang sama."
