"""A small process that puts the embedded servers away when the supervisor ends, whatever ended it."""

import os
import select
import signal
import sys
from dataclasses import dataclass

from towpath.embedded import CannotStart, Servers
from towpath.supervisor.folder import Hold

# How long children may finish what they do before the database goes.
_CHILDREN_S = 20


@dataclass(frozen=True)
class Lifelines:
    """Two pipes that nobody ever writes to: their ends close with the processes that hold them.

    Children and the keeper read `alive` and see its end when the supervisor is gone; children hold `held_by_child`
    open, so that the keeper sees the end of `children` when the last of them is gone.
    """

    alive: int
    held_by_supervisor: int
    children: int
    held_by_child: int

    @classmethod
    def lay(cls) -> "Lifelines":
        return cls(*os.pipe(), *os.pipe())

    @property
    def for_children(self) -> tuple[int, int]:
        return self.alive, self.held_by_child

    def cut(self) -> None:
        """Tell children and the keeper that the supervisor is done."""
        os.close(self.held_by_supervisor)
        os.close(self.held_by_child)


def fork_keeper(servers: Servers, hold: Hold, lines: Lifelines) -> int:
    """Return the process id of a keeper for `servers`. Call it before there are threads or an event loop."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    # Never back into the supervisor's code, whatever happens.
    try:
        _keep(servers, hold, lines)
    except BaseException as error:  # noqa: BLE001
        print(f"The embedded servers could not be stopped: {error}", file=sys.stderr)  # noqa: T201
    finally:
        os._exit(0)


def _keep(servers: Servers, hold: Hold, lines: Lifelines) -> None:
    # Ctrl-C and the end of the terminal mean the supervisor; this process goes after it.
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    hold.leave_to_others()
    lines.cut()
    # A pipe that nobody writes to becomes readable when its other ends are closed.
    select.select([lines.alive], [], [])
    select.select([lines.children], [], [], _CHILDREN_S)
    try:
        servers.stop()
    except CannotStart:
        servers.stop_postgres("immediate")
