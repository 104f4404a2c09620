"""A worker: does what the bell asks for, and looks by itself each second, whether the bell can be heard or not.

arq brings the rings (kit/bell.py). A ring only ever starts, sooner, what the look would start within a second:
Redis may be away, or a ring be lost with a killed worker, and all that is lost is that second.
"""

import asyncio
import contextlib
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from towpath import migrate
from towpath.journeys import jobs as journeys
from towpath.kit.bell import ADVANCE, ENTER, SEND
from towpath.kit.reach import OUTSIDE
from towpath.messages.jobs import Sender
from towpath.settings import BadSetting, Settings
from towpath.wiring import Wiring, redis_url, wired
from towpath.worker.chores import Chore, Work, each_second, every, finish
from towpath.worker.housekeeping import keep_house
from towpath.worker.rings import hear_rings

_log = structlog.get_logger()

_RECOVER_S = 1
_HOUSE_S = 3600
# A chore looks up this often, and then hears that it should stop.
_SLICE_S = 5


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Work until `stop` is set; then finish what is under way."""
    async with wired(settings, pool_size=5) as wiring:
        if not await migrate.wait_for_tables(wiring.db, stop):
            return
        async with _sender(wiring) as sender:
            chores = chores_of(wiring, sender)
            _limit_memory(settings.worker_memory_mb)
            steady = [
                asyncio.create_task(each_second(chores)),
                asyncio.create_task(hear_rings(redis_url(settings), chores)),
                asyncio.create_task(every(_RECOVER_S, "recovery", sender.recover)),
                asyncio.create_task(
                    every(_HOUSE_S, "housekeeping", lambda: keep_house(wiring.db, wiring.clock))
                ),
            ]
            _log.info("worker_started")
            await stop.wait()
            for task in steady:
                task.cancel()
            await asyncio.gather(*steady, return_exceptions=True)
            await finish(chores, patience_s=2 * _SLICE_S)
    _log.info("worker_stopped")


def chores_of(wiring: Wiring, sender: Sender) -> dict[str, Chore]:
    """Return what a worker does, by the name under which the bell asks for it."""
    db, clock, bell, settings = wiring.db, wiring.clock, wiring.bell, wiring.settings

    async def enter() -> int:
        return await journeys.enter(db, clock, bell, settings)

    async def advance() -> int:
        return await journeys.advance(db, clock, wiring.registry, bell, settings, seconds=_SLICE_S)

    async def send() -> int:
        return await sender.run(_SLICE_S)

    kinds: dict[str, tuple[Work, str]] = {
        ENTER: (enter, "contacts_entered"),
        ADVANCE: (advance, "nodes_executed"),
        SEND: (send, "deliveries_handled"),
    }
    return {name: Chore(name, work, done) for name, (work, done) in kinds.items()}


@asynccontextmanager
async def _sender(wiring: Wiring) -> AsyncIterator[Sender]:
    try:
        sender = Sender(wiring.db, wiring.clock, wiring.settings, wiring.signer)
    except ValueError as error:
        raise BadSetting(str(error)) from error
    try:
        yield sender
    finally:
        # What could not be written down stays in the journal, for whoever recovers next.
        with contextlib.suppress(*OUTSIDE):
            await sender.close()


def _limit_memory(more_mb: int) -> None:
    """Let this process grow by so much and no more: a runaway template ends itself, not the machine."""
    if more_mb <= 0 or sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + more_mb * 2**20
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
