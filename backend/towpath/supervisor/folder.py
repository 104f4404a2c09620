"""One Towpath per data folder: two locks that die with their holders, however they end."""

import fcntl
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from towpath.kit.errors import Conflict, Unavailable


class AlreadyRuns(Conflict):
    """Towpath runs already with this data folder."""

    code = "already-runs"


class FolderUnusable(Unavailable):
    """The data folder cannot be written."""

    code = "folder-unusable"


@dataclass(frozen=True)
class Hold:
    """The data folder is ours.

    `mine` is locked by the supervisor alone; `ours` by it and everything it started, who inherit the lock:
    when a killed supervisor's folder is taken over, the last of its processes has gone.
    """

    mine: IO[str]
    ours: IO[str]

    def leave_to_others(self) -> None:
        """Drop a forked process's part in the supervisor's own lock."""
        os.close(self.mine.fileno())

    def close(self) -> None:
        self.mine.close()
        self.ours.close()


def take(data_dir: Path, address: str, say: Callable[[str], None], *, patience_s: float = 60) -> Hold:
    """Take the folder. Raises AlreadyRuns; waits for what a killed Towpath left to put itself away."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        mine = (data_dir / "supervisor.lock").open("a+")
        ours = (data_dir / "processes.lock").open("a+")
    except OSError as error:
        raise FolderUnusable(
            f"The data folder {data_dir.resolve()} cannot be written ({error.strerror}). "
            "Mend its permissions, or choose another one: TOWPATH_DATA_DIR=…"
        ) from error
    if not _locked(mine):
        raise AlreadyRuns(_who_runs(mine, data_dir))
    _wait_for(ours, say, patience_s)
    mine.truncate(0)
    mine.write(json.dumps({"pid": os.getpid(), "address": address}))
    mine.flush()
    return Hold(mine, ours)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _who_runs(file: IO[str], data_dir: Path) -> str:
    file.seek(0)
    try:
        who = json.loads(file.read())
        told = f" (process {who['pid']}, {who['address']})"
    except (ValueError, KeyError):
        told = ""
    return (
        f"Towpath runs already with the data folder {data_dir.resolve()}{told}. Stop that one first, "
        "or give this one a folder and a port of its own: TOWPATH_DATA_DIR=… TOWPATH_PORT=…"
    )


def _wait_for(file: IO[str], say: Callable[[str], None], patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    has_said = False
    while not _locked(file):
        if not has_said:
            say("A Towpath that was killed is still putting its processes away; waiting for them.")
            has_said = True
        if time.monotonic() > deadline:
            raise AlreadyRuns(
                "Processes of a killed Towpath still use this data folder and do not end; stop them."
            )
        time.sleep(0.1)
