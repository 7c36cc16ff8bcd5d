"""Move proposals: somebody whose place a cut took is asked to come another time. Nobody is moved without an answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from queueing.choices import ProposalState
from registry.scope import ScopedManager

#: Her old place is gone and she has no other yet.
LIVE_PROPOSALS = (ProposalState.OPEN, ProposalState.UNANSWERED)


class MoveProposal(models.Model):
    """One question to one party. The seats of `proposed` are kept for it (`Seat.offered_to`) until `answer_by`.

    Without `proposed` there was no room near; she chooses for herself. Unanswered, it stays for a clerk to phone.
    """

    cut = models.ForeignKey(
        "queueing.CapacityCut", models.PROTECT, related_name="proposals", verbose_name="pengurangan"
    )
    party = models.ForeignKey(
        "queueing.Party", models.PROTECT, related_name="proposals", db_index=False, verbose_name="rombongan"
    )
    area = models.CharField("wilayah", max_length=13, db_collation="C", editable=False)
    was = models.ForeignKey(
        "queueing.RecordingSlot", models.PROTECT, related_name="+", db_index=False, verbose_name="semula"
    )
    proposed = models.ForeignKey(
        "queueing.RecordingSlot", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="usul"
    )
    state = models.CharField("status", max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    made_at = models.DateTimeField("diusulkan pada")
    answer_by = models.DateTimeField("dijawab paling lambat")
    answered_at = models.DateTimeField("dijawab pada", null=True)

    objects = ScopedManager["MoveProposal"]("area")
    unscoped = models.Manager["MoveProposal"]()

    class Meta:
        verbose_name = "usul pindah"
        verbose_name_plural = "usul pindah"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["party", "-made_at"], name="proposals_of_a_party"),
            models.Index(fields=["answer_by"], condition=Q(state=ProposalState.OPEN), name="proposals_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(state__in=LIVE_PROPOSALS), name="a_party_is_asked_one_thing_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="a_proposal_is_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_PROPOSALS, answered_at__isnull=True)
                | ~Q(state__in=LIVE_PROPOSALS) & Q(answered_at__isnull=False),
                name="an_answered_proposal_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
