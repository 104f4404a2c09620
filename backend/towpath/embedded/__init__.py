"""PostgreSQL and Valkey out of Python wheels, for a laptop and for tests: no system service needed.

They listen on Unix sockets in the data folder only, which nobody but their user (and root) can enter.
"""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from towpath.embedded.postgres import Postgres, postgres_bin
from towpath.embedded.system_user import CannotStart, Owner, is_root, private_folder
from towpath.embedded.valkey import Valkey, valkey_program

__all__ = ["CannotStart", "Servers", "is_root", "postgres_bin", "valkey_program"]

# A Unix socket's path is limited to 104 bytes on macOS, 108 on Linux; PostgreSQL adds 14.
_SOCKET_PATH_LIMIT = 88


@dataclass(frozen=True)
class Servers:
    """Both embedded servers of one data folder."""

    data_dir: Path

    @property
    def sockets(self) -> Path:
        own = self.data_dir.resolve() / "run"
        if len(str(own)) <= _SOCKET_PATH_LIMIT:
            return own
        return Path(tempfile.gettempdir()) / f"towpath-{sha256(str(own).encode()).hexdigest()[:12]}"

    @property
    def database_url(self) -> str:
        return f"postgresql://postgres@/towpath?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.sockets}/valkey.sock"

    @cached_property
    def owner(self) -> Owner:
        """Whose processes the servers are: ours, or a system user's when we are root."""
        return Owner.of(self.data_dir.resolve() / "postgres")

    def start(self, *, durable: bool = True, memory_mb: int = 256) -> None:
        """Start what does not run yet; `durable=False` trades safety on power loss for speed (tests)."""
        self.start_postgres(durable=durable, memory_mb=memory_mb)
        self.start_valkey()

    def start_postgres(self, *, durable: bool = True, memory_mb: int = 256) -> None:
        with self._alone():
            self._prepare()
            self._postgres.start(durable=durable, memory_mb=memory_mb)

    def postgres_runs(self) -> bool:
        return self._postgres.runs()

    def stop_postgres(self, mode: str = "fast") -> None:
        with self._alone():
            self._postgres.stop(mode)

    def start_valkey(self) -> None:
        with self._alone():
            self._prepare()
            self._valkey.start()

    def valkey_runs(self) -> bool:
        return self._valkey.runs()

    def stop_valkey(self) -> None:
        with self._alone():
            self._valkey.stop()

    def stop(self) -> None:
        """Stop both and wait until they are gone; what does not run is no error."""
        self.stop_valkey()
        self.stop_postgres()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Starting and stopping is done by one process at a time."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with (self.data_dir / "servers.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _prepare(self) -> None:
        self.owner.make_ready(self.data_dir, postgres_bin())
        private_folder(self.sockets, self.owner)

    @cached_property
    def _postgres(self) -> Postgres:
        return Postgres(self.data_dir.resolve() / "postgres", self.sockets, self.owner)

    @cached_property
    def _valkey(self) -> Valkey:
        return Valkey(self.data_dir.resolve() / "valkey", self.sockets, self.owner)
