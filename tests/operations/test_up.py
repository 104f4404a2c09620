"""`towpath up`, as a person and an unkind machine treat it."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest

from towpath.embedded import Servers

from .conftest import Program, until, using

Run = Callable[..., Program]
ADDRESS = r"Open +(http://\S+)"
LINK = r"Sign up +(http://\S+)"


def health(address: str) -> int:
    """Return the status of the answer; 0 for none."""
    try:
        return httpx.get(f"{address}/health", trust_env=False).status_code
    except httpx.TransportError:
        return 0


def sql(folder: Path, statement: str) -> list[object]:
    async def ask() -> list[object]:
        connection = await asyncpg.connect(Servers(folder).database_url)
        try:
            return [row[0] for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_one_command_starts_everything_ctrl_c_stops_everything_and_the_next_run_has_all_data(
    run: Run, folder: Path, port: int
) -> None:
    first = run("up")

    address = first.says(ADDRESS)
    link = first.says(LINK)
    assert address == f"http://127.0.0.1:{port}"
    assert link.startswith(address)
    assert health(address) == 200
    listening = {c.laddr.ip for p in first.family() for c in p.net_connections("inet") if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}
    sql(folder, "INSERT INTO tag (name) VALUES ('kept')")

    assert first.stop(signal.SIGINT) == 0
    assert using(folder) == []
    assert "Stopped" in first.output

    second = run("up")
    second.says(ADDRESS)
    assert second.says(LINK) != link
    assert sql(folder, "SELECT name FROM tag") == ["kept"]
    assert second.stop(signal.SIGTERM) == 0
    assert using(folder) == []


def test_after_kill_9_nothing_lingers_and_the_next_run_recovers(run: Run, folder: Path) -> None:
    first = run("up")
    first.says(ADDRESS)
    sql(folder, "INSERT INTO tag (name) VALUES ('kept')")

    first.process.kill()

    # At once: whatever is still putting itself away is waited for.
    second = run("up")
    address = second.says(ADDRESS)
    assert health(address) == 200
    assert sql(folder, "SELECT name FROM tag") == ["kept"]

    second.process.kill()
    until(lambda: using(folder) == [], "the end of all processes after kill -9")


def test_a_child_that_dies_is_started_again_and_that_is_said(run: Run, folder: Path) -> None:
    program = run("up")
    address = program.says(ADDRESS)
    api = next(p for p in program.family() if "serve" in p.cmdline())
    worker = next(p for p in program.family() if "work" in p.cmdline())
    postgres = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])

    for pid in (api.pid, worker.pid, postgres):
        os.kill(pid, signal.SIGKILL)

    for name in ("api", "worker-1"):
        program.says(rf'"process": "{name}", "ended": "by SIGKILL"')
    program.says('"server": "postgresql"')
    until(lambda: health(address) == 200, "the API's return")
    until(lambda: not psutil.pid_exists(postgres) and Servers(folder).postgres_runs(), "PostgreSQL's return")


def test_a_second_one_on_the_same_folder_is_told_that_one_runs(run: Run, folder: Path) -> None:
    run("up").says(ADDRESS)

    second = run("up", TOWPATH_PORT="1")

    second.says(f"Towpath runs already with the data folder {folder}")
    assert second.process.wait(10) == 1


def test_a_taken_port_is_said_with_the_setting_that_changes_it(run: Run, folder: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        program = run("up")

        program.says(f"Port {port} on 127.0.0.1 is taken by another program")
        program.says("TOWPATH_PORT=")
        assert program.process.wait(10) == 1
    assert using(folder) == []


def test_ctrl_c_during_the_first_start_leaves_nothing_behind(run: Run, folder: Path) -> None:
    program = run("up")
    until(lambda: (folder / "postgres.new").exists() or (folder / "postgres").exists(), "the first start")

    program.stop(signal.SIGINT)

    until(lambda: using(folder) == [], "the end of all processes")
    again = run("up")
    again.says(ADDRESS)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is told")
def test_root_is_told_which_user_runs_the_servers(run: Run, folder: Path) -> None:
    program = run("up")

    program.says("You are root")
    user = program.says(r"system user (\w+)")
    program.says(ADDRESS)
    postgres = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    assert psutil.Process(postgres).username() == user
