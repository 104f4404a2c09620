"""API keys: shown once, limited to their scopes, dead when revoked."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from towpath.kit.db import Database
from towpath.web.roles import Role

Visitor = Callable[..., httpx.AsyncClient]
Person = Callable[..., Awaitable[httpx.AsyncClient]]


async def new_key(client: httpx.AsyncClient, *scopes: str) -> dict[str, str]:
    answer = await client.post("/api/v1/api-keys", json={"name": "Shop", "scopes": list(scopes)})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_key_is_shown_once_and_stored_as_a_digest(client: httpx.AsyncClient, db: Database) -> None:
    made = await new_key(client, "settings:read")

    secret = made["key"].rpartition(made["prefix"] + "_")[2]
    assert made["key"].startswith(f"twp_{made['prefix']}_")
    assert len(secret) == 43
    listed = await client.get("/api/v1/api-keys")
    assert secret not in listed.text
    async with db.transaction() as conn:
        row = (await conn.execute(text("SELECT row_to_json(api_key)::text FROM api_key"))).scalar_one()
    assert secret not in row


async def test_a_key_opens_what_its_scopes_name_and_nothing_else(
    client: httpx.AsyncClient, visitor: Visitor
) -> None:
    key = (await new_key(client, "settings:read"))["key"]
    program = visitor(Authorization=f"Bearer {key}")

    assert (await program.get("/api/v1/workspace")).status_code == 200
    refused = await program.patch("/api/v1/workspace", json={"name": "X"})
    assert refused.status_code == 403
    assert refused.json()["detail"] == "This API key lacks the scope settings:write."


async def test_a_program_needs_no_csrf_token(program: Person) -> None:
    key = await program("settings:write")

    assert (await key.patch("/api/v1/workspace", json={"name": "Acme"})).status_code == 200


async def test_a_revoked_key_is_dead_at_once(client: httpx.AsyncClient, visitor: Visitor) -> None:
    made = await new_key(client, "settings:read")
    program = visitor(Authorization=f"Bearer {made['key']}")
    assert (await program.get("/api/v1/workspace")).status_code == 200

    assert (await client.delete(f"/api/v1/api-keys/{made['id']}")).status_code == 204
    assert (await client.delete(f"/api/v1/api-keys/{made['id']}")).status_code == 204

    refused = await program.get("/api/v1/workspace")
    assert refused.status_code == 401
    assert refused.json()["code"] == "bad-key"
    assert "Bearer" in refused.headers["www-authenticate"]


async def test_a_key_that_has_run_out_is_dead(
    client: httpx.AsyncClient, visitor: Visitor, db: Database
) -> None:
    made = await new_key(client, "settings:read")
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE api_key SET expires_at = clock_timestamp()"))

    assert (await visitor(Authorization=f"Bearer {made['key']}").get("/api/v1/workspace")).status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "Bearer ",
        "Bearer twp_",
        "Bearer twp_0123456789_" + "x" * 43,
        "Basic b2xnYTpwdw==",
        "Bearer \x7f",
        "twp_a_b",
    ],
)
async def test_what_is_no_key_of_ours_opens_nothing(visitor: Visitor, header: str) -> None:
    assert (await visitor(Authorization=header).get("/api/v1/workspace")).status_code == 401


async def test_nobody_gives_a_key_what_they_lack_themselves(program: Person) -> None:
    key = await program("team:write")

    refused = await key.post("/api/v1/api-keys", json={"name": "Mightier", "scopes": ["settings:write"]})

    assert refused.status_code == 403


async def test_use_is_noted_at_most_once_a_minute(program: Person, db: Database) -> None:
    key = await program("settings:read")

    async def used_at() -> object:
        async with db.transaction() as conn:
            return (await conn.execute(text("SELECT used_at FROM api_key"))).scalar_one()

    await key.get("/api/v1/workspace")
    first = await used_at()
    await key.get("/api/v1/workspace")
    assert first is not None
    assert await used_at() == first


async def test_noting_its_use_never_makes_a_key_wait(program: Person, db: Database) -> None:
    key = await program("settings:read")
    async with db.transaction() as conn:
        await conn.execute(text("SELECT id FROM api_key FOR UPDATE"))

        async with asyncio.timeout(5):
            assert (await key.get("/api/v1/workspace")).status_code == 200


async def test_an_expiry_in_the_past_is_refused(client: httpx.AsyncClient) -> None:
    refused = await client.post(
        "/api/v1/api-keys",
        json={"name": "Late", "scopes": ["events:write"], "expires_at": "2020-01-01T00:00:00Z"},
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/expires_at"


async def test_unknown_scopes_are_named_with_the_choices(client: httpx.AsyncClient) -> None:
    refused = await client.post(
        "/api/v1/api-keys", json={"name": "Shop", "scopes": ["events:write", "everything"]}
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/scopes/1"
    assert "events:write" in refused.json()["errors"][0]["detail"]


async def test_a_key_has_no_password_to_change(program: Person) -> None:
    key = await program("team:write")

    refused = await key.put("/api/v1/session/password", json={"current_password": "x", "new_password": "y"})

    assert refused.status_code == 403


async def test_keys_come_in_pages_newest_first(client: httpx.AsyncClient, db: Database) -> None:
    async with db.transaction() as conn:
        numbers = "SELECT n, n, n, '{}' FROM generate_series(1, 130) n"
        await conn.execute(text(f"INSERT INTO api_key (name, prefix, secret_digest, scopes) {numbers}"))

    first = (await client.get("/api/v1/api-keys")).json()
    second = (await client.get("/api/v1/api-keys", params={"cursor": first["next"]})).json()

    names = [int(key["name"]) for key in first["items"] + second["items"]]
    assert names == sorted(names, reverse=True)
    assert len(names) == 130


async def test_only_owners_see_keys(signed_in: Person) -> None:
    for role in (Role.APPROVER, Role.EDITOR, Role.VIEWER):
        assert (await (await signed_in(role)).get("/api/v1/api-keys")).status_code == 403
    assert (await (await signed_in(Role.OWNER)).get("/api/v1/api-keys")).status_code == 200
