"""A POST that is repeated with its Idempotency-Key happens once."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from towpath.kit.db import Database

Person = Callable[..., Awaitable[httpx.AsyncClient]]
BODY = {"name": "Shop", "scopes": ["events:write"]}


async def make(client: httpx.AsyncClient, key: str, body: object = None) -> httpx.Response:
    return await client.post("/api/v1/api-keys", json=body or BODY, headers={"Idempotency-Key": key})


async def count(db: Database, table: str = "api_key") -> int:
    async with db.transaction() as conn:
        return (await conn.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()


async def test_the_second_time_gets_the_first_answer(client: httpx.AsyncClient, db: Database) -> None:
    first = await make(client, "order-1")
    second = await make(client, "order-1")

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert first.headers["content-type"] == second.headers["content-type"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert await count(db) == 1


async def test_another_request_under_the_same_key_is_refused(client: httpx.AsyncClient, db: Database) -> None:
    await make(client, "order-1")

    other_body = await make(client, "order-1", {**BODY, "name": "Other"})
    other_path = await client.post(
        "/api/v1/users", json={"email": "a@example.com", "name": "A"}, headers={"Idempotency-Key": "order-1"}
    )

    for refused in (other_body, other_path):
        assert refused.status_code == 422
        assert refused.json()["code"] == "idempotency-key-reused"
    assert await count(db) == 1


async def test_of_twenty_at_once_one_runs(client: httpx.AsyncClient, db: Database) -> None:
    answers = await asyncio.gather(*(make(client, "order-1") for _ in range(9)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 8
    assert await count(db) == 1


async def test_who_waits_too_long_is_asked_to_come_back(client: httpx.AsyncClient, db: Database) -> None:
    user_id = (await client.get("/api/v1/session")).json()["id"]
    async with db.transaction() as conn:
        name = f"user:{user_id} order-1"
        await conn.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 2))"), {"name": name})

        answer = await make(client, "order-1")

    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency-key-in-use"
    assert answer.headers["retry-after"] == "2"


async def test_a_refused_request_did_nothing_and_may_be_mended_under_its_key(
    client: httpx.AsyncClient, db: Database
) -> None:
    refused = await make(client, "order-1", {"name": "Shop", "scopes": []})
    mended = await make(client, "order-1")

    assert [refused.status_code, mended.status_code] == [422, 201]
    assert await count(db) == 1


async def test_keys_of_different_actors_do_not_meet(
    client: httpx.AsyncClient, program: Person, db: Database
) -> None:
    key = await program("team:write", "events:write")

    ours, theirs = await make(client, "order-1"), await make(key, "order-1")

    assert [ours.status_code, theirs.status_code] == [201, 201]
    assert "idempotency-replayed" not in theirs.headers
    assert await count(db) == 3


async def test_an_answer_is_forgotten_after_a_day(client: httpx.AsyncClient, db: Database) -> None:
    first = await make(client, "order-1")
    async with db.transaction() as conn:
        await conn.execute(
            text("UPDATE idempotent_answer SET created_at = created_at - interval '24 hours 1 second'")
        )

    second = await make(client, "order-1", {**BODY, "name": "Other"})

    assert second.status_code == 201
    assert second.json()["id"] != first.json()["id"]
    assert await count(db, "idempotent_answer") == 1


async def test_old_answers_are_swept_away(client: httpx.AsyncClient, db: Database) -> None:
    for n in range(3):
        await make(client, f"order-{n}")
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE idempotent_answer SET created_at = created_at - interval '25 hours'"))

    await make(client, "order-9")

    assert await count(db, "idempotent_answer") == 1


async def test_the_secret_in_an_answer_is_not_stored_in_the_clear(
    client: httpx.AsyncClient, db: Database
) -> None:
    secret = (await make(client, "order-1")).json()["key"]

    async with db.transaction() as conn:
        stored = bytes((await conn.execute(text("SELECT body FROM idempotent_answer"))).scalar_one())

    assert secret.encode() not in stored
    assert b"Shop" not in stored


async def test_without_the_header_nothing_is_kept(client: httpx.AsyncClient, db: Database) -> None:
    await client.post("/api/v1/api-keys", json=BODY)

    assert await count(db, "idempotent_answer") == 0


@pytest.mark.parametrize("key", ["", "two words", "x" * 201])
async def test_a_key_must_be_plain(client: httpx.AsyncClient, key: str) -> None:
    refused = await make(client, key)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/Idempotency-Key"


async def test_a_replay_is_no_way_around_a_lost_permission(client: httpx.AsyncClient, db: Database) -> None:
    await make(client, "order-1")
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE app_user SET role = 'viewer'"))

    assert (await make(client, "order-1")).status_code == 403


async def test_signing_in_is_never_replayed(client: httpx.AsyncClient, db: Database) -> None:
    body = {"email": "nobody@example.com", "password": "x"}

    await client.post("/api/v1/session", json=body, headers={"Idempotency-Key": "a"})

    assert await count(db, "idempotent_answer") == 0
