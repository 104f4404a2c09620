"""An import is taken back: exactly what it brought, and nothing that somebody changed or uses since."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.factories import a_contact, a_flow, a_message, a_topic

from towpath.kit.db import Database

FLOWS = Path(__file__).parents[3] / "flows"
TABLES = ("journey", "message", "message_version", "segment", "topic", "attribute", "flow_import")
IF_ANY = {"If-Match": "*"}


@pytest.fixture
def flow() -> dict[str, Any]:
    """A flow that brings everything there is: a segment, two messages, a topic, an attribute."""
    return json.loads((FLOWS / "birthday-greeting" / "flow.json").read_text())


async def imported(client: httpx.AsyncClient, flow: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await client.post("/api/v1/flows", json={"flow": flow, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def undone(client: httpx.AsyncClient, number: int, query: str = "") -> dict[str, Any]:
    answer = await client.delete(f"/api/v1/flows/imports/{number}{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def counted(db: Database) -> dict[str, int]:
    async with db.transaction() as conn:
        return {
            table: (await conn.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
            for table in TABLES
        }


def why(told: dict[str, Any]) -> dict[str, str]:
    return {f"{left['kind']}:{left['slug']}": left["why"] for left in told["kept"]}


async def test_everything_that_came_goes(
    client: httpx.AsyncClient, db: Database, flow: dict[str, Any]
) -> None:
    before = await counted(db)
    done = await imported(client, flow)

    told = await undone(client, done["id"])

    assert await counted(db) == before
    assert {(left["kind"], left["slug"]) for left in told["removed"]} == {
        ("journey", done["journey"]), ("message", "birthday-greeting"), ("message", "birthday-reminder"),
        ("segment", "birthday-today"), ("topic", "birthday"), ("attribute", "birthday"),
    }  # fmt: skip
    assert told["kept"] == told["restored"] == []
    again = await client.delete(f"/api/v1/flows/imports/{done['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "no-such-flow-import")


async def test_what_was_here_before_stays(
    client: httpx.AsyncClient, db: Database, flow: dict[str, Any]
) -> None:
    first = await imported(client, flow)
    before = await counted(db)
    second = await imported(client, flow)
    assert {item["choice"] for item in second["items"]} == {"reuse"}

    told = await undone(client, second["id"])

    assert [left["kind"] for left in told["removed"]] == ["journey"]
    assert await counted(db) == before
    assert len((await undone(client, first["id"]))["removed"]) == 6


async def test_what_was_changed_or_used_since_stays_and_says_why(
    client: httpx.AsyncClient, db: Database, flow: dict[str, Any]
) -> None:
    done = await imported(client, flow)
    content = {"subject": "Mine", "body": {"html": "<p>Mine</p>"}}
    await client.patch("/api/v1/messages/birthday-greeting", json={"content": content}, headers=IF_ANY)
    await client.post("/api/v1/messages/birthday-reminder/tests", json={"to": "me@example.com"})
    others = a_flow({"in": ("segment_entered", {"segment": "birthday-today"})}, name="Others")
    await client.post("/api/v1/journeys", json={"document": others})
    async with db.transaction() as conn:
        await a_contact(conn, attributes={"birthday": "1990-01-07"}, subscribed=["birthday"])

    told = await undone(client, done["id"])

    assert [left["kind"] for left in told["removed"]] == ["journey"]
    assert why(told) == {
        "message:birthday-greeting": "It was changed since.",
        "message:birthday-reminder": "It was sent already, if only as a test.",
        "segment:birthday-today": "“Others” uses it.",
        "topic:birthday": "“Birthday today” uses it.",
        "attribute:birthday": "“Birthday today” uses it.",
    }
    await client.delete("/api/v1/journeys/others")
    assert why(await undone(client, done["id"])) == {
        "message:birthday-greeting": "It was changed since.",
        "message:birthday-reminder": "It was sent already, if only as a test.",
        "topic:birthday": "People have said yes or no to it.",
        "attribute:birthday": "Contacts have values for it.",
    }


async def test_a_journey_that_was_drawn_on_is_taken_back_only_if_one_says_so(
    client: httpx.AsyncClient, db: Database, flow: dict[str, Any]
) -> None:
    before = await counted(db)
    done = await imported(client, flow)
    path = f"/api/v1/journeys/{done['journey']}/draft"
    draft = (await client.get(path)).json()["document"]
    moved = {**draft, "layout": {key: [0, 0] for key in draft["nodes"]}}
    await client.put(path, json=moved, headers=IF_ANY)
    drawn = {**moved, "nodes": {**draft["nodes"], "more": {"type": "exit", "config": {}}}}
    await client.put(path, json=drawn, headers=IF_ANY)

    kept = await undone(client, done["id"])
    told = await undone(client, done["id"], "?changed=true")

    assert why(kept)[f"journey:{done['journey']}"] == "Its steps were changed since."
    assert why(kept)["message:birthday-greeting"] == f"“{flow['name']}” uses it."
    assert len(told["removed"]) == 6
    assert await counted(db) == before


async def test_a_published_journey_stays(client: httpx.AsyncClient, flow: dict[str, Any]) -> None:
    done = await imported(client, flow)
    published = await client.post(f"/api/v1/journeys/{done['journey']}/versions", json={})
    assert published.status_code == 201, published.text

    told = await undone(client, done["id"], "?changed=true")

    assert told["removed"] == []
    assert why(told)[f"journey:{done['journey']}"].startswith("It was published")
    assert len(told["kept"]) == 6


async def test_what_the_import_wrote_over_is_as_it_was(
    client: httpx.AsyncClient, db: Database, flow: dict[str, Any]
) -> None:
    async with db.transaction() as conn:
        await a_message(conn, "birthday-greeting", html="<p>Old</p>")
        await a_topic(conn, "birthday")
    choices = {"message:birthday-greeting": "update", "topic:birthday": "update"}
    done = await imported(client, flow, choices=choices)
    assert "Old" not in (await client.get("/api/v1/messages/birthday-greeting")).text

    told = await undone(client, done["id"])

    assert {left["slug"] for left in told["restored"]} == {"birthday-greeting", "birthday"}
    message = (await client.get("/api/v1/messages/birthday-greeting")).json()
    assert (message["version"], message["content"]["body"]["html"]) == (3, "<p>Old</p>")
    assert (await client.get("/api/v1/topics/birthday")).json()["description"] == ""


async def test_words_of_addresses_cannot_be_slugs(client: httpx.AsyncClient) -> None:
    part = {"name": "Preview", "subject": "Hello", "body": {"html": "<p>Hello</p>"}}
    flow = {
        **a_flow(
            {"in": ("segment_entered", {"segment": "count"}), "out": "exit"}, "in:next>out", name="Check"
        ),
        "resources": {
            "messages": {"preview": part},
            "segments": {"count": {"name": "Count", "condition": {"tag": "vip"}}},
        },
    }

    done = await imported(client, flow)

    assert done["journey"] == "check-2"
    assert {item["slug"] for item in done["items"]} == {"preview-2", "count-2"}
    made = await client.post(
        "/api/v1/messages", json={"name": "Preview", "content": {k: part[k] for k in ("subject", "body")}}
    )
    assert made.json()["slug"] == "preview-3"
    draft = (await client.get("/api/v1/journeys/check-2/draft")).json()["document"]
    assert draft["nodes"]["in"]["config"]["segment"] == "count-2"
