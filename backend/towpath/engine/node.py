"""The contract of a node type: what it says of itself, and what it does with a batch of people.

A node type is one class in one file. Palette, forms, validation, documentation and workers all read that class.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Protocol

import msgspec
from msgspec import Meta

from towpath.engine.outcome import Outcome

Json = dict[str, Any]


class Group(StrEnum):
    """The drawers of the palette, in their order."""

    START = "Start"
    MESSAGES = "Messages"
    TIMING = "Timing"
    DECISIONS = "Decisions"
    PEOPLE = "People"
    END = "End"


class Face(msgspec.Struct, frozen=True):
    """How a type shows itself: a label of one to three words, a Lucide icon, a drawer."""

    label: str
    icon: str
    group: Group


class Port(msgspec.Struct, frozen=True):
    """A named way out. Every port wants exactly one edge."""

    key: str
    label: str = ""
    tone: Literal["plain", "yes", "no", "error"] = "plain"


NEXT = Port("next", "Next")


class Trouble(msgspec.Struct, frozen=True):
    """One thing that is wrong with a node's settings: the field, a sentence, and how to mend it."""

    field: str
    detail: str
    fix: str = ""


class Reference(msgspec.Struct, frozen=True):
    """A thing outside the journey that a node's field names by its slug or key."""

    kind: Literal["message", "segment", "topic", "tag", "attribute", "event"]
    key: str
    field: str


class Names(Protocol):
    """Knows the readable names of things, so that sentences can be said."""

    def name(self, kind: str, key: str) -> str:
        """Return the name in use for `key`, or `key` itself where it is unknown."""
        ...

    def type_of(self, attribute: str) -> str | None:
        """Return what a contact attribute holds: text, number, boolean, date, moment; None if unknown."""
        ...


class Reads(msgspec.Struct, frozen=True):
    """What a node must know of each person: conditions (by a name of the node's own) and contact fields."""

    conditions: Mapping[str, Json] = {}
    fields: tuple[str, ...] = ()


class Batch(msgspec.Struct, frozen=True):
    """People who stand at one node of one version, column by column, all columns equally long.

    `ids` are enrollment ids, `arrived` when each came to this node (aware, UTC), `now` the moment of the
    step, `zone` the workspace's IANA zone. `facts` holds what `reads()` asked for: booleans under the
    names of conditions, values under the names of contact fields. `data` is what each brought along at entry.
    """

    ids: Sequence[int]
    arrived: Sequence[datetime]
    now: datetime
    zone: str
    facts: Mapping[str, Sequence[Any]]
    data: Sequence[Json | None]

    def __len__(self) -> int:
        return len(self.ids)


class Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a journey. Fields are its settings; msgspec decodes them strictly."""

    type: ClassVar[str] = ""
    face: ClassVar[Face]

    def ports(self) -> tuple[Port, ...]:
        """Return the ways out, in the order in which they are drawn from left to right."""
        return (NEXT,)

    def problems(self) -> Iterable[Trouble]:
        """Say what the types of the fields cannot: what is missing or makes no sense."""
        return ()

    def fits(self, names: Names) -> Iterable[Trouble]:
        """Say what is wrong in view of the things that the settings name."""
        return ()

    def refers(self) -> Iterable[Reference]:
        """Name the messages, segments, topics, tags, attributes and events that the settings need."""
        return ()

    def summary(self, names: Names) -> str:
        """Say in one plain sentence what this node does, without a full stop. Unset parts read "…"."""
        raise NotImplementedError

    def reads(self) -> Reads:
        """Name the facts that `step` needs."""
        return Reads()

    def slows(self) -> bool:
        """Say whether everybody stays here for at least a minute, so that a loop through it is harmless."""
        return False

    def step(self, batch: Batch) -> Outcome:
        """Decide for everybody in `batch`; pure, and the same for the same batch."""
        raise NotImplementedError


class Reentry(StrEnum):
    """Whether somebody who was inside may come in again; never twice at once."""

    NEVER = "never"
    AFTER_EXIT = "after_exit"


class Door(msgspec.Struct, frozen=True):
    """How people come in: a segment they join, an event they do, or by hand.

    `where` are tests on the event's properties, as in an event condition.
    """

    kind: Literal["segment", "event", "manual"]
    target: str = ""
    reentry: Reentry = Reentry.NEVER
    where: Sequence[Json] = ()


class Entry(Node, frozen=True, kw_only=True):
    """A node that people come in by."""

    def door(self) -> Door:
        raise NotImplementedError

    def step(self, batch: Batch) -> Outcome:
        return Outcome().move(batch.ids)


def each(batch: Batch, *facts: str) -> Iterator[tuple[Any, ...]]:
    """Yield (enrollment id, arrived, *facts) for every person of the batch."""
    return zip(batch.ids, batch.arrived, *(batch.facts[name] for name in facts), strict=True)


# Kinds of fields. The form, the API's schema and the checks all come from these.


def field(
    title: str,
    *,
    help: str = "",  # noqa: A002
    widget: str = "",
    labels: Mapping[str, str] | None = None,
    **limits: Any,
) -> Meta:
    """Return the description of a setting: its label, one line of help, its widget, its limits.

    `labels` are the words for each value of a choice.
    """
    extra = ({"x-widget": widget} if widget else {}) | ({"x-labels": dict(labels)} if labels else {})
    return Meta(title=title, description=help or None, extra_json_schema=extra or None, **limits)


MessageSlug = Annotated[str, field("Message", widget="message")]
SegmentSlug = Annotated[str, field("Segment", widget="segment")]
TopicSlug = Annotated[
    str, field("Topic", widget="topic", help="Only people subscribed to it get this message.")
]
TagNames = Annotated[list[Annotated[str, Meta(min_length=1, max_length=64)]], field("Tags", widget="tags")]
EventName = Annotated[str, field("Event", widget="event", max_length=64)]
ConditionTree = Annotated[Json, field("Condition", widget="condition")]
ReentryRule = Annotated[
    Reentry,
    field(
        "Can come back", help="Whether people who were in this journey may enter it again.",
        labels={"never": "No, once is enough", "after_exit": "Yes, after leaving"},
    ),
]  # fmt: skip
