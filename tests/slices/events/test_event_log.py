"""Events are appended in sets, once, and told to whoever listens."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from towpath.events.log import Appended, NewEvent, append, prepare
from towpath.kit.db import Conn, Database

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


async def rows(conn: Conn, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await conn.exec_driver_sql(query)]


async def add(db: Database, *events: NewEvent) -> Appended:
    async with db.transaction() as conn:
        return await append(conn, events, NOW)


async def test_an_event_of_a_stranger_makes_the_contact(db: Database) -> None:
    done = await add(
        db,
        NewEvent("signup", external_id="ada", email="ada@example.com", properties={"plan": "pro"}),
        NewEvent("signup", email="Ada@Example.com"),
        NewEvent("purchase", external_id="bob", at=NOW - timedelta(days=1)),
    )

    assert (done.stored, done.duplicates, done.unknown, done.created_contacts) == (3, [], [], 2)
    async with db.transaction() as conn:
        assert await rows(conn, "SELECT external_id, email FROM contact ORDER BY 1") == [
            ("ada", "ada@example.com"), ("bob", None)]  # fmt: skip
        assert await rows(
            conn, "SELECT name, external_id, count, first_at FROM event_stat JOIN contact c ON c.id = contact_id "
                  "JOIN event_name n ON n.id = name_id ORDER BY 1"
        ) == [("purchase", "bob", 1, NOW - timedelta(days=1)), ("signup", "ada", 2, NOW)]  # fmt: skip


async def test_an_unknown_contact_is_reported_and_the_others_are_kept(db: Database) -> None:
    done = await add(
        db,
        NewEvent("a", contact_id=987_654),
        NewEvent("a", external_id="ada"),
        NewEvent("a", external_id="bob", creates=False),
        NewEvent("a"),
    )

    assert (done.stored, done.unknown) == (1, [0, 2, 3])


async def test_an_event_whose_key_is_known_is_not_stored_again(db: Database) -> None:
    await add(db, NewEvent("a", external_id="ada", key="k1"))

    done = await add(db, *(NewEvent("a", external_id="ada", key=key) for key in ("k1", "k2", "k2", None)))

    assert (done.stored, done.duplicates) == (2, [0, 2])
    async with db.transaction() as conn:
        assert await rows(conn, "SELECT count FROM event_stat") == [(3,)]


async def test_late_events_move_the_first_and_never_the_last_time(db: Database) -> None:
    await add(db, NewEvent("a", external_id="ada"))

    await add(db, NewEvent("a", external_id="ada", at=NOW - timedelta(days=4000)))

    async with db.transaction() as conn:
        assert await rows(conn, "SELECT first_at, last_at, count FROM event_stat") == [
            (NOW - timedelta(days=4000), NOW, 2)]  # fmt: skip


async def test_a_name_that_a_journey_listens_to_goes_to_the_inbox(db: Database) -> None:
    await add(db, NewEvent("heard", external_id="ada"), NewEvent("other", external_id="bob"))
    async with db.transaction() as conn:
        await conn.exec_driver_sql(
            "INSERT INTO event_listener SELECT id FROM event_name WHERE name = 'heard'"
        )

    quiet = await add(db, NewEvent("other", external_id="ada"))
    loud = await add(
        db, NewEvent("heard", external_id="ada", properties={"n": 1}), NewEvent("other", external_id="bob")
    )

    assert (quiet.stirs, loud.stirs) == (False, True)
    async with db.transaction() as conn:
        assert await rows(
            conn, "SELECT e.id = i.event_id, i.properties FROM event_inbox i JOIN event e ON e.id = i.event_id"
        ) == [(True, {"n": 1})]  # fmt: skip


async def test_segments_that_watch_a_name_learn_of_the_contact(db: Database) -> None:
    await add(db, NewEvent("a", external_id="ada"), NewEvent("b", external_id="bob"))
    async with db.transaction() as conn:
        await conn.exec_driver_sql("INSERT INTO watched_fact VALUES ('event:a')")

    await add(
        db,
        NewEvent("a", external_id="ada"),
        NewEvent("a", external_id="ada"),
        NewEvent("b", external_id="bob"),
    )

    async with db.transaction() as conn:
        assert await rows(
            conn, "SELECT external_id FROM contact_change JOIN contact c ON c.id = contact_id"
        ) == [("ada",)]  # fmt: skip


async def test_a_month_survives_the_rollback_of_the_batch_that_made_it(db: Database) -> None:
    later = NOW + timedelta(days=200)
    async with db.engine.connect() as conn:
        await append(conn, [NewEvent("a", external_id="ada", at=later)], NOW)
        await append(conn, [NewEvent("a", external_id="ada", at=later)], NOW)
        await conn.rollback()

    for _ in range(3):
        assert (await add(db, NewEvent("a", external_id="ada", at=later))).stored == 1


async def test_eight_batches_at_once_over_the_same_strangers_lose_nothing(db: Database) -> None:
    async def batch(number: int) -> Appended:
        order = range(200) if number % 2 else reversed(range(200))
        events = [
            NewEvent(f"name_{n % 7}", key=f"{n}-{number // 2}", at=NOW + timedelta(days=31 * (n % 3)),
                     external_id=f"p{n % 50}" if n % 4 else None, email=f"p{n % 50}@example.com")
            for n in order
        ]  # fmt: skip
        await prepare(db, [event.at for event in events if event.at])
        return await add(db, *events)

    results = await asyncio.gather(*(batch(number) for number in range(8)))

    assert sum(done.stored for done in results) == 800
    assert sum(len(done.duplicates) for done in results) == 800
    assert sum(done.created_contacts for done in results) == 50
    async with db.transaction() as conn:
        assert await rows(conn, "SELECT count(*) FROM event") == [(800,)]
        assert await rows(conn, "SELECT sum(count) FROM event_stat") == [(800,)]
        assert await rows(conn, "SELECT count(*) FROM contact") == [(50,)]
