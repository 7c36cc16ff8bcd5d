"""Elections set up from what the law of their year says."""

from __future__ import annotations

from django.db import transaction

from elections.models import Election
from elections.rules.known_elections import KnownElection


@transaction.atomic
def set_up(known: KnownElection) -> Election:
    """Make the election, or bring its rules up to what is known; a polling date changed by hand stays."""
    election, made = Election.objects.select_for_update().get_or_create(
        slug=known.slug,
        defaults={
            "name": known.name,
            "kind": known.kind,
            "polling_date": known.polling_date,
            "regions": list(known.regions),
            "rules": known.rules,
        },
    )
    if not made and election.rules != known.rules:
        election.rules = known.rules
        election.save(update_fields=["rules"])
    return election
