"""Who stands where, and how they came there, over HTTP."""

from datetime import timedelta
from typing import Any

import httpx
from tests.factories import a_contact, a_flow

from towpath.kit.db import Database

DAY = timedelta(days=1)


def flow(length: str = "P2D") -> dict[str, Any]:
    return a_flow(
        {"in": "manual_entry", "ask": ("branch", {"condition": {"tag": "vip"}}), "wait": ("wait", {"for": length}),
         "out": ("exit", {"reason": "done"})},
        "in:next>ask", "ask:yes>wait", "ask:no>out", "wait:next>out",
    )  # fmt: skip


async def test_people_are_found_by_node_standing_and_version(
    client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    async with db.transaction() as conn:
        vips = [await a_contact(conn, first_name=name, tags=["vip"]) for name in ("Ada", "Bo", "Cy")]
        plain = await a_contact(conn)
    slug = await world.publish(flow())
    await world.add(slug, vips[0], vips[1], plain)
    await world.tick()
    await world.save(slug, flow("P3D"))
    await world.publish_again(slug)
    await world.add(slug, vips[2])
    await world.tick()

    async def names(query: str) -> list[str | None]:
        page = (await client.get(f"/api/v1/journeys/{slug}/enrollments?{query}")).json()
        return [item["first_name"] for item in page["items"]]

    assert await names("node=wait&standing=waiting") == ["Cy", "Bo", "Ada"]
    assert await names("node=wait&version=1") == ["Bo", "Ada"]
    assert await names("version=2") == ["Cy"]
    assert await names("standing=ended") == [None]
    assert await names("standing=set_aside") == await names("node=nowhere") == []
    first = (await client.get(f"/api/v1/journeys/{slug}/enrollments?node=wait&limit=2")).json()
    assert len(first["items"]) == 2
    assert await names(f"node=wait&limit=2&cursor={first['next']}") == ["Ada"]
    (cy,) = [item for item in first["items"] if item["first_name"] == "Cy"]
    assert (cy["node"], cy["arrived_at"], cy["wake_at"]) == (
        "wait", "2030-01-07T09:00:00Z", "2030-01-10T09:00:00Z",
    )  # fmt: skip


async def test_counts_are_of_the_live_version_or_of_any(
    client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    async with db.transaction() as conn:
        vip, plain = await a_contact(conn, tags=["vip"]), await a_contact(conn)
    slug = await world.publish(flow())
    await world.add(slug, vip, plain)
    await world.tick()
    await world.save(slug, flow("P3D"))
    await world.publish_again(slug)

    live = (await client.get(f"/api/v1/journeys/{slug}/counts")).json()
    first = (await client.get(f"/api/v1/journeys/{slug}/counts?version=1")).json()

    assert live == {"version": 2, "nodes": {}}
    assert first["nodes"]["ask"] == {"waiting": 0, "set_aside": 0, "passed": {"yes": 1, "no": 1}}
    assert first["nodes"]["wait"] == {"waiting": 1, "set_aside": 0, "passed": {}}
    assert (await client.get(f"/api/v1/journeys/{slug}/counts?version=9")).status_code == 404


async def test_one_way_is_told_step_by_step(client: httpx.AsyncClient, db: Database, world: Any) -> None:
    async with db.transaction() as conn:
        vip = await a_contact(conn, tags=["vip"])
    slug = await world.publish(flow())
    await world.add(slug, vip)
    await world.tick()
    await world.tick(after=2 * DAY)
    (found,) = (await client.get(f"/api/v1/journeys/{slug}/enrollments")).json()["items"]

    told = (await client.get(f"/api/v1/enrollments/{found['id']}")).json()

    assert (told["standing"], told["reason"]) == ("ended", "done")
    assert [(s["at"][:10], s["node"], s["port"], s["sentence"]) for s in told["steps"]] == [
        ("2030-01-07", "in", "next", "When someone is added by hand or by a program"),
        ("2030-01-07", "ask", "yes", "Check: is tagged “vip”? Yes"),
        ("2030-01-09", "wait", "next", "Wait 2 days"),
        ("2030-01-09", "out", "end", "End: done"),
    ]
    assert (await client.get("/api/v1/enrollments/999999")).status_code == 404
