"""The first account: once, by the link on the console."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import text

from towpath.kit.db import Database
from towpath.team.actions import AlreadySetUp, is_set_up, new_setup_link
from towpath.team.model import Role

OWNER = {"email": "olga@example.com", "name": "Olga Owner", "password": "a towpath along the water"}


async def link_token(db: Database) -> str:
    async with db.transaction() as conn:
        link = await new_setup_link(conn, "http://towpath.test")
    assert link.startswith("http://towpath.test/setup?token=")
    return link.partition("token=")[2]


async def test_the_first_account_is_an_owner_and_signed_in(anon: httpx.AsyncClient, db: Database) -> None:
    token = await link_token(db)

    made = await anon.post("/api/v1/setup", json={"token": token, **OWNER})

    assert made.status_code == 201, made.text
    assert made.json()["role"] == Role.OWNER
    assert "HttpOnly" in made.headers["set-cookie"]
    who = await anon.get("/api/v1/session")
    assert who.json()["name"] == "Olga Owner"


async def test_setup_is_gone_once_somebody_has_an_account(anon: httpx.AsyncClient, db: Database) -> None:
    token = await link_token(db)
    assert (await anon.get("/api/v1/setup")).status_code == 200
    await anon.post("/api/v1/setup", json={"token": token, **OWNER})

    again = await anon.post("/api/v1/setup", json={"token": token, **OWNER, "email": "eve@example.com"})

    assert again.status_code == 404
    assert (await anon.get("/api/v1/setup")).status_code == 404
    async with db.transaction() as conn:
        assert await is_set_up(conn)
        with pytest.raises(AlreadySetUp):
            await new_setup_link(conn, "http://towpath.test")


async def test_of_fifty_at_once_exactly_one_becomes_owner(
    visitor: Callable[..., httpx.AsyncClient], db: Database
) -> None:
    token = await link_token(db)
    client = visitor()

    answers = await asyncio.gather(
        *(
            client.post("/api/v1/setup", json={"token": token, **OWNER, "email": f"a{n}@example.com"})
            for n in range(50)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [201, *[404] * 49]
    async with db.transaction() as conn:
        assert (await conn.execute(text("SELECT count(*) FROM app_user"))).scalar_one() == 1


async def test_the_link_dies_after_thirty_minutes(anon: httpx.AsyncClient, db: Database) -> None:
    token = await link_token(db)
    async with db.transaction() as conn:
        await conn.execute(
            text("UPDATE setup_token SET expires_at = expires_at - interval '30 minutes 1 second'")
        )

    late = await anon.post("/api/v1/setup", json={"token": token, **OWNER})

    assert late.status_code == 404
    assert late.json()["code"] == "setup-closed"


async def test_a_newer_link_ends_the_older_one(anon: httpx.AsyncClient, db: Database) -> None:
    older, newer = await link_token(db), await link_token(db)

    assert (await anon.post("/api/v1/setup", json={"token": older, **OWNER})).status_code == 404
    assert (await anon.post("/api/v1/setup", json={"token": newer, **OWNER})).status_code == 201


async def test_wrong_values_are_named_all_at_once_and_leave_the_link_alive(
    anon: httpx.AsyncClient, db: Database
) -> None:
    token = await link_token(db)

    refused = await anon.post(
        "/api/v1/setup", json={"token": token, "email": "olga", "name": "O", "password": "short"}
    )

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/email", "/password"]
    assert (await anon.post("/api/v1/setup", json={"token": token, **OWNER})).status_code == 201


async def test_another_site_cannot_set_up(anon: httpx.AsyncClient, db: Database) -> None:
    token = await link_token(db)

    refused = await anon.post(
        "/api/v1/setup", json={"token": token, **OWNER}, headers={"Origin": "https://evil.example"}
    )

    assert refused.status_code == 403
    assert refused.json()["code"] == "foreign-origin"
