"""A request is one transaction, and its answer never says more than the database did."""

from datetime import datetime

import httpx
from litestar import Response, get, post
from litestar.di import NamedDependency
from sqlalchemy import text

from towpath.app import create_app
from towpath.kit.clock import Clock
from towpath.kit.db import Conn
from towpath.kit.errors import Conflict
from towpath.wiring import Wiring

PUBLIC = {"public": True}


@post("/notes", opt=PUBLIC)
async def write(conn: NamedDependency[Conn]) -> None:
    await conn.execute(text("UPDATE workspace SET name = 'written'"))


@post("/refused", opt=PUBLIC)
async def write_and_refuse(conn: NamedDependency[Conn]) -> None:
    await conn.execute(text("UPDATE workspace SET name = 'written'"))
    raise Conflict("No.")


@post("/returned", opt=PUBLIC)
async def write_and_return_an_error(conn: NamedDependency[Conn]) -> Response[str]:
    await conn.execute(text("UPDATE workspace SET name = 'written'"))
    return Response("no", status_code=409)


@post("/crash", opt=PUBLIC)
async def write_and_crash(conn: NamedDependency[Conn]) -> None:
    await conn.execute(text("UPDATE workspace SET name = 'written'"))
    raise ZeroDivisionError("a secret detail")


@post("/deferred", opt=PUBLIC)
async def write_what_only_the_commit_refuses(conn: NamedDependency[Conn]) -> dict[str, str]:
    await conn.execute(text("CREATE TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
    await conn.execute(text("INSERT INTO t VALUES (1), (1)"))
    return {"all": "well"}


@post("/killed", opt=PUBLIC)
async def write_and_lose_the_connection(conn: NamedDependency[Conn]) -> None:
    await conn.execute(text("UPDATE workspace SET name = 'written'"))
    await conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


@get("/now-and-conn", opt=PUBLIC)
async def read(
    conn: NamedDependency[Conn], clock: NamedDependency[Clock], now: NamedDependency[datetime]
) -> str:
    return (await conn.execute(text("SELECT name FROM workspace"))).scalar_one()


ROUTES = [
    write,
    write_and_refuse,
    write_and_return_an_error,
    write_and_crash,
    write_what_only_the_commit_refuses,
    write_and_lose_the_connection,
    read,
]


async def post_to(wiring: Wiring, path: str) -> tuple[httpx.Response, str]:
    app = create_app(wiring, more=ROUTES)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://towpath.test") as client:
        answer = await client.post(f"/api/v1{path}")
    async with wiring.db.transaction() as conn:
        name = (await conn.execute(text("SELECT name FROM workspace"))).scalar_one()
    return answer, name


async def test_a_good_answer_has_been_committed(wiring: Wiring) -> None:
    answer, name = await post_to(wiring, "/notes")

    assert answer.status_code == 201
    assert name == "written"


async def test_an_error_that_is_raised_leaves_nothing_behind(wiring: Wiring) -> None:
    answer, name = await post_to(wiring, "/refused")

    assert answer.status_code == 409
    assert name == "Towpath"


async def test_an_error_that_is_returned_leaves_nothing_behind(wiring: Wiring) -> None:
    answer, name = await post_to(wiring, "/returned")

    assert answer.status_code == 409
    assert name == "Towpath"


async def test_a_crash_tells_nothing_and_leaves_nothing_behind(wiring: Wiring) -> None:
    answer, name = await post_to(wiring, "/crash")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert name == "Towpath"


async def test_a_commit_that_fails_is_never_answered_as_a_success(wiring: Wiring) -> None:
    answer, _ = await post_to(wiring, "/deferred")

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert "well" not in answer.text


async def test_a_connection_that_dies_in_the_middle_is_a_503(wiring: Wiring) -> None:
    answer, name = await post_to(wiring, "/killed")

    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert name == "Towpath"
