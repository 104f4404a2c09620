"""The doorbell: tells workers through Redis (arq) that there is something to look at.

Redis holds nothing that PostgreSQL does not know. A ring that is lost costs one second: workers look by
themselves that often.
"""

import asyncio
from contextlib import suppress
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
# Nobody waits for a Redis that was away a moment ago.
_QUIET_S = 1.0


def redis_settings(url: str) -> RedisSettings:
    """Return arq's settings for a redis://, rediss:// or unix:// address."""
    settings = RedisSettings.from_dsn(url)
    # Whoever rings does not wait for Redis, and whoever listens tries again by itself.
    settings.conn_retries = 0
    settings.conn_timeout = 2
    return settings


class Bell:
    """Rings without ever failing or waiting long: the truth is in PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: ArqRedis | None = None
        self._lock = asyncio.Lock()
        self._is_away = False
        self._quiet_until = 0.0

    async def ring(self, job: str, *args: Any) -> bool:
        """Ask for one run of `job` soon. Returns whether Redis took it; one that was just away is not asked."""
        now = asyncio.get_running_loop().time()
        if now < self._quiet_until:
            return False
        try:
            async with asyncio.timeout(2):
                pool = await self._connect()
                moment = int(now / _DEDUPE_S)
                await pool.enqueue_job(job, *args, _job_id=f"{job}:{args}:{moment}", _queue_name=QUEUE)
        except (RedisError, OSError, TimeoutError) as error:
            if not self._is_away:
                _log.warning("bell_unheard", job=job, error=str(error))
            self._is_away, self._quiet_until = True, asyncio.get_running_loop().time() + _QUIET_S
            await self.close()
            return False
        self._is_away = False
        return True

    async def _connect(self) -> ArqRedis:
        async with self._lock:
            if self._pool is None:
                self._pool = await create_pool(redis_settings(self._url), default_queue_name=QUEUE)
            return self._pool

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            with suppress(RedisError, OSError):
                await pool.aclose()
