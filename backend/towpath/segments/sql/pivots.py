"""What must be known of a contact to tell when time alone may change whether a condition holds."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from towpath.engine.conditions.moments import Shifted, read_time
from towpath.engine.conditions.tree import AttributeTest, EventTest, Tree, leaves_of
from towpath.engine.conditions.values import Test, changes, is_moving
from towpath.segments.sql.binds import Binds
from towpath.segments.sql.events import Window, matches, name_id, stat_of
from towpath.segments.sql.shapes import ZONE, field
from towpath.segments.sql.values import json_operand

# From a value of the column: the moments at which the answer may change, given the present and the zone.
Foretell = Callable[[Any, datetime, str], Iterator[datetime]]


class Pivot(msgspec.Struct, frozen=True):
    """A column about the contact `c`, NULL where nothing is to come; and what is foretold from its value."""

    column: str
    foretell: Foretell


def pivots(tree: Tree, binds: Binds) -> list[Pivot]:
    """Return the pivots of all tests of a condition that time may change."""
    found: list[Pivot] = []
    names: set[str] = set()
    for leaf in leaves_of(tree):
        if isinstance(leaf, AttributeTest):
            if is_moving(leaf.comparison.asked):
                operand = field(leaf.attribute, binds)
                found.append(Pivot(operand.moment or operand.text, _of_value(leaf.comparison.asked)))
        elif isinstance(leaf, EventTest):
            names.add(leaf.event)
            found += _of_event(leaf, binds)
    return [*found, *(_next(name, binds) for name in sorted(names))]


def _of_value(test: Test) -> Foretell:
    def foretell(value: Any, now: datetime, zone: str) -> Iterator[datetime]:
        time = read_time(value) if isinstance(value, str) else value
        if time is not None:
            yield from changes(test, time, now, zone)

    return foretell


def _of_values(test: Test) -> Foretell:
    foretell_one = _of_value(test)

    def foretell(values: Iterable[Any], now: datetime, zone: str) -> Iterator[datetime]:
        for value in values:
            yield from foretell_one(value, now, zone)

    return foretell


def _itself(at: datetime, *_: object) -> Iterator[datetime]:
    yield at


def _of_event(test: EventTest, binds: Binds) -> Iterator[Pivot]:
    window = Window.of(test.period.span, ZONE, binds)
    if window.low is not None and isinstance(window.low, Shifted):
        low = window.low
        yield Pivot(_next_to_leave(test, window), lambda at, _, zone: low.leaves(at, zone))
    for part in test.where:
        if is_moving(part.comparison.asked):
            text = json_operand("e.properties", part.property, binds).text
            column = f"(SELECT array_agg(DISTINCT {text}) {_log(test.event, binds)})"
            yield Pivot(column, _of_values(part.comparison.asked))


def _log(event: str, binds: Binds) -> str:
    return f"FROM event AS e WHERE e.contact_id = c.id AND e.name_id = {name_id(event, binds)}"


def _next(event: str, binds: Binds) -> Pivot:
    """Events of the future: the next one may change the count when its moment comes."""
    now, name = binds.now(), name_id(event, binds)
    stat = f"FROM event_stat AS s WHERE s.contact_id = c.id AND s.name_id = {name} AND s.last_at > {now}"
    log = f"{_log(event, binds)} AND e.at > {now} AND e.at <= s.last_at"
    return Pivot(f"(SELECT (SELECT min(e.at) {log}) {stat})", _itself)


def _next_to_leave(test: EventTest, window: Window) -> str:
    """Return the event by whose leaving the window the answer may change: of n wanted, the n-th from the end."""
    stat = stat_of(test, "c.id", window)
    log = f"{_log(test.event, window.binds)} AND e.at >= s.first_at AND e.at <= s.last_at AND {matches(test, window)}"
    if test.total:
        return f"(SELECT (SELECT min(e.at) {log}) {stat})"
    nth = f"(SELECT e.at {log} ORDER BY e.at DESC OFFSET {test.count.times - 1} LIMIT 1)"
    if test.where or test.count.times > 1:
        return f"(SELECT {nth} {stat})"
    return f"(SELECT CASE WHEN {window.not_over('s.last_at')} THEN s.last_at ELSE {nth} END {stat})"
