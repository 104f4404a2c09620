"""What a way to reach a person is: it takes letters one by one and answers with receipts."""

from enum import StrEnum
from typing import Protocol

import msgspec


class Verdict(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    # Refused for now; another attempt later may succeed.
    DEFERRED = "deferred"
    # Refused for good.
    FAILED = "failed"
    # Nobody can know: the connection was lost after the message, before its reply.
    IN_DOUBT = "in_doubt"
    # The route is closed; nothing was attempted.
    UNTRIED = "untried"


class Letter(msgspec.Struct, frozen=True):
    """A message ready to leave. `fence` names this attempt of the delivery `id`."""

    id: int
    fence: int
    sender: str
    recipient: str
    content: bytes


class Receipt(msgspec.Struct, frozen=True):
    """How it went with a letter. `reason` is a word, and after a colon what the other side said."""

    id: int
    fence: int
    verdict: Verdict
    reason: str | None = None
    # The address does not exist: never write to it again.
    is_dead_address: bool = False


class Log(Protocol):
    """Survives the death of the process: which letters were on their way, and which arrived."""

    def begun(self, delivery: int, fence: int) -> None: ...

    def refused(self, delivery: int, fence: int) -> None: ...

    def done(self, delivery: int, fence: int) -> None: ...


class Line(Protocol):
    """One connection, used by one task at a time."""

    async def send(self, letter: Letter, log: Log) -> Receipt:
        """Try once. Writes `begun` to `log` before the point of no return, `refused` or `done` after it."""
        ...

    async def close(self) -> None: ...


class Channel(Protocol):
    """A route to people: where its lines lead, and whether it is open at the moment."""

    @property
    def closed_for_s(self) -> float:
        """Seconds until the next try is worth it; 0: open."""
        ...

    @property
    def is_doubtful(self) -> bool:
        """Whether the last tries failed: begin carefully."""
        ...

    def line(self) -> Line: ...
