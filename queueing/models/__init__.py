"""The nouns of the queue, one file each."""

from queueing.models.attempt import Attempt
from queueing.models.booking import Booking
from queueing.models.calendar import Closure, ExtraOpening, Holiday, ProtocolPeriod
from queueing.models.call import Call
from queueing.models.capacity_cut import CapacityCut
from queueing.models.counter import Counter, CounterShift
from queueing.models.device import Device
from queueing.models.draw import Draw
from queueing.models.invitation import Invitation
from queueing.models.move_proposal import MoveProposal
from queueing.models.notice import Notice
from queueing.models.office import Office
from queueing.models.one_time_code import OneTimeCode
from queueing.models.opening_hours import OpeningHours
from queueing.models.outage import Outage, PriorityToken
from queueing.models.party import Party
from queueing.models.queue_event import QueueEvent
from queueing.models.recording_session import RecordingSession, SessionPart
from queueing.models.release_plan import ReleasePlan
from queueing.models.seat import Seat
from queueing.models.slot import RecordingSlot
from queueing.models.tally import Tally
from queueing.models.team_visit import TeamVisit, VisitEvent, VisitPerson
from queueing.models.ticket import NumberSequence, Ticket

__all__ = [
    "Attempt",
    "Booking",
    "Call",
    "CapacityCut",
    "Closure",
    "Counter",
    "CounterShift",
    "Device",
    "Draw",
    "ExtraOpening",
    "Holiday",
    "Invitation",
    "MoveProposal",
    "Notice",
    "NumberSequence",
    "Office",
    "OneTimeCode",
    "OpeningHours",
    "Outage",
    "Party",
    "PriorityToken",
    "ProtocolPeriod",
    "QueueEvent",
    "RecordingSession",
    "RecordingSlot",
    "ReleasePlan",
    "Seat",
    "SessionPart",
    "Tally",
    "TeamVisit",
    "Ticket",
    "VisitEvent",
    "VisitPerson",
]
