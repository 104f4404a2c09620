"""`towpath up`, as a person and an unkind machine treat it."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest

from towpath.embedded import Servers

from .conftest import Program, a_folder, a_free_port, until, using

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


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[Program, Path, int]]:
    """A Towpath that runs while this module is tested: the program, its data folder, its port."""
    with a_folder() as folder:
        port = a_free_port()
        program = Program(["up"], {"TOWPATH_DATA_DIR": str(folder), "TOWPATH_PORT": str(port)}, folder)
        program.says(ADDRESS)
        yield program, folder, port
        program.stop()


def test_one_command_says_one_address_and_a_link_to_sign_up(house: tuple[Program, Path, int]) -> None:
    program, _, port = house

    address = program.says(ADDRESS)

    assert address == f"http://127.0.0.1:{port}"
    assert program.says(LINK).startswith(address)
    assert health(address) == 200


def test_nothing_listens_to_other_machines(house: tuple[Program, Path, int]) -> None:
    program, folder, _ = house
    postgres = psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))
    valkey = psutil.Process(int((folder / "valkey" / "valkey.pid").read_text()))

    everybody = [*program.family(), postgres, valkey]

    listening = {c.laddr.ip for p in everybody for c in p.net_connections("inet") if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is told")
def test_root_is_told_which_user_runs_the_servers(house: tuple[Program, Path, int]) -> None:
    program, folder, _ = house

    program.says("You are root")

    user = program.says(r"system user (\w+)")
    postgres = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    assert psutil.Process(postgres).username() == user


def test_a_second_one_on_the_same_folder_is_told_that_one_runs(
    house: tuple[Program, Path, int], run: Run
) -> None:
    _, folder, _ = house

    second = run("up", TOWPATH_DATA_DIR=str(folder))

    second.says(f"Towpath runs already with the data folder {folder}")
    assert second.process.wait(10) == 1


def test_a_child_or_server_that_dies_is_started_again_and_that_is_said(
    house: tuple[Program, Path, int],
) -> None:
    program, folder, port = house
    api, worker = (next(p for p in program.family() if word in p.cmdline()) for word in ("serve", "work"))
    postgres = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])

    for pid in (api.pid, worker.pid, postgres):
        os.kill(pid, signal.SIGKILL)

    for name in ("api", "worker-1"):
        program.says(rf'"process": "{name}", "ended": "by SIGKILL"')
    program.says('"server": "postgresql"')
    until(lambda: health(f"http://127.0.0.1:{port}") == 200, "the API's return")
    until(Servers(folder).postgres_runs, "PostgreSQL's return")


def test_ctrl_c_stops_everything_and_the_next_run_has_all_data(run: Run, folder: Path) -> None:
    first = run("up")
    link = first.says(LINK)
    sql(folder, "INSERT INTO tag (name) VALUES ('kept')")

    assert first.stop(signal.SIGINT) == 0

    assert using(folder) == []
    assert "Stopped" in first.output
    second = run("up")
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
    assert health(second.says(ADDRESS)) == 200
    assert sql(folder, "SELECT name FROM tag") == ["kept"]

    second.process.kill()
    until(lambda: using(folder) == [], "the end of all processes after kill -9")


def test_a_taken_port_is_said_with_the_setting_that_changes_it(run: Run, folder: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        program = run("up")

        program.says(f"Port {port} on 127.0.0.1 is taken by another program")
        program.says("TOWPATH_PORT=")
        assert program.process.wait(10) == 1
    assert using(folder) == []


def test_a_database_that_cannot_be_reached_is_said_and_nothing_stays(run: Run, folder: Path) -> None:
    program = run(
        "up",
        TOWPATH_DATABASE_URL="postgresql://me:hush@127.0.0.1:1/x",
        TOWPATH_REDIS_URL="redis://127.0.0.1:1",
    )

    program.says(r"postgresql://me:\*\*\*@127.0.0.1:1/x cannot be used. Nothing listens there.")
    assert program.process.wait(20) == 1
    assert using(folder) == []
    assert "hush" not in program.output


def test_ctrl_c_during_the_first_start_leaves_nothing_behind(run: Run, folder: Path) -> None:
    program = run("up")
    until(lambda: list(folder.glob("postgres*")), "the first start")

    program.stop(signal.SIGINT)

    assert using(folder) == []
