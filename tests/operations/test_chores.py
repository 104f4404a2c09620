"""What a worker does: one at a time, nothing forgotten, by itself when Redis is away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from towpath.embedded import Servers
from towpath.kit.bell import ADVANCE, Bell
from towpath.worker.chores import Chore, each_second
from towpath.worker.rings import hear_rings

DEADLINE_S = 10


async def until(condition: Callable[[], bool], seconds: float = DEADLINE_S) -> None:
    """Wait until something observable holds; fail when it does not in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for is outside of this loop
            await asyncio.sleep(0.01)


class Work:
    """Counts its runs, and can be held up inside one."""

    def __init__(self, todo: int = 0) -> None:
        self.runs = 0
        self.at_once = 0
        self.most_at_once = 0
        self.todo = todo
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> int:
        self.runs += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.gate.wait()
        finally:
            self.at_once -= 1
        self.todo -= 1
        return max(self.todo + 1, 0)


@pytest.fixture
async def background() -> AsyncIterator[Callable[[Awaitable[None]], asyncio.Task[None]]]:
    """Run something beside the test, and end it with the test."""
    tasks: list[asyncio.Task[None]] = []

    def start(work: Awaitable[None]) -> asyncio.Task[None]:
        tasks.append(asyncio.ensure_future(work))  # type: ignore[arg-type]
        return tasks[-1]

    yield start
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_chore_goes_on_until_nothing_is_left() -> None:
    work = Work(todo=3)
    chore = Chore("advance", work, "done")

    chore.ask()

    await until(lambda: not chore.is_running)
    assert work.runs == 4


async def test_rings_during_a_run_lead_to_one_more_run_and_never_to_two_at_once() -> None:
    work = Work()
    work.gate.clear()
    chore = Chore("advance", work, "done")
    chore.ask()
    await until(lambda: work.runs == 1)

    for _ in range(5):
        chore.ask()
    work.gate.set()

    await until(lambda: not chore.is_running)
    assert (work.runs, work.most_at_once) == (2, 1)


async def test_a_chore_that_failed_is_tried_again_by_the_next_look(background: Callable[..., object]) -> None:
    failures = 0

    async def fail_once() -> int:
        nonlocal failures
        failures += 1
        if failures == 1:
            raise RuntimeError("the first time")
        return 0

    background(each_second({"advance": Chore("advance", fail_once, "done")}))

    await until(lambda: failures == 2)


async def test_finishing_waits_for_what_is_under_way() -> None:
    work = Work()
    work.gate.clear()
    chore = Chore("send", work, "done")
    chore.ask()
    await until(lambda: work.runs == 1)

    finishing = asyncio.create_task(chore.finish(patience_s=5))
    work.gate.set()
    await finishing

    assert not chore.is_running
    chore.ask()
    assert work.runs == 1


async def test_what_does_not_end_is_given_up_when_patience_ends() -> None:
    work = Work()
    work.gate.clear()
    chore = Chore("send", work, "done")
    chore.ask()
    await until(lambda: work.runs == 1)

    await chore.finish(patience_s=0.05)

    assert not chore.is_running


async def test_a_ring_is_heard_at_once(redis_url: str, background: Callable[..., object]) -> None:
    work = Work()
    background(hear_rings(redis_url, {ADVANCE: Chore(ADVANCE, work, "done")}))
    bell = Bell(redis_url)

    # Whether the worker listens already or not: a ring waits in Redis.
    await bell.ring(ADVANCE)

    await until(lambda: work.runs == 1)
    await bell.close()


async def test_without_redis_work_is_looked_for_each_second_and_rings_are_heard_again_when_it_is_back(
    tmp_path: Path, background: Callable[..., object]
) -> None:
    tmp_path.parent.chmod(0o755)
    servers = Servers(tmp_path)
    servers.start_valkey()
    work = Work()
    chores = {ADVANCE: Chore(ADVANCE, work, "done")}
    bell = Bell(servers.redis_url)
    listening = background(hear_rings(servers.redis_url, chores))
    try:
        await bell.ring(ADVANCE)
        await until(lambda: work.runs == 1)

        await asyncio.to_thread(servers.stop_valkey)
        looking = background(each_second(chores))
        before = work.runs
        await until(lambda: work.runs >= before + 2, seconds=3)
        looking.cancel()  # type: ignore[attr-defined]
        await until(lambda: not chores[ADVANCE].is_running)

        before = work.runs
        await asyncio.to_thread(servers.start_valkey)
        async with asyncio.timeout(DEADLINE_S):
            while work.runs == before:
                await bell.ring(ADVANCE)
                await asyncio.sleep(0.1)
        assert not listening.done()  # type: ignore[attr-defined]
    finally:
        await bell.close()
        servers.stop_valkey()
