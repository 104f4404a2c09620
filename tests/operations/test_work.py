"""`towpath work` as a process of its own, with a Redis that comes and goes."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.factories import a_contact

from towpath.embedded import Servers
from towpath.engine.document import as_document
from towpath.journeys import actions, jobs
from towpath.kit.bell import ADVANCE, Bell
from towpath.kit.clock import DatabaseClock
from towpath.wiring import Wiring

from .conftest import DEADLINE_S, Program

Run = Callable[..., Program]

# Due work is done within this, Redis or not.
PROMISED = timedelta(seconds=2)


def flow(wait: str) -> dict[str, Any]:
    return {
        "format": "towpath.flow/1",
        "name": f"Wait {wait}",
        "nodes": {
            "start": {"type": "manual_entry"},
            "pause": {"type": "wait", "config": {"for": wait}},
            "mark": {"type": "tag", "config": {"add": ["waited"]}},
            "end": {"type": "exit"},
        },
        "edges": [
            {"from": "start", "port": "next", "to": "pause"},
            {"from": "pause", "port": "next", "to": "mark"},
            {"from": "mark", "port": "next", "to": "end"},
        ],
    }


@pytest.fixture
def valkey(folder: Path) -> Iterator[Servers]:
    """A Redis of this test alone."""
    servers = Servers(folder)
    servers.start_valkey()
    yield servers
    servers.stop_valkey()


class Installation:
    """The test's database as `towpath work` sees it: on the true clock."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring, self.clock = wiring, DatabaseClock()

    async def enroll(self, wait: str) -> int:
        """Publish a journey and let somebody in; return the enrollment."""
        async with self.wiring.db.transaction() as conn:
            here = await jobs.here_and_now(conn, self.clock)
            slug = await actions.create(conn, as_document(flow(wait)))
            await actions.publish(conn, slug, here, self.wiring.registry, include_current=False, user=None)
            await actions.add_people(conn, slug, [await a_contact(conn)], here)
            return (await conn.execute(text("SELECT max(id) FROM enrollment"))).scalar_one()

    async def until(self, enrollment: int, condition: str) -> Any:
        """Wait until an enrollment fulfils an SQL condition; return its row."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                async with self.wiring.db.transaction() as conn:
                    found = await conn.execute(
                        text(f"SELECT * FROM enrollment WHERE id = :id AND {condition}"),
                        {"id": enrollment},
                    )
                    if row := found.one_or_none():
                        return row
                await asyncio.sleep(0.02)


@pytest.fixture
def installation(wiring: Wiring) -> Installation:
    return Installation(wiring)


def start_worker(run: Run, database_url: str, redis_url: str) -> Program:
    worker = run(
        "work",
        TOWPATH_DATABASE_URL=database_url,
        TOWPATH_REDIS_URL=redis_url,
        TOWPATH_SMTP_URL="smtp://127.0.0.1:1",
    )
    worker.says("worker_started")
    return worker


async def test_a_due_wait_is_done_in_time_while_redis_is_away_and_the_worker_outlives_it(
    run: Run, installation: Installation, database_url: str, valkey: Servers
) -> None:
    worker = await asyncio.to_thread(start_worker, run, database_url, valkey.redis_url)
    enrollment = await installation.enroll("PT4S")
    waiting = await installation.until(enrollment, "wake_at > entered_at")

    await asyncio.to_thread(valkey.stop_valkey)
    await asyncio.to_thread(worker.says, "redis_away")
    ended = await installation.until(enrollment, "status = 2")

    assert waiting.wake_at <= ended.ended_at <= waiting.wake_at + PROMISED
    assert worker.process.poll() is None

    await asyncio.to_thread(valkey.start_valkey)
    await asyncio.to_thread(worker.says, "redis_back")


async def test_a_worker_ends_in_order_when_told(run: Run, database_url: str, valkey: Servers) -> None:
    worker = await asyncio.to_thread(start_worker, run, database_url, valkey.redis_url)

    assert await asyncio.to_thread(worker.stop) == 0

    assert "worker_stopped" in worker.output


async def test_a_worker_that_was_killed_leaves_its_work_to_the_next(
    run: Run, installation: Installation, database_url: str, valkey: Servers
) -> None:
    first = await asyncio.to_thread(start_worker, run, database_url, valkey.redis_url)
    bell = Bell(valkey.redis_url)
    enrollment = await installation.enroll("PT1S")
    await bell.ring(ADVANCE)

    first.process.kill()
    await asyncio.to_thread(start_worker, run, database_url, valkey.redis_url)

    await installation.until(enrollment, "status = 2")
    await bell.close()


async def test_a_worker_waits_for_the_tables(
    run: Run, wiring: Wiring, database_url: str, valkey: Servers
) -> None:
    async with wiring.db.transaction() as conn:
        await conn.execute(text("DELETE FROM alembic_version"))
    worker = run(
        "work", TOWPATH_DATABASE_URL=database_url, TOWPATH_REDIS_URL=valkey.redis_url, TOWPATH_SMTP_URL="smtp://127.0.0.1:1"
    )  # fmt: skip

    await asyncio.to_thread(worker.says, "run `towpath migrate`")


async def test_a_worker_without_a_way_for_mail_says_which_setting_is_missing(
    run: Run, database_url: str, valkey: Servers
) -> None:
    worker = run("work", TOWPATH_DATABASE_URL=database_url, TOWPATH_REDIS_URL=valkey.redis_url)

    await asyncio.to_thread(worker.says, "Set TOWPATH_SMTP_URL")
    assert await asyncio.to_thread(worker.process.wait, DEADLINE_S) == 1
    assert "Traceback" not in worker.output
