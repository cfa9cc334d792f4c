"""Exact event-time windows: how many, how much and how many different within (t - w, t].

Sorted times with running sums; one bisect per edge. Late events are inserted where they belong,
events already counted are ignored, amounts are whole minor units, so every answer is exact.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from services.monitoring.domain.observation import Entity, Kind, Observation

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_MEMBERS = 64
"""Distinct counts are exact up to here and stay there beyond; no rule asks for more."""
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    return (instant - EPOCH) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """Which events are counted together, per what, and whose different values matter."""

    of: frozenset[Kind]
    by: Entity
    members: Entity | None = None


class Series:
    """The events of one entity in order of time."""

    __slots__ = ("_entries", "_order", "_sums")

    def __init__(self) -> None:
        self._entries: dict[str, tuple[int, int, str]] = {}
        """Event id -> time in microseconds, amount, member."""
        self._order: list[tuple[int, str]] = []
        self._sums: list[int] = [0]
        """Running sums: before the first event, after the first, ..."""

    def __len__(self) -> int:
        return len(self._order)

    def add(self, event_id: str, at: int, amount: int = 0, member: str = "") -> bool:
        """Count an event; False when it was counted before."""
        if event_id in self._entries:
            return False
        self._entries[event_id] = (at, amount, member)
        entry = (at, event_id)
        if not self._order or entry > self._order[-1]:
            self._order.append(entry)
            self._sums.append(self._sums[-1] + amount)
        else:
            insort(self._order, entry)
            self._sum_up()
        return True

    def discard(self, event_id: str) -> None:
        """Take an event back as if it had never been."""
        entry = self._entries.pop(event_id, None)
        if entry is not None:
            self._order.remove((entry[0], event_id))
            self._sum_up()

    def forget_until(self, instant: int) -> None:
        """Drop everything at or before an instant that no window reaches any more."""
        gone = self._after(instant)
        for _, event_id in self._order[:gone]:
            del self._entries[event_id]
        del self._order[:gone]
        self._sum_up()

    def count(self, at: int, width: int, excluding: str | None = None) -> int:
        """Events in (at - width, at], without one of them if so wished."""
        first, end = self._edges(at, width)
        return end - first - self._holds(excluding, at, width)

    def total(self, at: int, width: int, excluding: str | None = None) -> int:
        """The sum of their amounts."""
        first, end = self._edges(at, width)
        held = self._holds(excluding, at, width)
        own = self._entries[excluding][1] if held and excluding is not None else 0
        return self._sums[end] - self._sums[first] - own

    def distinct(self, at: int, width: int, excluding: str | None = None) -> int:
        """How many different members they have, at most MOST_MEMBERS."""
        first, end = self._edges(at, width)
        members: set[str] = set()
        for _, event_id in self._order[first:end]:
            if event_id != excluding:
                members.add(self._entries[event_id][2])
                if len(members) == MOST_MEMBERS:
                    break
        return len(members)

    def times_after(self, at: int, width: int) -> list[int]:
        """The times of later events whose windows reach back to this instant."""
        end = bisect_right(self._order, at + width - 1, key=_time)
        return sorted({time for time, _ in self._order[self._after(at) : end]})

    def _edges(self, at: int, width: int) -> tuple[int, int]:
        return self._after(at - width), self._after(at)

    def _after(self, instant: int) -> int:
        return bisect_right(self._order, instant, key=_time)

    def _holds(self, event_id: str | None, at: int, width: int) -> bool:
        entry = None if event_id is None else self._entries.get(event_id)
        return entry is not None and at - width < entry[0] <= at

    def _sum_up(self) -> None:
        amounts = (self._entries[event_id][1] for _, event_id in self._order)
        self._sums = list(accumulate(amounts, initial=0))


def _time(entry: tuple[int, str]) -> int:
    return entry[0]


class Windows:
    """All series that the rules ask for, filled from observations."""

    def __init__(self, specs: Iterable[SeriesSpec]) -> None:
        self._series: dict[SeriesSpec, dict[str, Series]] = {spec: {} for spec in specs}
        self._empty = Series()

    def add(self, observation: Observation) -> bool:
        """Count an observation wherever it belongs; False when nothing counted it anew."""
        at = microseconds(observation.occurred_at)
        is_new = False
        for spec, by_value in self._fed_by(observation):
            series = by_value.setdefault(observation.entities[spec.by], Series())
            member = observation.entities.get(spec.members, "") if spec.members else ""
            is_new |= series.add(observation.observation_id, at, observation.amount_minor, member)
        return is_new

    def discard(self, observation: Observation) -> None:
        """Take an observation back whose transaction failed."""
        for spec, by_value in self._fed_by(observation):
            series = by_value.get(observation.entities[spec.by])
            if series is not None:
                series.discard(observation.observation_id)

    def replace(self, observation: Observation) -> None:
        """Count it with its new amount instead."""
        self.discard(observation)
        self.add(observation)

    def series(self, spec: SeriesSpec, value: str) -> Series:
        """The series of one entity; an empty one when nothing happened."""
        return self._series[spec].get(value, self._empty)

    def forget_until(self, instant: datetime) -> None:
        """Drop what no window reaches any more."""
        for by_value in self._series.values():
            for value, series in list(by_value.items()):
                series.forget_until(microseconds(instant))
                if not len(series):
                    del by_value[value]

    @property
    def sizes(self) -> Mapping[SeriesSpec, int]:
        """How many entities each kind of series is kept for."""
        return {spec: len(by_value) for spec, by_value in self._series.items()}

    def _fed_by(self, observation: Observation) -> list[tuple[SeriesSpec, dict[str, Series]]]:
        return [
            (spec, by_value)
            for spec, by_value in self._series.items()
            if observation.kind in spec.of and spec.by in observation.entities
        ]
