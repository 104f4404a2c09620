"""Finding a server again by the file in which it keeps its process id."""

import contextlib
import importlib
import os
import signal
import time
from pathlib import Path
from typing import Any


def running(pid_file: Path, mark: str) -> int | None:
    """Return the process id at the head of `pid_file`, if that process lives and has `mark` in its command line.

    The mark tells a server from a stranger who was given the same number after a crash.
    """
    pid = _pid_in(pid_file)
    return pid if pid is not None and mark in command_line(pid) else None


def is_strangers(pid_file: Path, mark: str) -> bool:
    """Tell whether the number in `pid_file` belongs to a living process that is not the server."""
    pid = _pid_in(pid_file)
    line = "" if pid is None else command_line(pid)
    return bool(line) and mark not in line


def _pid_in(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def command_line(pid: int) -> str:
    """Return the command line of a living process; empty when there is none."""
    # Imported late: it comes with the embedded servers.
    psutil: Any = importlib.import_module("psutil")
    try:
        process = psutil.Process(pid)
        return "" if process.status() == psutil.STATUS_ZOMBIE else " ".join(process.cmdline())
    except psutil.Error:
        return ""


def end(pid: int, *, patience_s: float = 10) -> None:
    """Ask a process to stop, wait until it is gone, and kill it when it does not listen."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + patience_s
        while command_line(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
