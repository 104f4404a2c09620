"""`towpath up`: everything on one machine, started in order, kept running, stopped in order."""

import asyncio
import os
import signal
from collections.abc import Callable
from importlib.metadata import version

from towpath.embedded import Servers
from towpath.settings import Settings
from towpath.supervisor import folder
from towpath.supervisor.embedded import EmbeddedServers
from towpath.supervisor.household import Household, stop_signals
from towpath.supervisor.keeper import Lifelines, fork_keeper
from towpath.supervisor.port import listen


def run_up(settings: Settings, say: Callable[[str], None]) -> None:
    """Run until SIGINT, SIGTERM or the end of the terminal; then leave no process behind."""
    for number in stop_signals():
        signal.signal(number, signal.default_int_handler)
    say(f"Towpath {version('towpath')}\n")
    hold = folder.take(settings.data_dir, f"http://{settings.host}:{settings.port}", say)
    servers, lines = Servers(settings.data_dir), Lifelines.lay()
    keeper = fork_keeper(servers, hold, lines) if EmbeddedServers(settings, servers).ours else None
    try:
        with listen(settings) as door:
            household = Household(settings, servers, door, (*lines.for_children, hold.ours.fileno()), say)
            asyncio.run(household.live())
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    finally:
        lines.cut()
        if keeper is not None:
            os.waitpid(keeper, 0)
        hold.close()
    say("Stopped. Your data are kept; the next run goes on from here.")
