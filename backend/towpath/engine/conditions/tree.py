"""The tree of a condition: groups, and tests on a person as leaves.

A tree may be made of a draft that is not complete. Then a `Gap` stands where nothing could be read, and a test has None
in place of what it lacks; `faults_of` has told. Whoever compiles a tree may rely on there being no faults.
"""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from towpath.engine.conditions.moments import Span
from towpath.engine.conditions.operators import Operator
from towpath.engine.conditions.values import Test

State = Literal["subscribed", "unsubscribed"]
HowMany = Literal["at_least", "exactly", "at_most"]
Measure = Literal["sum", "average", "min", "max"]


class Comparison(msgspec.Struct, frozen=True):
    """An operator with its raw value, and the test that they make."""

    operator: Operator | None = None
    value: Any = None
    test: Test | None = None

    @property
    def asked(self) -> Test:
        """The test, in a tree without faults."""
        if self.test is None:
            raise ValueError("This comparison has a fault and cannot be asked.")
        return self.test


class AttributeTest(msgspec.Struct, frozen=True):
    """A built-in field or custom attribute of the contact, compared."""

    attribute: str
    comparison: Comparison


class TagTest(msgspec.Struct, frozen=True):
    """The contact has a tag."""

    tag: str


class SegmentTest(msgspec.Struct, frozen=True):
    """The contact is in another segment."""

    segment: str


class TopicTest(msgspec.Struct, frozen=True):
    """The contact's latest word about a topic."""

    topic: str
    state: State = "subscribed"


class PropertyTest(msgspec.Struct, frozen=True):
    """A property of an event, compared."""

    property: str
    comparison: Comparison


class Count(msgspec.Struct, frozen=True):
    """How often something was done."""

    how: HowMany = "at_least"
    times: int = 1


class Total(msgspec.Struct, frozen=True):
    """The sum, average, least or greatest of a property over events, compared."""

    measure: Measure
    property: str
    comparison: Comparison


class Period(msgspec.Struct, frozen=True):
    """When events must have happened, as it was written, and the span that this makes (None: ever)."""

    within: Any = None
    start: Any = None
    end: Any = None
    span: Span | None = None


class EventTest(msgspec.Struct, frozen=True):
    """The contact did something, so and so often, in a period. Events after the present do not count."""

    event: str
    where: tuple[PropertyTest, ...] = ()
    count: Count = Count()
    total: Total | None = None
    period: Period = Period()


class Gap(msgspec.Struct, frozen=True):
    """Something that could not be read."""


class All(msgspec.Struct, frozen=True):
    """Every part holds."""

    parts: tuple["Tree", ...]


class Any_(msgspec.Struct, frozen=True):  # noqa: N801 - the word that people know
    """At least one part holds."""

    parts: tuple["Tree", ...]


class Not(msgspec.Struct, frozen=True):
    """The part does not hold."""

    part: "Tree"


Leaf = AttributeTest | TagTest | SegmentTest | TopicTest | EventTest | Gap
Tree = All | Any_ | Not | Leaf


def leaves_of(tree: Tree) -> Iterator[Leaf]:
    """Yield the leaves in the order in which they are read."""
    match tree:
        case All() | Any_():
            for part in tree.parts:
                yield from leaves_of(part)
        case Not():
            yield from leaves_of(tree.part)
        case _:
            yield tree
