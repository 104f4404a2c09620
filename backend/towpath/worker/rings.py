"""The bell's other end: an arq worker that is started again whenever Redis was away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from arq.connections import ArqRedis, create_pool
from arq.worker import Function, Worker, func
from redis.exceptions import RedisError

from towpath.kit.bell import QUEUE, redis_settings
from towpath.kit.reach import reason_of
from towpath.worker.chores import Chore

_log = structlog.get_logger()

_AGAIN_S: Final = 0.5


async def hear_rings(url: str, chores: Mapping[str, Chore]) -> None:
    """Ask chores as Redis brings rings, until cancelled. While Redis is away the look each second does it all."""
    is_away = False
    while True:
        try:
            async with _connected(url) as pool:
                if is_away:
                    _log.info("redis_back")
                is_away = False
                await _listen(pool, chores)
        except (RedisError, OSError, TimeoutError) as error:
            if not is_away:
                _log.warning(
                    "redis_away", why=reason_of(error), meanwhile="workers look each second by themselves"
                )
            is_away = True
        await asyncio.sleep(_AGAIN_S)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[ArqRedis]:
    pool = await create_pool(redis_settings(url), default_queue_name=QUEUE)
    try:
        yield pool
    finally:
        with contextlib.suppress(RedisError, OSError):
            await pool.aclose(close_connection_pool=True)


async def _listen(pool: ArqRedis, chores: Mapping[str, Chore]) -> None:
    worker = Worker(
        [_ring_of(chore) for chore in chores.values()],
        queue_name=QUEUE,
        redis_pool=pool,
        handle_signals=False,
        poll_delay=0.05,
        job_timeout=60,
        # Nothing is kept: a kept answer would block the next ring of its name.
        keep_result=0,
        max_tries=2,
    )
    try:
        await worker.async_run()
    finally:
        # A close of its own would wait for a Redis that is not there.
        for task in worker.tasks.values():
            task.cancel()
        await asyncio.gather(*worker.tasks.values(), return_exceptions=True)


def _ring_of(chore: Chore) -> Function:
    async def ring(ctx: dict[Any, Any], *_: Any) -> None:  # noqa: ARG001 - arq names it
        # Only asks: the work is no part of the arq job, so it goes on when Redis goes, and a killed worker
        # leaves no job in progress behind that would keep the next ring out.
        chore.ask()

    return func(ring, name=chore.name)
