"""What a node decided about a batch: where everybody goes, and what is owed to the world."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec


class SendEmail(msgspec.Struct, frozen=True):
    """Owe each of `ids` the message; without a topic it is transactional."""

    ids: Sequence[int]
    message: str
    topic: str | None


class ChangeTags(msgspec.Struct, frozen=True):
    """Put tags on each of `ids` and take others off."""

    ids: Sequence[int]
    add: Sequence[str]
    remove: Sequence[str]


class SetAttributes(msgspec.Struct, frozen=True):
    """Set custom attributes or contact fields by key; None clears."""

    ids: Sequence[int]
    values: Mapping[str, Any]


Intent = SendEmail | ChangeTags | SetAttributes


class Outcome:
    """Move, hold, leave or fail: every person of the batch ends in exactly one of them."""

    __slots__ = ("failed", "held", "intents", "left", "moved", "why")

    def __init__(self) -> None:
        self.moved: list[tuple[str, Sequence[int]]] = []
        self.held: list[tuple[int, datetime]] = []
        self.left: list[tuple[str, Sequence[int]]] = []
        self.failed: list[tuple[int, str]] = []
        self.intents: list[Intent] = []
        self.why: dict[int, Any] = {}

    def move(self, ids: Sequence[int], port: str = "next") -> "Outcome":
        """Let `ids` go on by `port`."""
        if ids:
            self.moved.append((port, ids))
        return self

    def hold(self, enrollment: int, until: datetime) -> "Outcome":
        """Keep one person here until a moment (aware)."""
        self.held.append((enrollment, until))
        return self

    def leave(self, ids: Sequence[int], reason: str) -> "Outcome":
        """End the journey for `ids`."""
        if ids:
            self.left.append((reason, ids))
        return self

    def fail(self, enrollment: int, reason: str) -> "Outcome":
        """Set one person aside with a sentence that says what went wrong."""
        self.failed.append((enrollment, reason))
        return self

    def intend(self, intent: Intent) -> "Outcome":
        """Owe the world something; it is written in the transaction that moves the people."""
        if intent.ids:
            self.intents.append(intent)
        return self

    def because(self, enrollment: int, value: Any) -> "Outcome":
        """Keep the value, special to this person, that decided; shown in their timeline."""
        self.why[enrollment] = value
        return self

    def everyone(self) -> Iterable[int]:
        """Yield every id that was decided about, as often as it was."""
        for _, ids in self.moved:
            yield from ids
        for _, ids in self.left:
            yield from ids
        yield from (enrollment for enrollment, _ in self.held)
        yield from (enrollment for enrollment, _ in self.failed)
