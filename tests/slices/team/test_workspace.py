"""Facts of the workspace."""

from datetime import UTC, datetime, timedelta

import httpx

from towpath.kit.clock import DatabaseClock
from towpath.kit.db import Database
from towpath.team import actions, store


async def test_facts_are_changed_one_by_one(client: httpx.AsyncClient) -> None:
    changed = await client.patch("/api/v1/workspace", json={"name": "Acme", "time_zone": "Europe/Berlin"})

    assert changed.status_code == 200, changed.text
    facts = (await client.get("/api/v1/workspace")).json()
    assert (facts["name"], facts["time_zone"], facts["sending_paused"]) == ("Acme", "Europe/Berlin", False)


async def test_every_wrong_fact_is_named(client: httpx.AsyncClient) -> None:
    refused = await client.patch(
        "/api/v1/workspace", json={"time_zone": "Mars/Olympus", "from_address": "us", "reply_to": "a@b@c.de"}
    )

    assert refused.status_code == 422
    pointers = {error["pointer"] for error in refused.json()["errors"]}
    assert pointers == {"/time_zone", "/from_address", "/reply_to"}


async def test_a_sender_name_cannot_smuggle_a_header(client: httpx.AsyncClient) -> None:
    for name in ("Acme\r\nBcc: eve@example.com", "Acme\n", "Acme\x00"):
        assert (await client.patch("/api/v1/workspace", json={"from_name": name})).status_code == 422


async def test_the_clock_cannot_be_moved_over_http(client: httpx.AsyncClient) -> None:
    for field in ("clock_offset", "clock_offset_s", "now", "epoch"):
        refused = await client.patch("/api/v1/workspace", json={field: 5})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == f"/{field}"


async def test_the_demo_can_live_in_1998(db: Database) -> None:
    async with db.transaction() as conn:
        await actions.set_clock(conn, datetime(1998, 7, 1, tzinfo=UTC))
        now = await DatabaseClock().now(conn)
        assert datetime(1998, 7, 1, tzinfo=UTC) <= now < datetime(1998, 7, 1, 0, 1, tzinfo=UTC)

        await actions.set_clock_offset(conn, timedelta())
        assert (await store.workspace(conn)).clock_offset == timedelta()
