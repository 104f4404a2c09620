"""What a worker sent, in a file that survives its death.

One file per worker process, appended with single writes: `b 17 3` before a message leaves (delivery 17, attempt
with fence 3), `d 17 3` after the server took it, `r 17 3` when it refused. The writer holds a lock on the file
for as long as it lives, so whoever can lock it knows that the writer is dead. Writes are not synced: they survive
a killed process, and after a crash of the machine the boot id in the first line says that some may be missing.
"""

import contextlib
import fcntl
import os
import platform
import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

_FORMAT: Final = "towpath.journal/1"
_SUFFIX: Final = ".journal"
_ENTRY: Final = re.compile(r"([brd]) (\d+) (\d+)")


class Fate(StrEnum):
    """The last thing that a journal knows of an attempt."""

    BEGUN = "b"
    REFUSED = "r"
    DONE = "d"


class Journal:
    """The journal of this process. `worker` is its unique name, which leases carry."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.worker = f"{platform.node()[:40] or 'host'}:{os.getpid()}:{secrets.token_hex(4)}"
        self._path = folder / f"{self.worker.replace('/', '-')}{_SUFFIX}"
        fresh = self._path.with_suffix(".new")
        self._fd = os.open(fresh, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        self._start = os.write(self._fd, f"{_FORMAT} {self.worker} {boot_id()}\n".encode())
        # Nobody sees the file before it is locked.
        fresh.rename(self._path)

    def begun(self, delivery: int, fence: int) -> None:
        os.write(self._fd, b"b %d %d\n" % (delivery, fence))

    def refused(self, delivery: int, fence: int) -> None:
        os.write(self._fd, b"r %d %d\n" % (delivery, fence))

    def done(self, delivery: int, fence: int) -> None:
        os.write(self._fd, b"d %d %d\n" % (delivery, fence))

    def clear(self) -> None:
        """Forget everything; right only when all of it is committed in the database."""
        os.ftruncate(self._fd, self._start)

    def close(self, *, keep: bool = False) -> None:
        """Let go of the file. It stays for `left_behind` if it holds anything, or leases are left to `keep` it for."""
        if self._fd >= 0:
            if not keep and os.fstat(self._fd).st_size <= self._start:
                self._path.unlink(missing_ok=True)
            os.close(self._fd)
            self._fd = -1


class Remains:
    """The journal of a dead worker. `is_complete` is false when the machine itself went down since."""

    def __init__(self, worker: str, is_complete: bool, fates: dict[tuple[int, int], Fate]) -> None:
        self.worker = worker
        self.is_complete = is_complete
        self.fates = fates


@contextmanager
def left_behind(folder: Path) -> Iterator[list[Remains]]:
    """Yield the journals of workers that died on this machine, and delete them if the block ends well.

    They stay locked meanwhile: no other worker sees them.
    """
    with contextlib.ExitStack() as stack:
        found: list[tuple[Path, Remains]] = []
        for path in sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else ():
            fd = _lock(path)
            if fd is not None:
                stack.callback(os.close, fd)
                found.append((path, _read(path)))
        yield [remains for _, remains in found]
        for path, _ in found:
            path.unlink(missing_ok=True)


def _lock(path: Path) -> int | None:
    """Lock a file whose writer is dead; None if it lives, or somebody else is at it, or it has gone."""
    try:
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        return None
    if not path.exists():
        os.close(fd)
        return None
    return fd


def _read(path: Path) -> Remains:
    header, *lines = path.read_text(errors="replace").split("\n")
    words = header.split(" ")
    worker = words[1] if len(words) == 3 and words[0] == _FORMAT else path.stem
    fates: dict[tuple[int, int], Fate] = {}
    # What follows the last line break was cut off: that write had not happened.
    for line in lines[:-1]:
        if (match := _ENTRY.fullmatch(line)) is not None:
            fates[int(match[2]), int(match[3])] = Fate(match[1])
    return Remains(worker, len(words) == 3 and words[2] == boot_id(), fates)


def boot_id() -> str:
    """Return what stays the same until this machine starts anew."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        asked = subprocess.run(
            ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
        return asked.stdout.strip() or "unknown"
    return "unknown"
