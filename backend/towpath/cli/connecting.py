"""For commands that talk to a running installation."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from towpath import migrate
from towpath.embedded import Servers
from towpath.kit.errors import Unavailable
from towpath.settings import read_settings
from towpath.wiring import Wiring, wired

T = TypeVar("T")


class NotRunning(Unavailable):
    """Towpath does not run here."""

    code = "not-running"


@asynccontextmanager
async def connected() -> AsyncIterator[Wiring]:
    """Connect to the installation that the settings name. Raises NotRunning, in words for people."""
    settings = read_settings()
    if not settings.database_url and not Servers(settings.data_dir).postgres_runs():
        raise NotRunning(
            f"Towpath does not run with the data folder {settings.data_dir.resolve()}. Start it in another "
            "terminal (make run, or towpath up), or name a database: TOWPATH_DATABASE_URL=…"
        )
    async with wired(settings, pool_size=4) as wiring:
        if await migrate.is_behind(wiring.db):
            raise NotRunning(
                "The database's tables are missing or older than this program. Run: towpath migrate"
            )
        yield wiring


def with_wiring(command: Callable[[Wiring], Coroutine[Any, Any, T]]) -> T:
    """Run a command with a connection."""

    async def run() -> T:
        async with connected() as wiring:
            return await command(wiring)

    return asyncio.run(run())
