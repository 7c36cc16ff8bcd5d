"""The calendar of an office as columns of one query, and read out of them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from queueing.rules.office_calendar import Closing, OfficeCalendar, Plan, Protocol
from queueing.rules.timetable import Stretch

#: Columns of `queueing_office AS office JOIN registry_region AS region`, for `calendar_of`; wants the moment as "at".
CALENDAR: Final = """
office.id, office.name, office.kind, office.address, office.time_zone, office.region_id,
CASE region.kind WHEN '' THEN '' ELSE initcap(region.kind) || ' ' END || region.name AS region_name,
(SELECT json_agg(region_id) FROM queueing_office_served WHERE office_id = office.id) AS served,
(SELECT json_agg(json_build_array(district.code, district.name) ORDER BY district.name)
 FROM registry_region AS district
 WHERE district.parent_id = office.region_id AND district.level = 'district' AND district.valid_to IS NULL
) AS districts,
(SELECT row_to_json(plan) FROM queueing_releaseplan AS plan WHERE plan.office_id = office.id) AS plan,
(SELECT count(*) FROM queueing_device WHERE office_id = office.id AND works) AS devices,
(SELECT json_agg(json_build_array(weekday, opens_at, closes_at) ORDER BY weekday, opens_at)
 FROM queueing_openinghours WHERE office_id = office.id) AS weekly,
(SELECT json_agg(json_build_array(day, name)) FROM queueing_holiday
 WHERE is_observed AND day >= (%(at)s AT TIME ZONE office.time_zone)::date) AS holidays,
(SELECT json_agg(json_build_array(day, from_time, until_time, reason) ORDER BY from_time NULLS FIRST)
 FROM queueing_closure
 WHERE office_id = office.id AND day >= (%(at)s AT TIME ZONE office.time_zone)::date) AS closures,
(SELECT json_agg(json_build_array(day, opens_at, closes_at) ORDER BY opens_at) FROM queueing_extraopening
 WHERE office_id = office.id AND day >= (%(at)s AT TIME ZONE office.time_zone)::date) AS extra,
(SELECT json_agg(json_build_array(starts_on, ends_on, percent)) FROM queueing_protocolperiod
 WHERE office_id = office.id AND ends_on > (%(at)s AT TIME ZONE office.time_zone)::date) AS protocols
"""


def calendar_of(row: Mapping[str, Any]) -> OfficeCalendar:
    """Make the calendar of one row; an office without a plan has the usual one."""
    return OfficeCalendar(
        zone=row["time_zone"],
        devices=row["devices"],
        plan=_plan(row["plan"]),
        weekly=_stretches(row["weekly"], int),
        holidays={_day(day): name for day, name in row["holidays"] or ()},
        closures=_closures(row["closures"]),
        extra=_stretches(row["extra"], _day),
        protocols=[Protocol(_day(start), _day(end), percent) for start, end, percent in row["protocols"] or ()],
    )


def _plan(written: Mapping[str, Any] | None) -> Plan:
    if written is None:
        return Plan()
    facts = {name: value for name, value in written.items() if name != "office_id"}
    clocks = {name: _clock(facts[name]) for name in ("opens_at", "same_day_at")}
    return Plan(**{**facts, **clocks})


def _stretches(rows: Iterable[Sequence[Any]] | None, key: Any) -> dict[Any, list[Stretch]]:  # noqa: ANN401 - days or weekdays
    found: dict[Any, list[Stretch]] = defaultdict(list)
    for of, opens_at, closes_at in rows or ():
        found[key(of)].append(Stretch(_clock(opens_at), _clock(closes_at)))
    return dict(found)


def _closures(rows: Iterable[Sequence[Any]] | None) -> dict[datetime.date, list[Closing]]:
    found: dict[datetime.date, list[Closing]] = defaultdict(list)
    for day, begins, ends, reason in rows or ():
        found[_day(day)].append(Closing(_clock(begins) if begins else None, _clock(ends) if ends else None, reason))
    return dict(found)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _clock(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)
