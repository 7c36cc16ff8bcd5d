"""A card as its resident's page tells it: its steps, who took it, and what an officer may write down next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from registry.choices import CardStatus, CardTaker, ResidencyStatus
from registry.models import CardEvent, CardHandover, Officer, Resident
from registry.rules import masking
from registry.rules.card_status import CardState, next_states
from registry.rules.masking import Audience
from registry.views.cards import PERMISSION
from registry.views.lines import card_state


@dataclass(frozen=True, slots=True)
class CardLine:
    """One step; `taken` says into whose hands a card went, or nothing."""

    event: CardEvent
    taken: str


def steps_of(events: Iterable[CardEvent], officer: Officer) -> list[CardLine]:
    """Return the steps as this officer may see them."""
    return [CardLine(event, _taken(event, officer)) for event in events]


def next_of(resident: Resident, officer: Officer) -> list[dict[str, str]]:
    """Return the buttons of a card: each state it may go to from here, for whoever may write it down."""
    if resident.residency_status != ResidencyStatus.ALIVE or not officer.has_perm(PERMISSION):
        return []
    now = card_state(resident)
    return [_button(state, resident.pk, is_again=now == CardState.CARD_ISSUED) for state in next_states(now)]


def _button(state: CardState, resident: int, *, is_again: bool) -> dict[str, str]:
    if state == CardState.CARD_ISSUED:
        return {"title": "Serahkan KTP-el", "address": reverse("registry:hand_over_card", args=[resident])}
    address = f"{reverse('registry:move_card', args=[resident])}?{urlencode({'ke': state.value})}"
    return {"title": "Cetak ulang" if is_again else f"Catat: {CardStatus(state).label}", "address": address}


def _taken(event: CardEvent, officer: Officer) -> str:
    try:
        handover = event.handover
    except CardHandover.DoesNotExist:
        return ""
    label = CardTaker(handover.taken_by).label
    who = f"{label[0].lower()}{label[1:]}"
    shown = masking.shown_to(Audience(officer.role), nik="", kk_number="", name=handover.taker_name).name
    said = f"diambil {who}: {shown}" if shown else f"diambil {who}"
    return f"{said}. {handover.note}" if handover.note else said
