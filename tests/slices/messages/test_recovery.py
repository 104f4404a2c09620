"""A worker dies at each step in turn: nothing is lost, nothing is sent twice, and almost nothing is in doubt."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import SQLAlchemyError
from tests.slices.messages.conftest import MakeSender, Post, Sink

from towpath.kit.db import Conn, Database
from towpath.messages.jobs import Sender
from towpath.wiring import Wiring

ROOT = Path(__file__).parents[3]

LETTERS = 24
CONNECTIONS = 3

# The step, at which time it strikes, and how many may be in doubt afterwards.
STEPS = [
    ("in a transaction", 1, 0),
    ("in a transaction", 2, 0),
    ("in a transaction", 3, 0),
    ("before sending", 1, 0),
    ("before sending", 9, CONNECTIONS - 1),
    ("before begun", 1, 0),
    ("before begun", 9, CONNECTIONS - 1),
    ("after begun", 1, CONNECTIONS),
    ("after begun", 9, CONNECTIONS),
    ("before done", 1, CONNECTIONS),
    ("before done", 9, CONNECTIONS),
    ("after done", 1, CONNECTIONS - 1),
    ("after done", 9, CONNECTIONS - 1),
    ("after sending", 9, CONNECTIONS - 1),
    ("before clear", 1, 0),
    ("after clear", 1, 0),
]


async def die(post: Post, sink: Sink, step: str, count: int) -> int:
    """Run a worker that dies; return its exit code."""
    settings = post.wiring.settings
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.slices.messages.doomed",
        settings.database_url, str(settings.data_dir), sink.url, step, str(count), cwd=ROOT,
    )  # fmt: skip
    return await worker.wait()


@pytest.mark.parametrize(("step", "count", "doubts"), STEPS)
async def test_a_worker_killed_at_any_step(
    post: Post, sender: Sender, sink: Sink, step: str, count: int, doubts: int
) -> None:
    await post.owe(LETTERS)
    assert await die(post, sink, step, count) == -9

    began = asyncio.get_running_loop().time()
    await sender.recover()
    assert "sending" not in await post.states()
    assert asyncio.get_running_loop().time() - began < 2
    await sender.run(10)

    states, arrived = await post.states(), sink.recipients()
    in_doubt = {row.address for row in await post.rows() if row.state == "in_doubt"}
    assert set(states) <= {"sent", "in_doubt"}
    assert sum(states.values()) == LETTERS
    assert len(in_doubt) <= doubts
    assert max(arrived.values()) == 1
    assert {row.address for row in await post.rows() if row.state == "sent"} <= arrived.keys()
    assert len(arrived) == states["sent"] + len(in_doubt & arrived.keys())
    assert {row.attempt for row in await post.rows()} == {1}


async def test_a_worker_killed_while_it_awaits_replies(post: Post, sender: Sender, sink: Sink) -> None:
    sink.manners.delay_after_dot_s = 30
    await post.owe(LETTERS)
    settings = post.wiring.settings
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.slices.messages.doomed",
        settings.database_url, str(settings.data_dir), sink.url, "never", "1", cwd=ROOT,
    )  # fmt: skip
    while len(sink.manners.messages) < CONNECTIONS:
        sink.manners.arrived.clear()
        await sink.manners.arrived.wait()
    worker.kill()
    await worker.wait()

    sink.manners.delay_after_dot_s = 0
    await sender.recover()
    await sender.run(10)

    assert await post.states() == {"in_doubt": CONNECTIONS, "sent": LETTERS - CONNECTIONS}
    assert len(sink.accepted()) == LETTERS
    assert max(sink.recipients().values()) == 1


async def test_a_refused_message_of_a_killed_worker_is_tried_again(
    post: Post, sender: Sender, sink: Sink
) -> None:
    sink.manners.drop_at = "DATA"
    await post.owe(1)
    assert await die(post, sink, "after refused", 1) == -9

    sink.manners.drop_at = ""
    await sender.recover()
    await sender.run(5)

    (row,) = await post.rows()
    assert (row.state, row.attempt) == ("sent", 2)


async def test_after_the_machine_went_down_what_is_not_in_the_journal_is_in_doubt(
    post: Post, sender: Sender, sink: Sink
) -> None:
    await post.owe(LETTERS)
    assert await die(post, sink, "after done", 5) == -9
    (path,) = (
        p
        for p in (post.wiring.settings.data_dir / "journals").glob("*.journal")
        if sender.worker not in p.name
    )
    header, _, rest = path.read_text().partition("\n")
    path.write_text(f"{header.rpartition(' ')[0]} another-boot\n{rest}")

    await sender.recover()

    states = await post.states()
    assert states["sent"] == 5
    assert states["in_doubt"] > CONNECTIONS
    assert set(states) <= {"sent", "in_doubt", "queued"}


async def test_many_workers_die_and_the_count_is_right(
    post: Post, make_sender: MakeSender, sink: Sink
) -> None:
    await post.owe(200)
    kills = [
        ("after begun", 11),
        ("before done", 13),
        ("after done", 17),
        ("before begun", 7),
        ("in a transaction", 4),
    ]
    for step, count in kills:
        assert await die(post, sink, step, count) == -9
        await (await make_sender()).recover()
    sender = await make_sender()
    await sender.run(20)

    states, arrived = await post.states(), sink.recipients()
    assert states["sent"] + states["in_doubt"] == 200
    assert states["in_doubt"] <= len(kills) * CONNECTIONS
    assert max(arrived.values()) == 1
    in_doubt = {row.address for row in await post.rows() if row.state == "in_doubt"}
    assert len(arrived) == states["sent"] + len(in_doubt & arrived.keys())


class Forgetful(Database):
    """A database whose answer to one commit is lost."""

    is_deaf = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Conn]:
        async with super().transaction() as conn:
            yield conn
        if self.is_deaf:
            self.is_deaf = False
            raise ConnectionResetError("the answer to COMMIT was lost")


async def test_a_commit_whose_answer_was_lost_leaves_nothing_behind(
    post: Post, make_sender: MakeSender, sink: Sink, wiring: Wiring
) -> None:
    await post.owe(20)
    db = Forgetful(wiring.settings.database_url, pool_size=3)
    sender = await make_sender(db=db)
    db.is_deaf = True
    with pytest.raises(ConnectionResetError):
        await sender.run(5)
    assert "sending" in await post.states()

    await sender.recover()
    await sender.run(5)

    assert await post.states() == {"sent": 20}
    assert max(sink.recipients().values()) == 1
    await sender.close()
    await db.close()


async def test_lost_connections_to_the_database_lose_and_double_nothing(
    post: Post, make_sender: MakeSender, sink: Sink, wiring: Wiring
) -> None:
    await post.owe(150)
    sink.manners.delay_s = 0.005
    db = Database(wiring.settings.database_url, pool_size=3)
    sender = await make_sender(db=db)
    for _ in range(40):
        running = asyncio.create_task(sender.run(5))
        await asyncio.sleep(0.05)
        await post.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await asyncio.gather(running, return_exceptions=True)
        await _insist(sender.recover)
        if await post.states() == {"sent": 150}:
            break

    assert await post.states() == {"sent": 150}
    assert len(sink.accepted()) == 150
    assert max(sink.recipients().values()) == 1
    await sender.close()
    await db.close()


async def _insist(action: Callable[[], Awaitable[None]]) -> None:
    """Do it again until the database is there."""
    for _ in range(20):
        try:
            return await action()
        except (SQLAlchemyError, OSError, asyncpg.PostgresError):
            continue
    raise AssertionError("the database did not come back")
