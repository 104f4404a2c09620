"""`towpath up`: everything on one machine, started in order, kept running, stopped in order."""

import asyncio
import os
import signal
from collections.abc import Callable
from importlib.metadata import version

from towpath.embedded import Servers, is_root
from towpath.settings import Settings
from towpath.supervisor import folder
from towpath.supervisor.household import Household
from towpath.supervisor.keeper import Lifelines, fork_keeper
from towpath.supervisor.port import listen

Say = Callable[[str], None]


def run_up(settings: Settings, say: Say) -> None:
    """Run until SIGINT, SIGTERM or the end of the terminal; then leave no process behind."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    say(f"Towpath {version('towpath')}\n")
    hold = folder.take(settings.data_dir, f"http://{settings.host}:{settings.port}", say)
    servers, lines = Servers(settings.data_dir), Lifelines.lay()
    keeper = fork_keeper(servers, hold, lines)
    try:
        with listen(settings) as door:
            start_servers(settings, servers, say)
            household = Household(settings, servers, door, (*lines.for_children, hold.ours.fileno()), say)
            asyncio.run(household.live())
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    finally:
        say("\nStopping …")
        lines.cut()
        os.waitpid(keeper, 0)
        hold.close()
    say("Stopped. Your data are kept; the next run goes on from here.")


def start_servers(settings: Settings, servers: Servers, say: Say) -> None:
    """Start what no address was given for, and tell what that means on this machine."""
    is_postgres_ours, is_redis_ours = not settings.database_url, not settings.redis_url
    if is_postgres_ours:
        servers.start_postgres(memory_mb=_quarter_of_memory())
    if is_redis_ours:
        servers.start_valkey()
    names = [n for n, is_ours in (("PostgreSQL", is_postgres_ours), ("Valkey", is_redis_ours)) if is_ours]
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
