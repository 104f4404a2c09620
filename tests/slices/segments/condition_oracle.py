"""A condition answered the slow way: person by person in plain Python. The law that SQL must obey."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import available_timezones

from towpath.contacts.model import MOMENT_FIELDS, TEXT_FIELDS
from towpath.engine.conditions.parse import parse
from towpath.engine.conditions.tree import (
    All,
    Any_,
    AttributeTest,
    EventTest,
    Not,
    SegmentTest,
    TagTest,
    TopicTest,
    Total,
    Tree,
)  # fmt: skip
from towpath.engine.conditions.values import IsKnown, Test, holds, lowered, number_of, time_holds

ZONES = available_timezones()


@dataclass
class Done:
    name: str
    at: datetime
    properties: dict[str, Any]


@dataclass
class Person:
    id: int
    fields: dict[str, Any]
    attributes: dict[str, Any]
    tags: set[str] = field(default_factory=set)
    topics: dict[str, str] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    events: list[Done] = field(default_factory=list)


@dataclass
class Oracle:
    """Knows the dynamic segments, the present and the workspace's zone."""

    now: datetime
    zone: str
    segments: dict[str, dict[str, Any]] = field(default_factory=dict)

    def matching(self, condition: dict[str, Any], people: list[Person]) -> set[int]:
        parsed = parse(condition)
        assert not parsed.faults, parsed.faults
        return {person.id for person in people if self.holds(parsed.tree, person)}

    def zone_of(self, person: Person) -> str:
        own = person.fields.get("time_zone")
        return own if own in ZONES else self.zone

    def holds(self, tree: Tree, person: Person) -> bool:
        match tree:
            case All():
                return all(self.holds(part, person) for part in tree.parts)
            case Any_():
                return any(self.holds(part, person) for part in tree.parts)
            case Not():
                return not self.holds(tree.part, person)
            case _:
                return self._leaf(tree, person)

    def _leaf(self, tree: Tree, person: Person) -> bool:
        match tree:
            case AttributeTest():
                return self._attribute(tree.attribute, tree.comparison.asked, person)
            case TagTest():
                return lowered(tree.tag) in {lowered(tag) for tag in person.tags}
            case TopicTest():
                return person.topics.get(tree.topic) == tree.state
            case SegmentTest():
                if tree.segment in self.segments:
                    return self.holds(parse(self.segments[tree.segment]).tree, person)
                return tree.segment in person.lists
            case EventTest():
                return self._event(tree, person)
        raise AssertionError(tree)

    def _attribute(self, key: str, test: Test, person: Person) -> bool:
        if key in MOMENT_FIELDS:
            moment = person.fields[key]
            if isinstance(test, IsKnown):
                return test.known
            return hasattr(test, "span") and time_holds(test, moment, self.now, self.zone_of(person))
        value = person.fields.get(key) if key in TEXT_FIELDS else person.attributes.get(key)
        return holds(test, value, self.now, self.zone_of(person))

    def _event(self, test: EventTest, person: Person) -> bool:
        zone, span = self.zone_of(person), test.period.span
        done = [
            event
            for event in person.events
            if event.name == test.event
            and event.at <= self.now
            and (span is None or span.holds(event.at, self.now, zone))
            and all(
                holds(part.comparison.asked, event.properties.get(part.property), self.now, zone)
                for part in test.where
            )
        ]
        if test.total:
            return _total(test.total, done)
        times = test.count.times
        return {"at_least": len(done) >= times, "exactly": len(done) == times, "at_most": len(done) <= times}[
            test.count.how
        ]


def _total(total: Total, done: list[Done]) -> bool:
    numbers = [number_of(event.properties.get(total.property)) for event in done]
    counted = [Fraction(n) for n in numbers if n is not None and abs(n) < Decimal(10) ** 100]
    if not counted:
        return False
    value = {
        "sum": sum(counted),
        "average": Fraction(sum(counted), len(counted)),
        "min": min(counted),
        "max": max(counted),
    }[total.measure]
    test = total.comparison.asked
    low, high = (None if bound is None else Fraction(bound) for bound in (test.low, test.high))
    if test.is_open and value in (low, high):
        return False
    return (low is None or low <= value) and (high is None or value <= high)
