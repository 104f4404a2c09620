"""A scratch installation for a benchmark: embedded servers with full durability, gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from towpath import migrate
from towpath.embedded import Servers
from towpath.settings import Settings
from towpath.wiring import Wiring, wired

MEMORY_MB = 2048


def settings_of(folder: Path) -> Settings:
    servers = Servers(folder)
    return Settings(
        data_dir=folder, database_url=servers.database_url, redis_url=servers.redis_url, secret_key="b" * 40
    )


@asynccontextmanager
async def installation() -> AsyncIterator[Wiring]:
    """Yield a wired, empty, migrated installation; fsync and synchronous_commit are on."""
    folder = Path(tempfile.mkdtemp(prefix="towpath-bench-"))
    folder.chmod(0o755)
    servers = Servers(folder)
    servers.start(memory_mb=MEMORY_MB)
    try:
        async with wired(settings_of(folder)) as wiring:
            await migrate.upgrade(wiring.db)
            yield wiring
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)


def peak_rss_mb(pid: int | str = "self") -> float:
    """Return a process's largest resident memory so far, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds() -> float:
    """Return the CPU time of this process so far."""
    times = os.times()
    return times.user + times.system
