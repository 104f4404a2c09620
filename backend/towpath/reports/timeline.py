"""A contact's timeline: everything that happened to one person, each in one sentence with its reason."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec

from towpath.engine.check import World
from towpath.engine.registry import Registry
from towpath.engine.walk import Standing
from towpath.journeys.telling import opened, sentence_at, sentence_of
from towpath.journeys.versions import Book, Compiled
from towpath.journeys.world import load_world
from towpath.kit.db import Conn, Record
from towpath.messages.refusals import words_of
from towpath.reports import queries

Kind = Literal["event", "entered", "step", "message", "consent", "ended", "set_aside"]


class Moment(msgspec.Struct, frozen=True):
    """One thing that happened. `node` and `port` name the step in the journey `journey`; `why` is the value,
    special to this person, that decided."""

    at: datetime
    kind: Kind
    sentence: str
    journey: str | None = None
    node: str | None = None
    port: str | None = None
    why: Any = None
    details: dict[str, Any] = {}


class Waiting(msgspec.Struct, frozen=True):
    """Where somebody stands now and until when; null: until the journey is resumed."""

    journey: str
    enrollment: int
    node: str
    sentence: str
    since: datetime
    until: datetime | None


class Teller:
    """Turns rows into sentences; knows the versions and the names they use."""

    def __init__(self, conn: Conn, book: Book, registry: Registry) -> None:
        self.conn, self.book, self.registry = conn, book, registry
        self.versions: dict[int, Compiled | None] = {}
        self.world = World({})

    async def moments(self, contact: int, until: datetime, limit: int) -> list[Moment]:
        """Return at least the `limit` newest moments up to `until` (fewer only if there are no more)."""
        self.world = await load_world(self.conn)
        told: list[Moment] = []
        tellers: list[tuple[Any, Callable[[Record], Iterable[Moment]]]] = [
            (queries.ENDED, self._ended), (queries.DELIVERIES, _delivery), (queries.RUNS, self._run),
            (queries.ENTERED, _entered), (queries.EVENTS, _event), (queries.CONSENTS, _consent),
        ]  # fmt: skip
        for source, tell in tellers:
            rows = await queries.rows(self.conn, source, contact, until, limit)
            await self._open(rows)
            told += [moment for row in rows for moment in tell(row)]
        # The order of the sources is the order of what happens at one moment, the last first.
        return sorted(told, key=lambda moment: moment.at, reverse=True)

    async def waiting(self, contact: int) -> list[Waiting]:
        """Return where the person stands in journeys now."""
        rows = await queries.waiting(self.conn, contact)
        await self._open(rows)
        return [
            Waiting(
                row.slug, row.id, row.node, sentence_at(self.versions.get(row.version_id), row.node, self.world),
                row.arrived_at, row.wake_at if row.state == "live" else None,
            )
            for row in rows
        ]  # fmt: skip

    async def _open(self, rows: Sequence[Record]) -> None:
        for number in {row.version_id for row in rows if hasattr(row, "version_id")} - self.versions.keys():
            self.versions[number] = await opened(self.conn, self.book, number, self.registry)

    def _run(self, row: Record) -> Iterable[Moment]:
        for step in reversed(row.steps):
            node, _, port = step.partition(":")
            why = (row.why or {}).get(node)
            sentence = sentence_of(self.versions.get(row.version_id), node, port, self.world)
            yield Moment(row.at, "step", sentence, row.slug, node, port, why)

    def _ended(self, row: Record) -> Iterable[Moment]:
        if row.status == Standing.ENDED:
            sentence, kind = f"Left “{row.journey}”: {row.reason}", "ended"
        else:
            sentence, kind = f"Set aside in “{row.journey}”: {row.reason}", "set_aside"
        yield Moment(row.at, kind, sentence, row.slug, row.node)


def _entered(row: Record) -> Iterable[Moment]:
    yield Moment(row.at, "entered", f"Entered “{row.journey}” (version {row.version})", row.slug)


def _event(row: Record) -> Iterable[Moment]:
    yield Moment(row.at, "event", f"Did “{row.name}”", details=row.properties)


def _consent(row: Record) -> Iterable[Moment]:
    verb = {"subscribed": "Subscribed to", "unsubscribed": "Unsubscribed from"}[row.state]
    details = {"wording": row.wording} if row.wording else {}
    yield Moment(row.at, "consent", f"{verb} “{row.topic}” ({row.source})", details=details)


def _delivery(row: Record) -> Iterable[Moment]:
    reason = words_of(row.reason, row.topic)
    sentence = {
        "queued": f"“{row.message}” waits to be sent",
        "sending": f"“{row.message}” is being sent",
        "sent": f"Got “{row.message}”",
        "deferred": f"“{row.message}” is tried again later: {reason}",
        "failed": f"“{row.message}” could not be sent: {reason}",
        "in_doubt": f"It is not known whether “{row.message}” arrived: {reason or 'the connection was lost'}",
        "suppressed": f"“{row.message}” was not sent: {reason}",
        "cancelled": f"“{row.message}” was cancelled: {reason}",
        "held": f"“{row.message}” is held: {reason}",
    }[row.state]
    details = {"message": row.message_slug, "state": row.state, "topic": row.topic}
    yield Moment(row.at, "message", sentence, row.slug, details=details)
