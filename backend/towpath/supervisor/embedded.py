"""The embedded servers under supervision: those for which no address is set."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from towpath.embedded import CannotStart, Servers, is_root
from towpath.settings import Settings

_log = structlog.get_logger()
_LOOK_S = 1


@dataclass(frozen=True)
class EmbeddedServers:
    """Starts PostgreSQL and Valkey, and again when one dies."""

    settings: Settings
    servers: Servers

    def start(self) -> None:
        """Start what is missing. Raises CannotStart."""
        for name in self.ours:
            self._start(name)

    async def keep_running(self) -> None:
        """Start a server again that has died, until cancelled."""
        runs = {"postgresql": self.servers.postgres_runs, "valkey": self.servers.valkey_runs}
        while True:
            for name in self.ours:
                if not runs[name]():
                    _log.warning("server_ended", server=name)
                    try:
                        await asyncio.to_thread(self._start, name)
                    except CannotStart as error:
                        _log.error("server_does_not_start", server=name, why=error.detail)
            await asyncio.sleep(_LOOK_S)

    @property
    def ours(self) -> list[str]:
        addresses = {"postgresql": self.settings.database_url, "valkey": self.settings.redis_url}
        return [name for name, address in addresses.items() if not address]

    def _start(self, name: str) -> None:
        if name == "postgresql":
            self.servers.start_postgres(memory_mb=_quarter_of_memory())
        else:
            self.servers.start_valkey()


def tell_of_servers(settings: Settings, servers: Servers, say: Callable[[str], None]) -> None:
    """Say what came along, and what that means on this machine."""
    words = {"postgresql": "PostgreSQL", "valkey": "Valkey"}
    names = [words[name] for name in EmbeddedServers(settings, servers).ours]
    if not names:
        return
    verb = "run" if len(names) > 1 else "runs"
    say(
        f"  {' and '.join(names)} {verb} from {settings.data_dir.resolve()}, reachable from this machine only."
    )
    if is_root():
        user = servers.owner.name
        say(
            f"  You are root, and PostgreSQL refuses to be: the servers run as the system user {user}, made for them."
        )


def _quarter_of_memory() -> int:
    """Return what PostgreSQL is given for its cache, in MB."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(memory_mb // 4, 2048))
