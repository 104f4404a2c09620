"""Takes events in: batches in a transaction of their own, single ones together with their neighbours."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from towpath.events.log import NewEvent, append, prepare
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database
from towpath.kit.retry import retried

_GROUP: Final = 1000
FUTURE: Final = timedelta(days=1)
# The next month is made this long before it begins, so that no batch meets a month that is not there.
_AHEAD: Final = timedelta(days=20)
TOO_LATE: Final = "The time lies more than a day in the future."
UNKNOWN: Final = "There is no such contact."


class Taken(msgspec.Struct, frozen=True):
    """What became of a set of events, committed; positions in the set. `stirs`: ring the bell."""

    stored: int
    duplicates: set[int]
    refused: dict[int, str]
    stirs: bool


class Intake:
    """One for each program that takes events in."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._now: datetime | None = None
        self._waiting: list[tuple[NewEvent, asyncio.Future[Taken]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def take(self, events: Sequence[NewEvent]) -> Taken:
        """Store events; they are committed when this returns. What another transaction hinders is tried again."""
        if self._now is None:
            async with self._db.transaction() as conn:
                self._now = await self._clock.now(conn)
        await prepare(self._db, {event.at for event in events if event.at} | {self._now, self._now + _AHEAD})
        return await retried(partial(self._transaction, events))

    async def _transaction(self, events: Sequence[NewEvent]) -> Taken:
        async with self._db.transaction() as conn:
            return await self.take_within(conn, events)

    async def take_within(self, conn: Conn, events: Sequence[NewEvent]) -> Taken:
        """Store events in the caller's transaction."""
        now = self._now = await self._clock.now(conn)
        refused = {n: TOO_LATE for n, event in enumerate(events) if event.at and event.at > now + FUTURE}
        places = [n for n in range(len(events)) if n not in refused]
        done = await append(conn, [events[n] for n in places], now)
        return Taken(
            stored=done.stored,
            duplicates={places[n] for n in done.duplicates},
            refused=refused | {places[n]: UNKNOWN for n in done.unknown},
            stirs=done.stirs,
        )

    async def take_one(self, event: NewEvent) -> Taken:
        """Store one event together with those that come at the same time; committed when this returns."""
        future: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, future))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_groups())
        return await future

    async def _commit_groups(self) -> None:
        # While one group commits the next one gathers: the busier, the larger the groups.
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
                await self._commit(group)
        finally:
            self._committing = None

    async def _commit(self, group: Sequence[tuple[NewEvent, asyncio.Future[Taken]]]) -> None:
        try:
            taken = await self.take([event for event, _ in group])
        except Exception as error:  # noqa: BLE001 - each waiting request answers with it
            if len(group) > 1:
                # One of them may have spoilt it for all.
                await self._commit(group[: len(group) // 2])
                await self._commit(group[len(group) // 2 :])
            elif not group[0][1].done():
                group[0][1].set_exception(error)
            return
        for n, (_, future) in enumerate(group):
            # A request that was given up meanwhile waits no more.
            if not future.done():
                future.set_result(_of_one(taken, n))


def _of_one(taken: Taken, n: int) -> Taken:
    is_duplicate, reason = n in taken.duplicates, taken.refused.get(n)
    return Taken(
        stored=int(not is_duplicate and reason is None),
        duplicates={0} if is_duplicate else set(),
        refused={} if reason is None else {0: reason},
        stirs=taken.stirs,
    )
