"""The list of journeys: what runs, what is not published yet, how much came and went."""

from datetime import timedelta
from typing import Any

import httpx
from tests.factories import a_contact, a_flow, a_message, contacts

from towpath.channels.channel import Receipt, Verdict
from towpath.journeys import actions
from towpath.journeys.walking import here_and_now
from towpath.kit.db import Database
from towpath.messages import outbox

SEND = ("send_email", {"message": "hello", "topic": "news"})


def flow(length: str = "P2D", name: str = "Welcome") -> dict[str, Any]:
    return a_flow(
        {"in": "manual_entry", "mail": SEND, "wait": ("wait", {"for": length}), "out": "exit"},
        "in:next>mail", "mail:next>wait", "wait:next>out", name=name,
    )  # fmt: skip


async def listed(client: httpx.AsyncClient, query: str = "") -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/api/v1/journeys?{query}")
    assert answer.status_code == 200, answer.text
    return {item["slug"]: item for item in answer.json()["items"]}


async def prepare(db: Database, count: int = 3) -> list[int]:
    async with db.transaction() as conn:
        await a_message(conn)
        return await contacts(conn, count)


async def test_a_draft_that_does_something_else_than_the_live_version_is_seen(
    client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    await prepare(db)
    slug = await world.publish(flow())

    async def is_changed() -> bool:
        shown = (await listed(client))[slug]["has_unpublished_changes"]
        assert (await client.get(f"/api/v1/journeys/{slug}")).json()["has_unpublished_changes"] == shown
        return shown

    assert not await is_changed()
    await world.save(slug, {**flow(), "layout": {"in": [7, 7]}})
    assert not await is_changed()
    await world.save(slug, flow("P3D"))
    assert await is_changed()
    await world.publish_again(slug)
    assert not await is_changed()
    await client.post("/api/v1/journeys", json={"name": "New"})
    assert (await listed(client))["new"]["has_unpublished_changes"]


async def test_people_and_messages_are_counted_as_they_come_and_go(
    client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    people = await prepare(db)
    slug = await world.publish(flow())
    await world.add(slug, *people[:2])
    await world.tick()
    async with db.transaction() as conn:
        rows = await outbox.take(conn, "w", 9, world.clock.at)
        receipts = [(Receipt(row["id"], row["fence"], Verdict.SENT), 1) for row in rows[:1]]
        await outbox.finish(conn, receipts, world.clock.at)
    await world.tick(after=timedelta(days=2))
    await world.add(slug, people[2])
    await world.tick()

    now = (await listed(client))[slug]
    assert now["people"] == {"inside": 1, "ended": 2, "set_aside": 0}
    assert now["last_30_days"] == {"entered": 3, "sent": 1}

    world.clock.advance(timedelta(days=29))
    later = (await listed(client))[slug]
    assert later["last_30_days"] == {"entered": 1, "sent": 0}

    async with db.transaction() as conn:
        await actions.archive(conn, slug, await here_and_now(conn, world.clock))
    gone = (await listed(client, "archived=true"))[slug]
    assert gone["people"] == {"inside": 0, "ended": 3, "set_aside": 0}
    counts = (await client.get(f"/api/v1/journeys/{slug}/counts")).json()["nodes"]
    assert counts["wait"] == {"waiting": 0, "set_aside": 0, "passed": {"next": 2, "archived": 1}}


async def test_errors_and_drawings_come_when_asked_for(client: httpx.AsyncClient, db: Database) -> None:
    await prepare(db)
    await client.post("/api/v1/journeys", json={"document": flow()})
    await client.post(
        "/api/v1/journeys", json={"document": a_flow({"in": "manual_entry"}, name="Half drawn")}
    )

    plain, whole = await listed(client), await listed(client, "errors=true&drawing=true")

    assert all(item["errors"] is None and item["drawing"] is None for item in plain.values())
    assert (whole["welcome"]["errors"], whole["half-drawn"]["errors"]) == (0, 1)
    assert whole["welcome"]["drawing"]["nodes"]["wait"] == {"type": "wait", "config": {}}
    assert {"from": "wait", "port": "next", "to": "out"} in whole["welcome"]["drawing"]["edges"]


async def test_journeys_are_found_by_their_name(client: httpx.AsyncClient) -> None:
    for name in ("Welcome", "100 % welcome", "Birthday"):
        await client.post("/api/v1/journeys", json={"name": name})

    assert (await listed(client, "q=WELC")).keys() == {"welcome", "100-welcome"}
    assert (await listed(client, "q=%25")).keys() == {"100-welcome"}


async def test_who_is_erased_is_no_longer_inside(client: httpx.AsyncClient, db: Database, world: Any) -> None:
    await prepare(db, 1)
    async with db.transaction() as conn:
        ada = await a_contact(conn)
    slug = await world.publish(flow())
    await world.add(slug, ada)
    await world.tick()

    assert (await client.delete(f"/api/v1/contacts/{ada}")).status_code == 204

    assert (await listed(client))[slug]["people"] == {"inside": 0, "ended": 0, "set_aside": 0}
