"""The first page: tasks for whoever may do them, and what runs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text, update
from tests.conftest import browser
from tests.factories import a_contact, a_flow, a_message, contacts

from towpath.app import create_app
from towpath.channels.channel import Receipt, Verdict
from towpath.kit.db import Database
from towpath.messages import outbox
from towpath.team.model import Role, Workspace
from towpath.team.sessions import open_session
from towpath.team.store import add_user
from towpath.wiring import Wiring

SEND = ("send_email", {"message": "hello", "topic": "news"})
WAITS = a_flow(
    {"in": "manual_entry", "mail": SEND, "wait": ("wait", {"for": "P2D"}), "out": "exit"},
    "in:next>mail", "mail:next>wait", "wait:next>out", name="Welcome",
)  # fmt: skip
HALF = a_flow({"in": "manual_entry"}, name="Half drawn")
As = Callable[[Role], Awaitable[dict[str, Any]]]


@pytest.fixture
async def home(wiring: Wiring) -> AsyncIterator[As]:
    """Opens the first page as somebody with a role."""
    async with AsyncExitStack() as stack:

        async def opened(role: Role) -> dict[str, Any]:
            async with wiring.db.transaction() as conn:
                number = (await conn.execute(text("SELECT count(*) FROM app_user"))).scalar_one()
                user = await add_user(
                    conn, email=f"{role}{number}@towpath.test", name=role, password_hash="-", role=role
                )
                assert user is not None
                session = await open_session(conn, user)
            client = await stack.enter_async_context(browser(create_app(wiring)))
            client.cookies.set("towpath", session.token)
            answer = await client.get("/api/v1/home")
            assert answer.status_code == 200, answer.text
            return answer.json()

        yield opened


def keys(told: dict[str, Any]) -> list[str]:
    return [task["key"] for task in told["tasks"]]


async def test_an_empty_installation_is_set_up_by_whoever_may(home: As) -> None:
    assert keys(await home(Role.OWNER)) == [
        "no_postal_address", "no_sender", "no_mail_server", "no_topics", "no_contacts", "no_journeys",
    ]  # fmt: skip
    assert keys(await home(Role.EDITOR)) == ["no_topics", "no_contacts", "no_journeys"]
    assert await home(Role.VIEWER) == {"tasks": [], "running": []}


async def test_what_is_done_is_no_task_any_more(home: As, db: Database) -> None:
    async with db.transaction() as conn:
        await a_contact(conn)
        values = {"postal_address": "1 Canal Street", "from_address": "a@x.example", "sending_paused": True}
        await conn.execute(update(Workspace).values(values))

    assert keys(await home(Role.OWNER)) == ["sending_paused", "no_mail_server", "no_journeys"]


async def test_drafts_say_how_far_they_are(
    home: As, client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    async with db.transaction() as conn:
        await a_message(conn)
        await a_contact(conn)
    slug = await world.publish(WAITS)
    await client.post("/api/v1/journeys", json={"document": HALF})
    changed = {**WAITS, "nodes": {**WAITS["nodes"], "wait": {"type": "wait", "config": {"for": "P3D"}}}}
    await world.save(slug, changed)

    ours, theirs = (await home(Role.APPROVER))["tasks"], (await home(Role.EDITOR))["tasks"]

    assert {task["key"]: task["sentence"] for task in ours} == {
        "draft_ready": "“Welcome” has changes that are not published: it can be published.",
        "draft_problems": "“Half drawn” is a draft: one problem is left.",
    }
    assert "“Welcome” has changes that are not published: it is ready for somebody who may publish it." in {
        task["sentence"] for task in theirs
    }
    assert {"kind": "journey", "key": "half-drawn"} in [task["place"] for task in ours]


async def test_what_went_wrong_comes_first(home: As, db: Database, world: Any) -> None:
    async with db.transaction() as conn:
        await a_message(conn)
        people = await contacts(conn, 3)
    slug = await world.publish(WAITS)
    await world.add(slug, *people)
    await world.tick()
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE delivery SET state = 'in_doubt' WHERE contact_id = 1"))
        await conn.execute(text("UPDATE enrollment SET status = 3 WHERE contact_id <> 1"))
        job = "INSERT INTO import_job (kind, state, file_name, mapping, problem, finished_at) VALUES"
        old, fresh = world.clock.at - timedelta(days=8), world.clock.at
        for name, moment in (("old.csv", old), ("new.csv", fresh)):
            values = {"name": name, "at": moment}
            await conn.execute(
                text(f"{job} ('contacts', 'failed', :name, '{{}}', 'It has no header.', :at)"), values
            )

    tasks = (await home(Role.APPROVER))["tasks"]

    assert [(task["key"], task["count"], task["place"]["kind"]) for task in tasks[:3]] == [
        ("in_doubt", 1, "deliveries"), ("set_aside", 2, "journey"), ("import_failed", 1, "import"),
    ]  # fmt: skip
    assert [task["sentence"] for task in tasks[:3]] == [
        "It is not known whether one message arrived. Decide whether to send again.",
        "2 people were set aside in “Welcome”, because a step failed.",
        "The file “new.csv” could not be imported: It has no header.",
    ]
    assert "in_doubt" not in keys(await home(Role.EDITOR))
    assert keys(await home(Role.VIEWER)) == []


async def test_what_runs_is_shown_with_its_numbers(
    home: As, client: httpx.AsyncClient, db: Database, world: Any
) -> None:
    async with db.transaction() as conn:
        await a_message(conn)
        people = await contacts(conn, 3)
    slug = await world.publish(WAITS)
    await world.add(slug, *people)
    await world.tick()
    async with db.transaction() as conn:
        rows = await outbox.take(conn, "w", 9, world.clock.at)
        await outbox.finish(
            conn, [(Receipt(r["id"], r["fence"], Verdict.SENT), 1) for r in rows[:2]], world.clock.at
        )

    (running,) = (await home(Role.VIEWER))["running"]
    assert running == {
        "slug": slug, "name": "Welcome", "state": "live", "version": 1, "inside": 3, "set_aside": 0, "entered": 3,
        "sent": 2, "next_due": "2030-01-09T09:00:00Z",
    }  # fmt: skip

    await client.put(f"/api/v1/journeys/{slug}/pause")
    world.clock.advance(timedelta(days=7))
    (paused,) = (await home(Role.VIEWER))["running"]
    assert (paused["state"], paused["next_due"], paused["entered"], paused["sent"]) == ("paused", None, 0, 0)
