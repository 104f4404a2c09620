"""Idempotency-Key at the level of requests: what runs behind the answer, forms, bodies that nobody read."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Request, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler
from sqlalchemy import text

from towpath.app import create_app
from towpath.kit.db import Conn, Database
from towpath.team.keys import add_key
from towpath.web.auth import signed_in
from towpath.wiring import Wiring

seen_behind_the_answer: list[str] = []


async def look_behind(db: Database) -> None:
    async with db.transaction() as conn:
        seen_behind_the_answer.append((await conn.execute(text("SELECT name FROM workspace"))).scalar_one())


@post("/named", guards=[signed_in])
async def name(conn: NamedDependency[Conn], db: NamedDependency[Database]) -> Response[str]:
    await conn.execute(text("UPDATE workspace SET name = 'written'"))
    return Response("done", background=BackgroundTask(look_behind, db))


@post("/forms", guards=[signed_in], opt={"takes_form": True})
async def take_form(request: Request[Any, Any, Any]) -> int:
    return len(await request.form())


@post("/unread", guards=[signed_in])
async def read_nothing() -> str:
    return "done"


@post("/unkept", guards=[signed_in])
async def write_what_only_the_commit_refuses(conn: NamedDependency[Conn]) -> str:
    await conn.execute(text("CREATE TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
    await conn.execute(text("INSERT INTO t VALUES (1), (1)"))
    return "all is well"


ROUTES: list[ControllerRouterHandler] = [name, take_form, read_nothing, write_what_only_the_commit_refuses]


@pytest.fixture
async def program(wiring: Wiring) -> AsyncIterator[httpx.AsyncClient]:
    async with wiring.db.transaction() as conn:
        _, key = await add_key(conn, name="program", scopes=[], expires_at=None, created_by=None)
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "once"}
    transport = httpx.ASGITransport(app=create_app(wiring, more=ROUTES), raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://towpath.test/api/v1", headers=headers
    ) as client:
        yield client


@pytest.mark.parametrize("with_key", [True, False])
async def test_what_runs_behind_the_answer_finds_everything_committed(
    program: httpx.AsyncClient, with_key: bool
) -> None:
    seen_behind_the_answer.clear()
    if not with_key:
        del program.headers["Idempotency-Key"]

    assert (await program.post("/named")).status_code == 201

    assert seen_behind_the_answer == ["written"]


async def test_what_runs_behind_the_answer_does_not_run_again(program: httpx.AsyncClient) -> None:
    seen_behind_the_answer.clear()

    await program.post("/named")
    await program.post("/named")

    assert len(seen_behind_the_answer) == 1


async def test_a_form_is_the_same_although_its_boundary_is_not(program: httpx.AsyncClient) -> None:
    file = {"file": ("people.csv", b"email\n" + b"a@example.com\n" * 20_000)}

    first = await program.post("/forms", files=file)
    again = await program.post("/forms", files=file)
    other = await program.post("/forms", files={"file": ("people.csv", b"email\nb@example.com\n")})

    assert [first.status_code, again.status_code, other.status_code] == [201, 201, 422]
    assert again.headers["idempotency-replayed"] == "true"


async def test_a_body_that_the_handler_did_not_read_counts_too(program: httpx.AsyncClient) -> None:
    first = await program.post("/unread", json={"a": 1})
    again = await program.post("/unread", json={"a": 1})
    other = await program.post("/unread", json={"a": 2})

    assert [first.status_code, again.status_code, other.status_code] == [201, 201, 422]


async def test_an_answer_whose_commit_fails_is_neither_given_nor_kept(
    program: httpx.AsyncClient, wiring: Wiring
) -> None:
    answer = await program.post("/unkept")

    assert answer.status_code == 409
    assert "well" not in answer.text
    async with wiring.db.transaction() as conn:
        assert (await conn.execute(text("SELECT count(*) FROM idempotent_answer"))).scalar_one() == 0
