"""The people of the team."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from towpath.kit.db import Database
from towpath.web.roles import Role

Visitor = Callable[..., httpx.AsyncClient]
Person = Callable[..., Awaitable[httpx.AsyncClient]]
NEW_PASSWORD = "another way along the canal"


async def invite(owner: httpx.AsyncClient, email: str, role: str = "editor") -> dict[str, str]:
    answer = await owner.post("/api/v1/users", json={"email": email, "name": "Anna Berg", "role": role})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def choose(client: httpx.AsyncClient, link: str, password: str = NEW_PASSWORD) -> httpx.Response:
    token = link.partition("token=")[2]
    return await client.post("/api/v1/passwords", json={"token": token, "password": password})


async def test_an_invited_person_chooses_a_password_and_is_in(
    client: httpx.AsyncClient, visitor: Visitor
) -> None:
    invited = await invite(client, "anna@example.com")
    assert invited["set_password_link"].startswith("http://towpath.test/set-password?token=")
    newcomer = visitor()

    chosen = await choose(newcomer, invited["set_password_link"])

    assert chosen.status_code == 201, chosen.text
    assert (await newcomer.get("/api/v1/session")).json()["role"] == "editor"
    body = {"email": "anna@example.com", "password": NEW_PASSWORD}
    assert (await visitor().post("/api/v1/session", json=body)).status_code == 201


async def test_a_link_works_once_even_when_used_twice_at_once(
    client: httpx.AsyncClient, visitor: Visitor
) -> None:
    invited = await invite(client, "anna@example.com")

    answers = await asyncio.gather(*(choose(visitor(), invited["set_password_link"]) for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [201, 404, 404, 404, 404]


async def test_a_changed_link_is_no_link(client: httpx.AsyncClient, visitor: Visitor) -> None:
    invited = await invite(client, "anna@example.com")
    link = invited["set_password_link"]

    for changed in (link[:-1] + ("A" if link[-1] != "A" else "B"), link + "x", link.partition("token=")[0]):
        assert (await choose(visitor(), changed)).status_code == 404


async def test_an_invited_person_cannot_sign_in_before(client: httpx.AsyncClient, visitor: Visitor) -> None:
    await invite(client, "anna@example.com")

    answer = await visitor().post("/api/v1/session", json={"email": "anna@example.com", "password": "!"})

    assert answer.json()["code"] == "wrong-password"


async def test_a_forgotten_password_gets_a_new_link(client: httpx.AsyncClient, visitor: Visitor) -> None:
    invited = await invite(client, "anna@example.com")
    await choose(visitor(), invited["set_password_link"])

    again = await client.post(f"/api/v1/users/{invited['user']['id']}/password-links")

    assert again.status_code == 201, again.text
    assert (
        await choose(visitor(), again.json()["set_password_link"], "a third one, longer still")
    ).status_code == 201


async def test_an_address_is_taken_in_whatever_spelling(client: httpx.AsyncClient) -> None:
    await invite(client, "anna@example.com")

    again = await client.post("/api/v1/users", json={"email": "Anna@Example.com", "name": "Anna"})

    assert again.status_code == 409
    assert again.json()["errors"][0]["pointer"] == "/email"


@pytest.mark.parametrize(
    "change", [{"role": "approver"}, {"is_disabled": True}, {"role": "viewer", "name": "X"}]
)
async def test_the_last_owner_cannot_be_lost(client: httpx.AsyncClient, change: dict[str, object]) -> None:
    await invite(client, "second@example.com", "owner")
    owner_id = (await client.get("/api/v1/session")).json()["id"]

    refused = await client.patch(f"/api/v1/users/{owner_id}", json=change)

    assert refused.status_code == 409
    assert refused.json()["code"] == "last-owner"


async def test_two_owners_who_demote_each_other_leave_one(signed_in: Person, db: Database) -> None:
    olga, otto = (
        await signed_in(Role.OWNER, "olga@example.com"),
        await signed_in(Role.OWNER, "otto@example.com"),
    )
    olga_id, otto_id = [(await who.get("/api/v1/session")).json()["id"] for who in (olga, otto)]

    await asyncio.gather(
        olga.patch(f"/api/v1/users/{otto_id}", json={"role": "viewer"}),
        otto.patch(f"/api/v1/users/{olga_id}", json={"role": "viewer"}),
    )

    async with db.transaction() as conn:
        owners = await conn.execute(text("SELECT count(*) FROM app_user WHERE role = 'owner'"))
        assert owners.scalar_one() == 1


async def test_a_disabled_account_can_be_switched_on_again(client: httpx.AsyncClient) -> None:
    user_id = (await invite(client, "anna@example.com"))["user"]["id"]

    off = await client.patch(f"/api/v1/users/{user_id}", json={"is_disabled": True})
    on = await client.patch(f"/api/v1/users/{user_id}", json={"is_disabled": False})

    assert [off.json()["is_disabled"], on.json()["is_disabled"]] == [True, False]


async def test_nobody_but_an_owner_changes_others(signed_in: Person) -> None:
    owner, editor = await signed_in(Role.OWNER), await signed_in(Role.EDITOR)
    owner_id = (await owner.get("/api/v1/session")).json()["id"]
    editor_id = (await editor.get("/api/v1/session")).json()["id"]

    assert (await editor.patch(f"/api/v1/users/{owner_id}", json={"name": "X"})).status_code == 403
    assert (await editor.patch(f"/api/v1/users/{editor_id}", json={"role": "owner"})).status_code == 403
    assert (await editor.patch(f"/api/v1/users/{editor_id}", json={"is_disabled": False})).status_code == 403


async def test_a_program_cannot_make_somebody_mightier_than_itself(program: Person) -> None:
    key = await program("team:write", "contacts:read")

    refused = await key.post(
        "/api/v1/users", json={"email": "eve@example.com", "name": "Eve", "role": "owner"}
    )

    assert refused.status_code == 403


async def test_a_long_team_comes_in_pages(client: httpx.AsyncClient, db: Database) -> None:
    async with db.transaction() as conn:
        people = "SELECT 'u' || n, '!', 'viewer' FROM generate_series(1, 150) n"
        await conn.execute(text(f"INSERT INTO app_user (email, password_hash, role) {people}"))

    first = (await client.get("/api/v1/users")).json()
    second = (await client.get("/api/v1/users", params={"cursor": first["next"]})).json()

    assert len(first["items"]) == 100
    assert len(second["items"]) == 51
    assert second["next"] is None


async def test_unknown_accounts_are_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.patch("/api/v1/users/999", json={"name": "X"})).status_code == 404
    assert (await client.post("/api/v1/users/999/password-links")).status_code == 404
