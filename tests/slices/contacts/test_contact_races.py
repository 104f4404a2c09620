"""Many at once: nobody deadlocks, nobody is made twice, and a no wins or loses cleanly."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from towpath.contacts.actions import Wish, unsubscribe, upsert_contacts
from towpath.contacts.consent import Consent
from towpath.contacts.imports import ImportOptions, import_contacts
from towpath.contacts.store import change_tags, set_values
from towpath.contacts.upsert import Done
from towpath.events.log import NewEvent, append
from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.kit.retry import retried

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


async def rows(db: Database, query: str) -> list[tuple[Any, ...]]:
    async with db.transaction() as conn:
        return [tuple(row) for row in await conn.execute(text(query))]


async def test_eight_batches_at_once_over_the_same_people_make_each_once(db: Database) -> None:
    async def batch(number: int) -> list[Done]:
        order = range(60) if number % 2 else range(59, -1, -1)
        # The ones know the external id, the others the address: their unique keys cross.
        wishes = [
            Wish({"external_id": f"c{n}", "email": f"p{59 - n}@example.com", "city": f"City {number}"})
            if number % 3 else Wish({"email": f"p{59 - n}@example.com", "company": "X"}, tags=["t", f"t{number}"])
            for n in order
        ]  # fmt: skip
        async with db.transaction() as conn:
            return [done for done, _ in await upsert_contacts(conn, wishes, NOW)]

    results = await asyncio.gather(*(batch(number) for number in range(8)))

    assert await rows(db, "SELECT count(*), count(DISTINCT lower(email)) FROM contact") == [(60, 60)]
    assert sum(done.result == "created" for result in results for done in result) == 60
    assert not [done for result in results for done in result if done.result == "refused"]


async def test_imports_batches_events_and_journeys_at_once_do_not_wait_crosswise(
    db: Database, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,email,city\n" + "".join(f"c{n},p{n}@example.com,{n % 7}\n" for n in range(3000)))
    await rows(db, "INSERT INTO topic (slug, name) VALUES ('news', 'News') RETURNING 1")
    await rows(
        db,
        "INSERT INTO watched_fact VALUES ('attribute:city'), ('event:x'), ('tag:t'), ('topic:news') RETURNING 1",
    )
    consent = Consent(("news",), "form", "Yes")

    async def load() -> None:
        await import_contacts(
            db, FixedClock(NOW), path, ImportOptions(tags=["t"], consent=consent), lambda _: None
        )

    async def happen(number: int, step: int) -> None:
        people = [(step * 97 + n * (number + 1)) % 3200 for n in range(150)]
        async with db.transaction() as conn:
            await append(
                conn, [NewEvent("x", external_id=f"c{n}", email=f"p{n}@example.com") for n in people], NOW
            )

    async def walk(step: int) -> None:
        async with db.transaction() as conn:
            ids = list(
                (await conn.execute(text("SELECT id FROM contact ORDER BY random() LIMIT 200"))).scalars()
            )
            await change_tags(conn, ids, ["t", "walked"], [], NOW)
            await set_values(conn, ids, {"city": f"walk {step}"}, NOW)

    async def again(*works: Callable[[], Awaitable[None]]) -> None:
        for work in works:
            await retried(work)

    await asyncio.gather(
        load(), load(), again(*(partial(walk, step) for step in range(10))),
        *(again(*(partial(happen, number, step) for step in range(10))) for number in (1, 2)),
    )  # fmt: skip

    ((people, addresses),) = await rows(db, "SELECT count(*), count(DISTINCT lower(email)) FROM contact")
    assert people == addresses >= 3000


async def test_nothing_is_committed_to_sending_after_a_no(db: Database) -> None:
    await rows(db, "INSERT INTO topic (slug, name) VALUES ('news', 'News') RETURNING 1")
    await rows(
        db, "INSERT INTO contact (external_id) SELECT n::text FROM generate_series(1, 200) n RETURNING 1"
    )
    await rows(db, "INSERT INTO subscription (contact_id, topic_id, state) "
                   "SELECT c.id, t.id, 'subscribed' FROM contact c, topic t RETURNING 1")  # fmt: skip
    async with db.transaction() as conn:
        await conn.execute(text("CREATE TABLE sending (contact_id bigint)"))
    ids = [contact for (contact,) in await rows(db, "SELECT id FROM contact")]

    async def send(contact: int) -> None:
        # What the sender does: share the contact's row, look at the consent, commit to sending.
        async with db.transaction() as conn:
            await conn.execute(text("SELECT id FROM contact WHERE id = :id FOR SHARE"), {"id": contact})
            state = await conn.execute(
                text("SELECT state FROM subscription WHERE contact_id = :id"), {"id": contact}
            )
            if state.scalar_one() == "subscribed":
                await conn.execute(text("INSERT INTO sending VALUES (:id)"), {"id": contact})

    async def say_no(contact: int) -> None:
        async with db.transaction() as conn:
            assert await unsubscribe(conn, contact, None, "link", NOW)

    pairs = [job for n, contact in enumerate(ids) for job in _either(n, send(contact), say_no(contact))]
    await asyncio.gather(*pairs)

    late = """
        SELECT count(*) FROM sending AS s JOIN subscription AS c ON c.contact_id = s.contact_id
         WHERE pg_xact_commit_timestamp(s.xmin) > pg_xact_commit_timestamp(c.xmin)"""
    assert await rows(db, late) == [(0,)]
    sent = (await rows(db, "SELECT count(*) FROM sending"))[0][0]
    assert 0 < sent < 200, "the race was none"
    assert await rows(db, "SELECT count(*) FROM subscription WHERE state = 'unsubscribed'") == [(200,)]


def _either(n: int, first: Any, second: Any) -> tuple[Any, Any]:
    return (first, second) if n % 2 else (second, first)
