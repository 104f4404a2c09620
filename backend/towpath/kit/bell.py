"""The doorbell: tells workers through Redis (arq) that there is something to look at.

Redis holds nothing that PostgreSQL does not know. A ring that is lost costs one second: workers look by
themselves that often.
"""

import asyncio
from typing import Any, Final

import structlog
from arq.connections import ArqRedis, RedisSettings, create_pool
from redis.exceptions import RedisError

QUEUE: Final = "towpath"
ADVANCE: Final = "advance"
ENTER: Final = "enter"
SEND: Final = "send"

_log = structlog.get_logger()
# Rings closer together than this are one ring; it is also how long a lost job can block its name.
_DEDUPE_S = 0.2


def redis_settings(url: str) -> RedisSettings:
    """Return arq's settings for a redis://, rediss:// or unix:// address."""
    settings = RedisSettings.from_dsn(url)
    settings.conn_retries = 1
    settings.conn_timeout = 2
    return settings


class Bell:
    """Rings without ever failing or waiting long: the truth is in PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: ArqRedis | None = None
        self._lock = asyncio.Lock()

    async def ring(self, job: str, *args: Any) -> bool:
        """Ask for one run of `job` soon. Returns whether Redis took it."""
        try:
            async with asyncio.timeout(2):
                pool = await self._connect()
                moment = int(asyncio.get_running_loop().time() / _DEDUPE_S)
                await pool.enqueue_job(job, *args, _job_id=f"{job}:{args}:{moment}", _queue_name=QUEUE)
        except (RedisError, OSError, TimeoutError) as error:
            _log.warning("bell_unheard", job=job, error=str(error))
            self._pool = None
            return False
        return True

    async def _connect(self) -> ArqRedis:
        async with self._lock:
            if self._pool is None:
                self._pool = await create_pool(redis_settings(self._url), default_queue_name=QUEUE)
            return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None
