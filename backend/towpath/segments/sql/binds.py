"""The parameters of a compiled statement: fixed values, and values that depend on the present."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

import msgspec

from towpath.engine.conditions.moments import Edge, On, Shifted

# Names that the list of zones has and that say nothing, or another thing on each machine.
_NOT_ZONES = frozenset({"Factory", "localtime", "posixrules"})


class ByZone(msgspec.Struct, frozen=True):
    """A moment or day in every time zone: the one of the workspace, and (JSON) those that differ from it."""

    usual: Any
    others: str
    least: Any
    greatest: Any


class Present:
    """The moment and the workspace's time zone in which a condition is asked.

    `known_zones` are the zones that the database knows, too; only yearly returns of moments need them.
    """

    def __init__(self, now: datetime, zone: str, known_zones: frozenset[str] = frozenset()) -> None:
        self.now, self.zone, self.known_zones = now, zone, known_zones
        self._edges: dict[Hashable, ByZone] = {}

    def edge(self, edge: Edge, *, is_low: bool, as_day: bool) -> ByZone:
        """Return where an edge lies in each time zone; worked out once."""
        key = (edge, is_low, as_day)
        if key not in self._edges:
            of = edge.day_of if as_day else edge.instant
            self._edges[key] = _by_zone({name: of(is_low, self.now, name) for name in zones()}, self.zone)
        return self._edges[key]


def _by_zone(values: Mapping[str, Any], zone: str) -> ByZone:
    usual = values[zone]
    others = {name: value for name, value in values.items() if value != usual}
    return ByZone(usual, msgspec.json.encode(others).decode(), min(values.values()), max(values.values()))


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(available_timezones() - _NOT_ZONES)


def depends_on_zone(edge: Edge, *, as_day: bool) -> bool:
    """Tell whether an edge lies at different moments (or on different days) for people in different zones."""
    if isinstance(edge, Shifted):
        return as_day or bool(edge.length.months or edge.length.days)
    return isinstance(edge, On) != as_day


@lru_cache(maxsize=4)
def _object_of(names: frozenset[str]) -> str:
    return msgspec.json.encode(dict.fromkeys(sorted(names & zones()), 1)).decode()


Make = Callable[[Present], Any]


class Binds:
    """Collects the parameters of one statement while it is compiled, numbered from `first`."""

    def __init__(self, first: int = 1) -> None:
        self._first = first
        self._makes: list[Make] = []
        self._known: dict[Hashable, str] = {}
        # Whether people's time zones matter, and whether the database must know the zones' names.
        self.uses_zone = False
        self.asks_for_zones = False

    def value(self, kind: str, value: Any) -> str:
        """Return the placeholder of a fixed value of an SQL type."""
        return self.made(kind, ("value", kind, _hashable(value)), lambda _: value)

    def now(self) -> str:
        return self.made("timestamptz", "now", lambda present: present.now)

    def made(self, kind: str, key: Hashable, make: Make) -> str:
        """Return the placeholder of a value that is made when the statement runs; one for each `key`."""
        if key not in self._known:
            self._makes.append(make)
            self._known[key] = f"${self._first - 1 + len(self._makes)}::{kind}"
        return self._known[key]

    def edge(self, edge: Edge, zone: str, *, is_low: bool, as_day: bool) -> str:
        """Return an expression for where an edge lies for somebody whose time zone is the SQL text `zone`."""
        kind, key = "date" if as_day else "timestamptz", (edge, is_low, as_day)
        if not depends_on_zone(edge, as_day=as_day):
            return self.made(
                kind, key, lambda p: (edge.day_of if as_day else edge.instant)(is_low, p.now, p.zone)
            )
        self.uses_zone = True
        usual = self.made(kind, (*key, "usual"), lambda p: p.edge(edge, is_low=is_low, as_day=as_day).usual)
        others = self.made(
            "jsonb", (*key, "others"), lambda p: p.edge(edge, is_low=is_low, as_day=as_day).others
        )
        return f"coalesce(({others} ->> {zone})::{kind}, {usual})"

    def least(self, edge: Edge, *, is_low: bool) -> str:
        """Return the earliest moment of an edge in any zone."""
        return self.made("timestamptz", (edge, is_low, "least"),
                         lambda p: p.edge(edge, is_low=is_low, as_day=False).least)  # fmt: skip

    def greatest(self, edge: Edge, *, is_low: bool) -> str:
        """Return the latest moment of an edge in any zone."""
        return self.made("timestamptz", (edge, is_low, "greatest"),
                         lambda p: p.edge(edge, is_low=is_low, as_day=False).greatest)  # fmt: skip

    def zone_name(self, zone: str) -> str:
        """Return an expression for the name of a time zone that the database surely knows."""
        self.uses_zone = self.asks_for_zones = True
        names = self.made(
            "jsonb", "zones", lambda p: msgspec.json.encode(sorted(p.known_zones & zones())).decode()
        )
        usual = self.made("text", "zone", lambda p: p.zone if p.zone in p.known_zones else "UTC")
        return f"(CASE WHEN {names} ? {zone} THEN {zone} ELSE {usual} END)"

    def fill(self, present: Present) -> list[Any]:
        """Return the values of all parameters, in their order."""
        return [make(present) for make in self._makes]


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
