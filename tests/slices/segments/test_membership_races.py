"""Watching, changing and refreshing at the same time: nobody is missed and nothing is told twice."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime

from tests.slices.segments.steps import contacts, fresh, segment, value

from towpath.contacts.store import change_tags
from towpath.kit.db import Database
from towpath.segments.store import refresh, watch

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


async def _waits_for_a_lock(db: Database, work: Awaitable[None]) -> asyncio.Task[None]:
    """Start `work` and return when it waits for somebody's lock."""
    task = asyncio.ensure_future(work)
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    async with asyncio.timeout(20):
        while not await value(db, query):
            assert not task.done()
    return task


async def test_a_change_that_is_not_committed_when_watching_begins_is_not_missed(db: Database) -> None:
    async with db.transaction() as conn:
        await segment(conn, "vips", {"tag": "vip"})
        (ada,) = await contacts(conn, 1)

    async def begin() -> None:
        async with db.transaction() as other:
            await watch(other, ["vips"], NOW, "UTC")

    async with db.transaction() as conn:
        await change_tags(conn, [ada], ["vip"], [], NOW)
        task = await _waits_for_a_lock(db, begin())
    await task

    assert await value(db, "SELECT array_agg(contact_id) FROM segment_member") == [ada]


async def test_a_change_that_begins_while_watching_begins_is_told_later(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "vips", {"tag": "vip"})
        (ada,) = await contacts(conn, 1)

    async def tag() -> None:
        async with db.transaction() as other:
            await change_tags(other, [ada], ["vip"], [], NOW)

    async with db.transaction() as conn:
        await watch(conn, ["vips"], NOW, "UTC")
        task = await _waits_for_a_lock(db, tag())
    await task

    assert (await fresh(db, NOW)).joined == [(number, [ada])]


async def test_two_refreshes_do_not_tell_the_same(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "vips", {"tag": "vip"})
        (ada,) = await contacts(conn, 1)
        await watch(conn, ["vips"], NOW, "UTC")
        await change_tags(conn, [ada], ["vip"], [], NOW)

    async with db.transaction() as one, db.transaction() as two:
        first = await refresh(one, NOW, "UTC")
        second = await refresh(two, NOW, "UTC")

    assert (first.joined, second.joined, second.more) == ([(number, [ada])], [], False)
    assert (await fresh(db, NOW)).joined == []


async def test_what_is_rolled_back_is_told_again(db: Database) -> None:
    async with db.transaction() as conn:
        number = await segment(conn, "vips", {"tag": "vip"})
        (ada,) = await contacts(conn, 1)
        await watch(conn, ["vips"], NOW, "UTC")
        await change_tags(conn, [ada], ["vip"], [], NOW)

    async with db.engine.connect() as conn:
        assert (await refresh(conn, NOW, "UTC")).joined == [(number, [ada])]
        await conn.rollback()

    assert (await fresh(db, NOW)).joined == [(number, [ada])]
