"""What ends a session, and what a browser must prove."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text

from towpath.app import create_app
from towpath.kit.db import Database
from towpath.kit.ids import UserId
from towpath.settings import Settings
from towpath.web.browser import cookie_name, session_cookie
from towpath.web.roles import Role
from towpath.wiring import Wiring

PASSWORD = "a towpath along the water"
Visitor = Callable[..., httpx.AsyncClient]
Person = Callable[..., Awaitable[httpx.AsyncClient]]


async def entered(visitor: Visitor, email: str) -> httpx.AsyncClient:
    client = visitor()
    answer = await client.post("/api/v1/session", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


@pytest.mark.parametrize(
    "change",
    [
        "SET seen_at = seen_at - interval '12 hours 1 second'",
        "SET expires_at = expires_at - interval '14 days 1 second'",
    ],
)
async def test_a_session_ends_when_idle_or_old(signed_in: Person, db: Database, change: str) -> None:
    client = await signed_in(Role.EDITOR)
    assert (await client.get("/api/v1/session")).status_code == 200

    async with db.transaction() as conn:
        await conn.execute(text(f"UPDATE user_session {change}"))

    assert (await client.get("/api/v1/session")).status_code == 401


async def test_use_keeps_a_session_awake(signed_in: Person, db: Database) -> None:
    client = await signed_in(Role.EDITOR)
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE user_session SET seen_at = seen_at - interval '11 hours'"))

    await client.get("/api/v1/session")

    async with db.transaction() as conn:
        idle = await conn.execute(
            text("SELECT clock_timestamp() - seen_at < interval '1 minute' FROM user_session")
        )
        assert idle.scalar_one()


async def test_changing_the_password_ends_every_other_session(
    visitor: Visitor, account: Callable[..., Awaitable[UserId]]
) -> None:
    await account("anna@example.com")
    here, elsewhere = await entered(visitor, "anna@example.com"), await entered(visitor, "anna@example.com")
    before = here.cookies["towpath"]

    changed = await here.put(
        "/api/v1/session/password",
        json={"current_password": PASSWORD, "new_password": "another way along the canal"},
    )

    assert changed.status_code == 200, changed.text
    assert here.cookies["towpath"] != before
    assert (await here.get("/api/v1/session")).status_code == 200
    assert (await elsewhere.get("/api/v1/session")).status_code == 401
    assert (
        await visitor().post("/api/v1/session", json={"email": "anna@example.com", "password": PASSWORD})
    ).status_code == 401


async def test_a_stolen_session_cannot_change_the_password_without_knowing_it(
    visitor: Visitor, account: Callable[..., Awaitable[UserId]]
) -> None:
    await account("anna@example.com")
    client = await entered(visitor, "anna@example.com")

    answers = [
        await client.put(
            "/api/v1/session/password",
            json={"current_password": f"guess {n}", "new_password": "another long password"},
        )
        for n in range(6)
    ]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[0].json()["errors"][0]["pointer"] == "/current_password"


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"is_disabled": True}])
async def test_a_new_role_or_switching_off_ends_the_sessions(
    signed_in: Person, change: dict[str, object]
) -> None:
    owner, editor = await signed_in(Role.OWNER), await signed_in(Role.EDITOR)
    editor_id = (await editor.get("/api/v1/session")).json()["id"]

    changed = await owner.patch(f"/api/v1/users/{editor_id}", json=change)

    assert changed.status_code == 200, changed.text
    assert (await editor.get("/api/v1/session")).status_code == 401


async def test_a_new_name_ends_nothing(signed_in: Person) -> None:
    editor = await signed_in(Role.EDITOR)
    editor_id = (await editor.get("/api/v1/session")).json()["id"]

    assert (await editor.patch(f"/api/v1/users/{editor_id}", json={"name": "Edda"})).status_code == 200

    assert (await editor.get("/api/v1/session")).json()["name"] == "Edda"


async def test_every_change_needs_the_token_of_the_session(signed_in: Person) -> None:
    owner = await signed_in(Role.OWNER)
    del owner.headers["X-CSRF-Token"]

    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "guess"}):
        answer = await owner.post(
            "/api/v1/users", json={"email": "a@example.com", "name": "A"}, headers=headers
        )
        assert answer.status_code == 403
        assert answer.json()["code"] == "csrf-mismatch"
    assert (await owner.get("/api/v1/users")).status_code == 200


async def test_a_change_from_another_site_is_refused_even_with_the_token(signed_in: Person) -> None:
    owner = await signed_in(Role.OWNER)

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}):
        answer = await owner.patch("/api/v1/workspace", json={"name": "Evil"}, headers=headers)
        assert answer.json()["code"] == "foreign-origin"


async def test_a_form_is_no_json(signed_in: Person) -> None:
    owner = await signed_in(Role.OWNER)

    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = await owner.post("/api/v1/users", content=b'{"a":1}', headers={"Content-Type": kind})
        assert answer.status_code == 403


async def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    safe, plain = Settings(public_url="https://mail.example.com"), Settings()

    assert cookie_name(safe) == "__Host-towpath"
    assert session_cookie(safe, "x", 60).secure
    assert cookie_name(plain) == "towpath"


async def test_on_this_machine_any_loopback_name_is_our_own(wiring: Wiring) -> None:
    local = replace(wiring, settings=replace(wiring.settings, public_url=""))
    transport = httpx.ASGITransport(app=create_app(local))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8020") as client:
        body = {"email": "a@example.com", "password": "x"}
        ours = await client.post("/api/v1/session", json=body, headers={"Origin": "http://localhost:8020"})
        other = await client.post("/api/v1/session", json=body, headers={"Origin": "http://localhost:9999"})

    assert ours.json()["code"] == "wrong-password"
    assert other.json()["code"] == "foreign-origin"
