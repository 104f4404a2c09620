"""Signing in, and what guessing passwords meets."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
from sqlalchemy import text

from towpath.kit.db import Database
from towpath.kit.ids import UserId
from towpath.team import passwords
from towpath.team.passwords import hashed, is_outdated, matches, password_faults
from towpath.team.throttle import _wait
from towpath.web.roles import Role

PASSWORD = "a towpath along the water"
Visitor = Callable[..., httpx.AsyncClient]
Account = Callable[..., Awaitable[UserId]]


async def sign_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/v1/session", json={"email": email, "password": password})


async def test_the_right_password_opens_a_session(visitor: Visitor, account: Account) -> None:
    await account("anna@example.com", Role.EDITOR)
    client = visitor()

    entered = await sign_in(client, "ANNA@example.com ".strip())

    assert entered.status_code == 201, entered.text
    assert entered.json()["role"] == "editor"
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("towpath=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert (await client.get("/api/v1/session")).json()["permissions"] == entered.json()["permissions"]


async def test_only_the_digest_of_a_session_is_stored(
    visitor: Visitor, account: Account, db: Database
) -> None:
    await account("anna@example.com")
    client = visitor()
    await sign_in(client, "anna@example.com")

    async with db.transaction() as conn:
        row = (await conn.execute(text("SELECT token_digest FROM user_session"))).one()

    assert client.cookies["towpath"] not in row.token_digest


async def test_signing_out_ends_the_session(visitor: Visitor, account: Account) -> None:
    await account("anna@example.com")
    client = visitor()
    entered = await sign_in(client, "anna@example.com")
    cookie = client.cookies["towpath"]

    left = await client.delete("/api/v1/session", headers={"X-CSRF-Token": entered.json()["csrf_token"]})

    assert left.status_code == 204
    assert "towpath" not in client.cookies
    client.cookies.set("towpath", cookie)
    assert (await client.get("/api/v1/session")).json()["code"] == "session-ended"


async def test_a_wrong_password_and_a_missing_account_look_the_same(
    visitor: Visitor, account: Account
) -> None:
    await account("anna@example.com")

    wrong = await sign_in(visitor(), "anna@example.com", "not the password")
    missing = await sign_in(visitor(), "nobody@example.com", "not the password")

    assert wrong.status_code == missing.status_code == 401
    assert wrong.json() == missing.json()
    assert wrong.headers == missing.headers


async def test_a_missing_account_costs_a_whole_hash() -> None:
    assert not is_outdated(passwords._DUMMY)
    assert not await matches(None, "x")
    assert not await matches(passwords.UNUSABLE, "!")


async def test_five_failures_ask_for_patience(visitor: Visitor, account: Account) -> None:
    await account("anna@example.com")
    client = visitor()

    answers = [await sign_in(client, "anna@example.com", f"guess {n}") for n in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 5
    # Even the right password waits, or guessing would show which one it is.
    assert (await sign_in(client, "anna@example.com")).status_code == 429


async def test_waiting_lets_one_try_again(visitor: Visitor, account: Account, db: Database) -> None:
    await account("anna@example.com")
    client = visitor()
    for n in range(5):
        await sign_in(client, "anna@example.com", f"guess {n}")
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE sign_in_try SET at = at - interval '6 seconds'"))

    assert (await sign_in(client, "anna@example.com")).status_code == 201
    async with db.transaction() as conn:
        assert (await conn.execute(text("SELECT count(*) FROM sign_in_try"))).scalar_one() == 10


async def test_twenty_failures_in_an_hour_lock_for_a_quarter_of_an_hour(
    visitor: Visitor, account: Account, db: Database
) -> None:
    await account("anna@example.com")
    client = visitor()
    for n in range(20):
        await sign_in(client, "anna@example.com", f"guess {n}")
        async with db.transaction() as conn:
            await conn.execute(text("UPDATE sign_in_try SET at = at - interval '61 seconds'"))

    locked = await sign_in(client, "anna@example.com")

    assert locked.status_code == 429
    assert 800 < int(locked.headers["retry-after"]) <= 900
    assert "min" in locked.json()["detail"]


async def test_of_a_thousand_tries_at_most_twenty_five_are_looked_at(
    visitor: Visitor, account: Account
) -> None:
    await account("anna@example.com")
    client = visitor()
    looked_at = 0

    for _ in range(20):
        answers = await asyncio.gather(
            *(sign_in(client, "anna@example.com", f"guess {n}") for n in range(50))
        )
        looked_at += sum(answer.status_code == 401 for answer in answers)

    assert looked_at <= 25


async def test_another_machine_is_not_locked_out_with_the_guesser(visitor: Visitor, account: Account) -> None:
    await account("anna@example.com")
    guesser = visitor("203.0.113.9")
    for n in range(6):
        await sign_in(guesser, "anna@example.com", f"guess {n}")

    assert (await sign_in(visitor("203.0.113.10"), "anna@example.com")).status_code == 201


async def test_an_invented_forwarded_address_fools_nobody(visitor: Visitor, account: Account) -> None:
    await account("anna@example.com")

    answers = [
        await sign_in(visitor(**{"X-Forwarded-For": f"198.51.100.{n}"}), "anna@example.com", "guess")
        for n in range(6)
    ]

    assert answers[-1].status_code == 429


async def test_guessing_from_many_machines_is_limited_too(visitor: Visitor, account: Account) -> None:
    assert _wait(100, is_pair=False) == timedelta(minutes=15)
    assert _wait(99, is_pair=False) == timedelta()


async def test_sign_in_from_another_site_is_refused(visitor: Visitor, account: Account) -> None:
    await account("anna@example.com")

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert (await sign_in(visitor(**headers), "anna@example.com")).json()["code"] == "foreign-origin"
    assert (await sign_in(visitor(Origin="http://towpath.test"), "anna@example.com")).status_code == 201


async def test_a_disabled_account_learns_so_only_with_its_password(
    visitor: Visitor, account: Account, db: Database
) -> None:
    await account("anna@example.com")
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE app_user SET disabled_at = now()"))

    assert (await sign_in(visitor(), "anna@example.com", "wrong")).json()["code"] == "wrong-password"
    assert (await sign_in(visitor(), "anna@example.com")).json()["code"] == "account-disabled"


async def test_an_old_weak_hash_is_replaced_when_its_owner_signs_in(
    visitor: Visitor, account: Account, db: Database
) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    await account("anna@example.com")
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE app_user SET password_hash = :weak"), {"weak": weak})

    assert (await sign_in(visitor(), "anna@example.com")).status_code == 201

    async with db.transaction() as conn:
        stored = (await conn.execute(text("SELECT password_hash FROM app_user"))).scalar_one()
    assert stored != weak
    assert not is_outdated(stored)
    assert await matches(stored, PASSWORD)


async def test_a_password_must_be_hard_to_guess() -> None:
    assert password_faults("short")
    assert password_faults("aaaaaaaaaaaaaaaa")
    assert password_faults("anna.berg@example.com", email="Anna.Berg@example.com")
    assert password_faults("x" * 201)
    assert not password_faults("a towpath along the water")
    assert (await hashed("x")).startswith("$argon2id$")
