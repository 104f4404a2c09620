"""Trying a draft with one person, over HTTP."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.factories import a_contact, a_flow, a_message, a_segment, a_topic

from towpath.journeys import rehearsal
from towpath.kit.db import Database

HELD = text("""
SELECT count(*) FROM pg_locks
 WHERE locktype IN ('transactionid', 'advisory', 'tuple') AND pid <> pg_backend_pid()
   AND database IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
""")
SEND = ("send_email", {"message": "hello", "topic": "news"})
FLOW = a_flow(
    {
        "in": "manual_entry", "wait": ("wait", {"for": "P2D"}), "mark": ("tag", {"add": ["seen"]}),
        "ask": ("branch", {"condition": {"all": [{"tag": "seen"}, {"tag": "vip"}]}}),
        "mail": SEND, "out": ("exit", {"reason": "done"}),
    },
    "in:next>wait", "wait:next>mark", "mark:next>ask", "ask:yes>mail", "ask:no>out", "mail:next>out",
)  # fmt: skip


@pytest.fixture
async def ada(db: Database) -> int:
    async with db.transaction() as conn:
        await a_message(conn)
        return await a_contact(conn, "ada@example.com", first_name="Ada", last_name="Lovelace")


async def made(client: httpx.AsyncClient, flow: dict[str, Any] = FLOW) -> str:
    answer = await client.post("/api/v1/journeys", json={"document": flow})
    return answer.json()["slug"]


async def tried(client: httpx.AsyncClient, slug: str, **wish: Any) -> dict[str, Any]:
    answer = await client.post(f"/api/v1/journeys/{slug}/trials", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_way_is_told_with_moments_and_reasons(client: httpx.AsyncClient, ada: int) -> None:
    trial = await tried(client, await made(client), contact_id=ada)

    assert (trial["name"], trial["entry"], trial["refused"]) == ("Ada Lovelace", "in", None)
    assert [(s["node"], s["port"], s["at"][:10]) for s in trial["steps"]] == [
        ("in", "next", "2030-01-07"), ("wait", "next", "2030-01-07"), ("mark", "next", "2030-01-09"),
        ("ask", "no", "2030-01-09"), ("out", "end", "2030-01-09"),
    ]  # fmt: skip
    steps = {s["node"]: s for s in trial["steps"]}
    assert steps["wait"]["waits_until"] == "2030-01-09T09:00:00Z"
    assert steps["ask"]["reason"] == "No: is not tagged “vip”."
    assert steps["ask"]["parts"] == [
        {"sentence": "Is tagged “seen”", "holds": True}, {"sentence": "Is tagged “vip”", "holds": False},
    ]  # fmt: skip
    assert trial["ending"] == {
        "kind": "ended", "at": "2030-01-09T09:00:00Z", "sentence": "Leaves the journey: done.",
    }  # fmt: skip


async def test_the_other_way_can_be_looked_at(client: httpx.AsyncClient, ada: int) -> None:
    trial = await tried(client, await made(client), contact_id=ada, answers={"ask": "yes"})

    steps = {s["node"]: s for s in trial["steps"]}
    assert steps["ask"]["port"] == "yes"
    assert steps["ask"]["reason"] == "Yes, as you chose. In truth: is not tagged “vip”."
    (mail,) = steps["mail"]["would_send"]
    assert mail == {
        "message": "hello", "name": "Hello", "topic": "News", "subject": "Subject of hello", "withheld": None,
    }  # fmt: skip


async def test_a_draft_that_is_not_saved_is_tried_with_what_the_person_brings(
    client: httpx.AsyncClient, ada: int
) -> None:
    content = {"subject": "Order {{ event.order }}", "body": {"html": "<p>{{ data.order }}</p>"}}
    await client.post("/api/v1/messages", json={"name": "Order", "slug": "order", "content": content})
    door = (
        "event_received",
        {"event": "bought", "where": [{"property": "order", "op": "at_least", "value": 5000}]},
    )
    receipt = ("send_email", {"message": "order", "transactional": True})
    unsaved = a_flow({"in": door, "mail": receipt, "out": "exit"}, "in:next>mail", "mail:next>out")
    slug = await made(client)

    trial = await tried(client, slug, contact_id=ada, document=unsaved, data={"order": 4711})

    assert trial["steps"][1]["would_send"][0]["subject"] == "Order 4711"
    assert trial["refused"] == "Ada Lovelace would start here only if order is at least 5000."
    assert (await client.get(f"/api/v1/journeys/{slug}/draft")).json()["document"]["nodes"].keys() == FLOW[
        "nodes"
    ].keys()


async def test_a_draft_with_problems_is_refused_and_they_are_named(
    client: httpx.AsyncClient, ada: int
) -> None:
    slug = await made(client, a_flow({"in": "manual_entry", "mail": "send_email"}, "in:next>mail"))

    refused = await client.post(f"/api/v1/journeys/{slug}/trials", json={"contact_id": ada})

    assert (refused.status_code, refused.json()["code"]) == (422, "journey-not-ready")
    assert {"/nodes/mail", "/nodes/mail/config/message"} <= {e["pointer"] for e in refused.json()["errors"]}


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        ({"entry": "mail"}, "/entry"),
        ({"answers": {"nowhere": "yes"}}, "/answers/nowhere"),
        ({"answers": {"ask": "maybe"}}, "/answers/ask"),
    ],
)
async def test_a_wish_that_fits_nothing_is_refused(
    client: httpx.AsyncClient, ada: int, wish: dict[str, Any], pointer: str
) -> None:
    refused = await client.post(
        f"/api/v1/journeys/{await made(client)}/trials", json={"contact_id": ada, **wish}
    )

    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json()["errors"]] == [pointer]


async def test_who_may_not_come_in_walks_all_the_same(
    client: httpx.AsyncClient, world: Any, db: Database, ada: int
) -> None:
    async with db.transaction() as conn:
        await a_segment(conn, "vips", {"tag": "vip"})
    slug = await world.publish(
        a_flow({"in": "manual_entry", "wait": "wait", "out": "exit"}, "in:next>wait", "wait:next>out")
    )
    await world.add(slug, ada)
    once = a_flow({"in": ("segment_entered", {"segment": "vips"}), "out": "exit"}, "in:next>out")
    inside = await tried(client, slug, contact_id=ada)
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE enrollment SET status = 2"))
    again = await tried(client, slug, contact_id=ada)
    before = await tried(client, slug, contact_id=ada, document=once)
    stranger = await tried(client, await made(client), contact_id=ada, document=once)

    assert inside["refused"] == "Ada Lovelace is inside this journey already, and nobody is inside twice."
    assert again["refused"] is None
    assert before["refused"] == "Ada Lovelace was in this journey before, and it lets nobody in again."
    assert stranger["refused"] == "Ada Lovelace is not in “Vips” now; people start here when they join it."
    assert all(t["ending"]["kind"] == "ended" for t in (inside, again, before, stranger))


async def test_a_step_that_fails_is_where_it_ends(client: httpx.AsyncClient, db: Database, ada: int) -> None:
    async with db.transaction() as conn:
        await a_contact(conn, "bo@example.com")
    steal = ("update_attribute", {"attribute": "email", "value": "bo@example.com"})
    slug = await made(
        client, a_flow({"in": "manual_entry", "set": steal, "out": "exit"}, "in:next>set", "set:next>out")
    )

    trial = await tried(client, slug, contact_id=ada)

    assert [s["node"] for s in trial["steps"]] == ["in", "set"]
    assert trial["ending"]["kind"] == "set_aside"
    assert "This step failed: Another contact already has this external id" in trial["ending"]["sentence"]


async def test_what_has_no_end_is_stopped(client: httpx.AsyncClient, ada: int) -> None:
    circle = a_flow(
        {"in": "manual_entry", "day": "wait", "ask": ("branch", {"condition": {"tag": "vip"}}), "out": "exit"},
        "in:next>day", "day:next>ask", "ask:yes>out", "ask:no>day",
    )  # fmt: skip
    asleep = a_flow({"in": "manual_entry", "wait": ("wait", {"for": "P20Y"}), "out": "exit"},
                    "in:next>wait", "wait:next>out")  # fmt: skip

    runs, sleeps = [
        await tried(client, await made(client, flow), contact_id=ada) for flow in (circle, asleep)
    ]

    assert runs["ending"]["kind"] == "too_long"
    assert len(runs["steps"]) == rehearsal.MOST_STEPS
    assert sleeps["ending"]["kind"] == "waiting"
    assert sleeps["ending"]["sentence"] == "Still waits here, until 7 January 2050."
    assert sleeps["steps"][-1]["waits_until"] == "2050-01-07T09:00:00Z"


async def test_it_waits_for_nobody_and_leaves_nobody_waiting(
    client: httpx.AsyncClient, db: Database, ada: int
) -> None:
    slug = await made(client)
    async with db.transaction() as conn:
        await conn.execute(text("SELECT 1 FROM contact WHERE id = :id FOR UPDATE"), {"id": ada})
        busy = await client.post(f"/api/v1/journeys/{slug}/trials", json={"contact_id": ada})
    await tried(client, slug, contact_id=ada)
    async with db.transaction() as conn:
        assert (await conn.execute(HELD)).scalar_one() == 0
        assert (await conn.execute(text("SELECT count(*) FROM tag"))).scalar_one() == 0

    assert (busy.status_code, busy.json()["code"]) == (503, "unavailable")


async def test_nobody_can_be_tried_who_is_not_there(client: httpx.AsyncClient, ada: int) -> None:
    slug = await made(client)

    answers = [
        await client.post(f"/api/v1/journeys/{journey}/trials", json={"contact_id": person})
        for journey, person in ((slug, ada + 99), ("no-such", ada))
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (404, "no-such-contact"), (404, "no-such-journey"),
    ]  # fmt: skip


async def test_a_topic_that_nobody_agreed_to_is_told(
    client: httpx.AsyncClient, db: Database, ada: int
) -> None:
    async with db.transaction() as conn:
        await a_topic(conn, "offers")
    ad = ("send_email", {"message": "hello", "topic": "offers"})
    slug = await made(
        client, a_flow({"in": "manual_entry", "mail": ad, "out": "exit"}, "in:next>mail", "mail:next>out")
    )

    trial = await tried(client, slug, contact_id=ada)

    assert trial["steps"][1]["reason"] == "Would not be sent: never subscribed to “Offers”."
