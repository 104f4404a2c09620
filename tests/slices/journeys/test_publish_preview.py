"""What publishing would do is told before, and then it happens so."""

from typing import Any

import httpx
from tests.factories import a_contact, a_flow, a_message, a_segment, contacts

from towpath.kit.db import Database

SEND = ("send_email", {"message": "hello", "topic": "news"})


def welcome(length: str = "P2D", **more: Any) -> dict[str, Any]:
    return a_flow(
        {"in": ("segment_entered", {"segment": "germans"}), "wait": ("wait", {"for": length}), "mail": SEND,
         "out": "exit", **more},
        "in:next>wait", "wait:next>mail", "mail:next>out",
    )  # fmt: skip


async def previewed(client: httpx.AsyncClient, slug: str) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/journeys/{slug}/publish-preview")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def prepare(db: Database) -> None:
    async with db.transaction() as conn:
        await a_message(conn)
        await contacts(conn, 3, country="DE")
        await a_contact(conn, country="FR")
        await a_segment(conn, "germans", {"attribute": "country", "op": "equals", "value": "DE"})


async def test_before_the_first_publishing_everything_is_new(
    client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    await prepare(db)
    slug = (await client.post("/api/v1/journeys", json={"document": welcome()})).json()["slug"]

    told = await previewed(client, slug)

    assert (told["can_publish"], told["is_first"], told["version"], told["obstacles"]) == (
        True,
        True,
        None,
        [],
    )
    assert [c["after"] for c in told["changes"]["added"]] == [
        "When someone joins “Germans”", "Wait 2 days", "Send “Hello”", "End of the journey",
    ]  # fmt: skip
    (door,) = told["would_enter"]
    assert door == {"node": "in", "segment": "germans", "name": "Germans", "matching": 3, "entering": 3}
    assert (await world.publish_again(slug, include_current=True)).entered == door["entering"]


async def test_changes_are_told_in_sentences(client: httpx.AsyncClient, db: Database, world: Any) -> None:
    await prepare(db)
    slug = await world.publish(welcome(), include_current=True)
    await world.tick()
    async with db.transaction() as conn:
        await a_contact(conn, country="DE")
    changed = welcome("P3D", mark=("tag", {"add": ["seen"]}))
    changed["edges"][1]["to"] = "mark"
    changed["edges"].append({"from": "mark", "port": "next", "to": "mail"})
    await world.save(slug, changed)

    told = await previewed(client, slug)

    assert (told["can_publish"], told["is_first"], told["version"]) == (True, False, 1)
    assert told["changes"]["changed"] == [
        {"node": "wait", "before": "Wait 2 days", "after": "Wait 3 days",
         "settings": [{"field": "for", "label": "How long", "before": "P2D", "after": "P3D"}]},
    ]  # fmt: skip
    assert [(c["node"], c["after"]) for c in told["changes"]["added"]] == [("mark", "Tags: add “seen”")]
    assert [e["sentence"] for e in told["changes"]["edges_removed"]] == ["Wait 2 days → Send “Hello”"]
    assert len(told["changes"]["edges_added"]) == 2
    assert told["people_inside"] == [{"version": 1, "people": 3}]
    (door,) = told["would_enter"]
    assert (door["matching"], door["entering"]) == (4, 1)
    assert (await world.publish_again(slug, include_current=True)).entered == 1


async def test_a_message_that_was_rewritten_is_a_change(
    client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    await prepare(db)
    slug = await world.publish(welcome())
    nothing = await previewed(client, slug)
    content = {"subject": "Anew", "body": {"html": "<p>Anew</p>"}}
    await client.patch("/api/v1/messages/hello", json={"content": content}, headers={"If-Match": "*"})

    told = await previewed(client, slug)

    assert (nothing["can_publish"], nothing["obstacles"]) == (False, ["Nothing changed since version 1."])
    assert told["can_publish"]
    assert told["messages"] == [{"message": "hello", "name": "Hello"}]


async def test_what_stands_in_the_way_is_said(client: httpx.AsyncClient) -> None:
    flow = a_flow({"in": "segment_entered", "fax": "acme.fax"}, "in:next>fax", "fax:x>in")
    slug = (await client.post("/api/v1/journeys", json={"document": flow})).json()["slug"]

    told = await previewed(client, slug)

    assert not told["can_publish"]
    assert told["errors"] > 1
    assert told["obstacles"] == [f"{told['errors']} problems are left."]
    assert told["would_enter"] == []
