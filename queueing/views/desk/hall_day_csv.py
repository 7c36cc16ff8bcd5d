"""A hall's day as rows of a CSV file: what the page shows, one figure a row, with the moment in every row.

Which counter is open now and who sits there is no figure of the day, and stands on the page alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from queueing.queries.hall_counters import CounterDay
from queueing.queries.hall_day import HourOfDay, LaneOfDay, OfficeDay
from queueing.rules.day_measures import COMPARED, LABELS, SHOWN

_SPANS: Final = ("Median tunggu (menit)", "P90 tunggu (menit)", "Median layanan (menit)", "P90 layanan (menit)")
_NOT_COME: Final = "Pesanan yang tidak datang"
Row = Sequence[object]
#: A part of the page, what of it, and its figures with their names.
Part = tuple[str, str, Iterable[tuple[str, object]]]


def of_offices(days: Sequence[OfficeDay], now: datetime.datetime) -> Iterator[Row]:
    """Yield the heading, then one row per office."""
    yield ("Kantor", "Hari", "Per", *map(LABELS.__getitem__, COMPARED), _SPANS[0], _SPANS[2], _NOT_COME, "Loket buka")
    for one in days:
        counts = map(one.counts.__getitem__, COMPARED)
        is_open = one.open_counters if one.is_today else ""
        yield (*_head(one, now), *counts, one.wait_median, one.service_median, one.not_come, is_open)


def of_day(
    one: OfficeDay,
    lanes: Sequence[LaneOfDay],
    counters: Sequence[CounterDay],
    hours: Sequence[HourOfDay],
    now: datetime.datetime,
) -> Iterator[Row]:
    """Yield the heading, then one row per figure: of the office, of each service and lane, counter and hour."""
    yield ("Kantor", "Hari", "Per", "Bagian", "Rincian", "Ukuran", "Angka")
    head = _head(one, now)
    parts = (_of_office(one), *map(_of_lane, lanes), *map(_of_counter, counters), *map(_of_hour, hours))
    for part, detail, figures in parts:
        for title, figure in figures:
            yield (*head, part, detail, title, figure)


_LANE: Final = ("Datang", "Menunggu", "Di loket", "Selesai", "Tidak datang ke loket", _SPANS[0])
_COUNTER: Final = ("Selesai", _SPANS[2], "Ditunggui (menit)", "Tanpa nomor (menit)")
_HOUR: Final = ("Datang", "Selesai", "Antre pada akhir jam")


def _of_office(one: OfficeDay) -> Part:
    figures: list[tuple[str, object]] = [
        (LABELS[measure], one.counts[measure]) for measure in (*SHOWN, "dipanggil", "diberi-tahu")
    ]
    for measure, share in one.told_shares:
        figures += [(LABELS[measure], one.counts[measure]), (f"{LABELS[measure]} (%)", share)]
    figures += [*zip(_SPANS, _spans(one), strict=True), ("Pesanan", one.booked), (_NOT_COME, one.not_come)]
    return "Kantor", "", figures


def _of_lane(one: LaneOfDay) -> Part:
    figures = (one.came, one.waiting, one.called, one.served, one.no_show, one.wait_median)
    return "Layanan dan jalur", f"{one.service_label}, {one.lane_label}", zip(_LANE, figures, strict=True)


def _of_counter(one: CounterDay) -> Part:
    figures = (one.served, one.service_median, one.sat, one.idle)
    return "Loket", f"Loket {one.number}", zip(_COUNTER, figures, strict=True)


def _of_hour(one: HourOfDay) -> Part:
    return "Jam", f"{one.hour:02d}.00", zip(_HOUR, (one.came, one.served, one.waiting), strict=True)


def _spans(one: OfficeDay) -> Row:
    return (one.wait_median, one.wait_p90, one.service_median, one.service_p90)


def _head(one: OfficeDay, now: datetime.datetime) -> Row:
    here = now.astimezone(ZoneInfo(one.office.time_zone))
    return (one.office.name, f"{one.day:%d-%m-%Y}", f"{here:%d-%m-%Y %H.%M} {one.zone}")
