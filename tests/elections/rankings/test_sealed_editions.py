"""A published edition takes no further score, also when its transaction is long over."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from elections.actions import rankings
from elections.models import RegionScore
from tests.factories.elections import MOMENT, make_region, make_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_a_score_that_comes_after_publication_is_refused() -> None:
    edition = rankings.publish(make_run({"35.16.01.2001": (190, 8, 6, 5)}), by=None, at=MOMENT)
    late = edition.scores.get(level="village")
    make_region("35.16.01.2002")
    late.pk, late.region_id = None, "35.16.01.2002"
    with pytest.raises(IntegrityError, match="takes no further score"):
        late.save(force_insert=True)
    assert RegionScore.objects.filter(edition=edition).count() == 5
