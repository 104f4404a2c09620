"""Who is in a segment, who uses it, and lists that are kept by hand, over HTTP."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.slices.segments.steps import made

from towpath.kit.db import Conn, Database, driver
from towpath.segments.store import evaluate, member_ids, watch

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
GERMANS = {"attribute": "country", "op": "equals", "value": "DE"}


async def test_segments_in_segments_are_put_in(
    client: httpx.AsyncClient, db: Database, people: dict[str, int]
) -> None:
    await made(client, "Friends", None)
    await client.patch("/api/v1/segments/friends/contacts", json={"add": [people["ada"], people["cy"]]})
    await made(client, "Buyers", {"event": "purchase"})
    await made(client, "Both", {"all": [{"segment": "friends"}, {"segment": "buyers"}, {"not": GERMANS}]})

    async with db.transaction() as conn:
        assert await member_ids(conn, "both", NOW, "UTC") == [people["cy"]]
        answer = await evaluate(
            conn, {"x": {"segment": "both"}}, [people["cy"], people["ada"], 999], NOW, "UTC"
        )
    assert answer == {"x": [True, False, False]}


async def test_a_list_is_kept_by_hand(client: httpx.AsyncClient, people: dict[str, int]) -> None:
    await made(client, "Friends", None)
    ada, bob = people["ada"], people["bob"]

    added = await client.patch("/api/v1/segments/friends/contacts", json={"add": [ada, ada, bob, 987654]})
    changed = await client.patch("/api/v1/segments/friends/contacts", json={"add": [bob], "remove": [ada, 5]})

    assert added.json() == {"added": 2, "removed": 0, "unknown": [987654]}
    assert changed.json() == {"added": 0, "removed": 1, "unknown": []}
    shown = (await client.get("/api/v1/segments/friends")).json()
    assert (shown["count"], shown["words"], shown["condition"]) == (1, "People put in by hand", None)


async def test_the_members_of_a_condition_cannot_be_changed_by_hand(client: httpx.AsyncClient) -> None:
    await made(client, "Germans", GERMANS)

    answer = await client.patch("/api/v1/segments/germans/contacts", json={"add": [1]})

    assert (answer.status_code, answer.json()["code"]) == (409, "segment-not-a-list")


@pytest.mark.parametrize("is_list", [True, False])
async def test_members_are_paged(client: httpx.AsyncClient, people: dict[str, int], is_list: bool) -> None:
    await made(client, "Some", None if is_list else {"attribute": "country", "op": "is_set"})
    if is_list:
        await client.patch("/api/v1/segments/some/contacts", json={"add": list(people.values())})

    first = (await client.get("/api/v1/segments/some/contacts", params={"limit": 2})).json()
    second = (
        await client.get("/api/v1/segments/some/contacts", params={"limit": 2, "cursor": first["next"]})
    ).json()

    assert [item["external_id"] for item in first["items"] + second["items"]] == ["ada", "bob", "cy"]
    assert second["next"] is None


async def test_segments_are_listed_by_name_with_the_counts_that_are_kept(
    client: httpx.AsyncClient, db: Database, people: dict[str, int]
) -> None:
    await made(client, "B list", None)
    await made(client, "A watched", GERMANS)
    await made(client, "C asked", GERMANS)
    async with db.transaction() as conn:
        await watch(conn, ["a-watched"], NOW, "UTC")

    first = (await client.get("/api/v1/segments", params={"limit": 2})).json()
    second = (await client.get("/api/v1/segments", params={"limit": 2, "cursor": first["next"]})).json()

    found = [(item["slug"], item["count"], item["is_watched"]) for item in first["items"] + second["items"]]
    assert found == [("a-watched", 2, True), ("b-list", 0, False), ("c-asked", None, False)]
    assert [i["slug"] for i in (await client.get("/api/v1/segments?q=LIST")).json()["items"]] == ["b-list"]


async def test_what_is_in_use_cannot_be_deleted(client: httpx.AsyncClient, db: Database) -> None:
    await made(client, "Germans", GERMANS)
    await made(client, "Others", {"not": {"segment": "germans"}})
    async with db.transaction() as conn:
        await _a_live_journey(conn, "others")

    used = await client.delete("/api/v1/segments/germans")
    live = await client.delete("/api/v1/segments/others")

    assert (used.status_code, used.json()["code"]) == (409, "segment-in-use")
    assert used.json()["detail"] == "“Germans” is used by the segment “Others”. Take it out there first."
    assert live.json()["detail"] == "“Others” is used by the journey “Hello”. Take it out there first."
    assert (await client.get("/api/v1/segments/germans")).json()["used_by"] == [
        {"kind": "segment", "slug": "others", "name": "Others"}
    ]


async def test_what_nobody_uses_can_be_deleted(client: httpx.AsyncClient) -> None:
    await made(client, "Germans", GERMANS)

    assert (await client.delete("/api/v1/segments/germans")).status_code == 204
    assert (await client.get("/api/v1/segments/germans")).status_code == 404


async def test_a_branch_of_a_live_journey_uses_its_segment(client: httpx.AsyncClient, db: Database) -> None:
    await made(client, "Germans", GERMANS)
    async with db.transaction() as conn:
        document = {
            "nodes": {"b": {"type": "branch", "config": {"condition": {"not": {"segment": "germans"}}}}}
        }
        await _a_live_journey(conn, None, document)

    assert (await client.delete("/api/v1/segments/germans")).json()["code"] == "segment-in-use"


async def _a_live_journey(conn: Conn, segment: str | None, document: dict[str, Any] | None = None) -> None:
    raw = await driver(conn)
    journey = await raw.fetchval(
        "INSERT INTO journey (slug, name, state, draft) VALUES ('hello', 'Hello', 'live', '{}') RETURNING id"
    )
    version = await raw.fetchval(
        "INSERT INTO version (journey_id, number, document, fingerprint, bindings)"
        " VALUES ($1, 1, $2, '', '{}') RETURNING id",
        journey, json.dumps(document or {}),
    )  # fmt: skip
    await raw.execute("UPDATE journey SET live_version_id = $2 WHERE id = $1", journey, version)
    node = await raw.fetchval(
        "INSERT INTO version_node (version_id, key, type) VALUES ($1, 'in', 'segment_entered') RETURNING id",
        version,
    )
    await raw.execute(
        "INSERT INTO journey_entry (node_id, journey_id, version_id, kind, target_id, reentry)"
        " SELECT $1, $2, $3, 'segment', id, 'never' FROM segment WHERE slug = $4",
        node, journey, version, segment,
    )  # fmt: skip
