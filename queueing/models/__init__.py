"""The nouns of the queue, one file each."""

from queueing.models.notice import Notice
from queueing.models.office import Office
from queueing.models.opening_hours import OpeningHours

__all__ = ["Notice", "Office", "OpeningHours"]
