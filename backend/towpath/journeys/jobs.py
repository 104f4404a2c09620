"""What workers do for journeys: let people in, and walk whoever is due."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import structlog
from sqlalchemy import text

from towpath.engine.registry import Registry
from towpath.journeys import doors, walking
from towpath.journeys.failures import is_passing, sentence_of
from towpath.journeys.versions import Compiled, book_of
from towpath.journeys.walking import Here, Walked, here_and_now
from towpath.kit.bell import ADVANCE, SEND, Bell
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database
from towpath.kit.retry import retried
from towpath.settings import Settings

_log = structlog.get_logger()
# Takes a bite of whoever waits at a kind of door: how many came in, and whether there are more.
Look = Callable[[Conn, Here, int], Awaitable[tuple[int, bool]]]

# Versions of running journeys on which somebody is due, whoever has waited longest first.
_DUE = text("""
SELECT v.id
  FROM version AS v
  JOIN journey AS j ON j.id = v.journey_id AND j.state = 'live'
 CROSS JOIN LATERAL (
       SELECT e.wake_at FROM enrollment AS e
        WHERE e.version_id = v.id AND e.status = 1 AND e.wake_at <= :now
        ORDER BY e.wake_at LIMIT 1) AS first
 ORDER BY first.wake_at
""")


async def advance(
    db: Database, clock: Clock, registry: Registry, bell: Bell, settings: Settings, seconds: float = 30
) -> int:
    """Walk everybody who is due, a batch per version in turn, and return the node executions.

    Stops after `seconds` and rings for another run. Any number of workers may do this at the same time.
    """
    walker = _Advance(db, clock, registry, settings.batch_size)
    deadline = asyncio.get_running_loop().time() + seconds
    total = 0
    while (done := await walker.round(bell)).claimed:
        total += done.steps
        if asyncio.get_running_loop().time() > deadline:
            await bell.ring(ADVANCE)
            break
    return total


async def enter(db: Database, clock: Clock, bell: Bell, settings: Settings) -> int:
    """Let in everybody who joined a watched segment or did an awaited event; return how many came in."""
    entered = 0
    for look in (doors.by_segment, doors.by_event):
        more = True
        while more:
            came, more = await retried(partial(_bite, db, clock, look, settings.batch_size))
            entered += came
            if came:
                await bell.ring(ADVANCE)
    return entered


async def _bite(db: Database, clock: Clock, look: Look, limit: int) -> tuple[int, bool]:
    async with db.transaction() as conn:
        return await look(conn, await here_and_now(conn, clock), limit)


class _Advance:
    """One run of `advance`: the versions that failed in it are left alone until the next."""

    def __init__(self, db: Database, clock: Clock, registry: Registry, batch_size: int) -> None:
        self.db, self.clock, self.registry, self.batch_size = db, clock, registry, batch_size
        self.book = book_of(db)
        self.stuck: set[int] = set()

    async def round(self, bell: Bell) -> Walked:
        """Walk one batch of every version on which somebody is due."""
        async with self.db.transaction() as conn:
            due = (await conn.execute(_DUE, {"now": await self.clock.now(conn)})).scalars().all()
        total = Walked()
        for version_id in due:
            if version_id in self.stuck:
                continue
            done = await self._batch(version_id)
            total.claimed += done.claimed
            total.steps += done.steps
            if done.owed:
                await bell.ring(SEND)
            if done.claimed == self.batch_size:
                # There is more than one worker's worth: let others look, too.
                await bell.ring(ADVANCE)
        return total

    async def _batch(self, version_id: int) -> Walked:
        try:
            async with self.db.transaction() as conn:
                version = await self.book.open(conn, version_id, self.registry)
            return await self._walk(version)
        except Exception as error:
            # The job loop: one journey that cannot go on must not stop the others.
            if is_passing(error):
                raise
            _log.exception("version_stuck", version=version_id)
            self.stuck.add(version_id)
            return Walked()

    async def _walk(self, version: Compiled, ids: Sequence[int] | None = None) -> Walked:
        """Walk one batch; if it fails, its halves, down to the one person who is the cause."""
        claimed: list[int] = []
        try:
            return await retried(lambda: self._transaction(version, ids, claimed))
        except Exception as error:
            if is_passing(error) or not claimed:
                raise
            return await self._isolate(version, claimed, error)

    async def _transaction(self, version: Compiled, ids: Sequence[int] | None, claimed: list[int]) -> Walked:
        """Claim, walk and write down; `claimed` tells the caller who it was about, should it fail."""
        async with self.db.transaction() as conn:
            here = await here_and_now(conn, self.clock)
            walkers = await walking.claim(conn, version, here, self.batch_size, ids)
            if not walkers:
                return Walked()
            claimed[:] = [w.id for w in walkers]
            walk, done = await walking.walk(conn, version, walkers, here)
            paths = await walking.intern_paths(self.db, self.book, version, walk)
            await walking.write_down(conn, version, walk, paths)
            return done

    async def _isolate(self, version: Compiled, claimed: list[int], error: Exception) -> Walked:
        if len(claimed) == 1:
            _log.warning(
                "enrollment_set_aside", enrollment=claimed[0], version=version.id, error=str(error)[:300]
            )
            async with self.db.transaction() as conn:
                await walking.set_aside(conn, claimed[0], sentence_of(error))
            return Walked(claimed=1)
        middle = len(claimed) // 2
        halves = [await self._walk(version, half) for half in (claimed[:middle], claimed[middle:])]
        return Walked(
            *(sum(column) for column in zip(*((h.claimed, h.steps, h.owed) for h in halves), strict=True))
        )
