"""How the members of a household stand to a new head: a proposal by table, which the clerk may change."""

from typing import Final

from registry.rules.siak_codes import Relation

#: Relation of the new head so far -> relation of a member so far -> her relation to the new head.
#: What is not in the table cannot be told from the codes alone and becomes "famili lain".
_TO_SPOUSE: Final = {
    Relation.CHILD: Relation.CHILD,
    Relation.CHILD_IN_LAW: Relation.CHILD_IN_LAW,
    Relation.GRANDCHILD: Relation.GRANDCHILD,
    Relation.PARENT: Relation.PARENT_IN_LAW,
    Relation.PARENT_IN_LAW: Relation.PARENT,
}
_TABLE: Final[dict[Relation, dict[Relation, Relation]]] = {
    Relation.HUSBAND: _TO_SPOUSE,
    Relation.WIFE: _TO_SPOUSE,
    Relation.CHILD: {
        Relation.HUSBAND: Relation.PARENT,
        Relation.WIFE: Relation.PARENT,
        Relation.HEAD: Relation.PARENT,
    },
    Relation.CHILD_IN_LAW: {
        Relation.HUSBAND: Relation.PARENT_IN_LAW,
        Relation.WIFE: Relation.PARENT_IN_LAW,
        Relation.HEAD: Relation.PARENT_IN_LAW,
        Relation.GRANDCHILD: Relation.CHILD,
    },
    Relation.PARENT: {Relation.HEAD: Relation.CHILD, Relation.CHILD: Relation.GRANDCHILD},
    Relation.PARENT_IN_LAW: {
        Relation.HEAD: Relation.CHILD_IN_LAW,
        Relation.HUSBAND: Relation.CHILD,
        Relation.WIFE: Relation.CHILD,
        Relation.CHILD: Relation.GRANDCHILD,
    },
}
#: These stand to a household, not to its head's blood.
_STAY: Final = frozenset({Relation.DOMESTIC_WORKER, Relation.OTHER})


def to_new_head(member: int, new_head: int, *, sex: str) -> Relation:
    """Propose how a member stands to a new head.

    Args:
        member: the member's relation to the old head.
        new_head: the new head's own relation to the old head.
        sex: the member's, L or P: the old head becomes husband or wife of a spouse who takes over.
    """
    if member in _STAY:
        return Relation(member)
    if new_head == Relation.HEAD:
        return Relation(member)
    if member == Relation.HEAD and new_head in {Relation.HUSBAND, Relation.WIFE}:
        return Relation.HUSBAND if sex == "L" else Relation.WIFE
    return _TABLE.get(Relation(new_head), {}).get(Relation(member), Relation.OTHER_RELATIVE)


def relation_of_newborn(parent: int) -> Relation:
    """How a newborn stands to the head, by the parent's own relation."""
    if parent in {Relation.HEAD, Relation.HUSBAND, Relation.WIFE}:
        return Relation.CHILD
    if parent in {Relation.CHILD, Relation.CHILD_IN_LAW}:
        return Relation.GRANDCHILD
    return Relation.OTHER_RELATIVE
