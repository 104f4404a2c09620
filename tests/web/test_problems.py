"""Every error is a problem (RFC 9457) in words for people."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Annotated

import httpx
import msgspec
import pytest
import structlog
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy import text

from towpath.app import create_app
from towpath.kit import errors
from towpath.kit.db import Conn, Database
from towpath.kit.wording import words_of
from towpath.web.catalogue import problem_kinds
from towpath.web.etags import PreconditionRequired, etag, expected_revision
from towpath.web.faults import faults_in
from towpath.web.problems import status_of
from towpath.web.request import Malformed
from towpath.wiring import Wiring

PUBLIC = {"public": True}


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    """An inner thing."""

    size: Annotated[int, msgspec.Meta(ge=1, le=5)]


class Thing(msgspec.Struct, forbid_unknown_fields=True):
    """A thing."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=3)]
    inner: list[Inner] = []
    by_key: dict[str, Inner] = {}


@post("/things", opt=PUBLIC)
async def make(data: JSONBody[Thing]) -> Thing:
    return data


@get("/things", opt=PUBLIC)
async def find(limit: Annotated[int, QueryParameter(ge=1)] = 1) -> int:
    return limit


@post("/crash", opt=PUBLIC)
async def crash(conn: NamedDependency[Conn]) -> None:
    await conn.execute(text("SELECT CAST(:secret AS int) / 0"), {"secret": 4711})


@post("/raised/{name:str}", opt=PUBLIC)
async def fail(name: FromPath[str]) -> None:
    raise getattr(errors, name)("In other words.", faults=[errors.Fault("/a", "Mend it.")])


@get("/touch", opt=PUBLIC)
async def touch(conn: NamedDependency[Conn]) -> None:
    await conn.execute(text("SELECT 1"))


ROUTES = [make, find, crash, fail, touch]
Ask = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def client(wiring: Wiring) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(wiring, more=ROUTES), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://towpath.test/api/v1") as client:
        yield client


def is_problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code), problem
    assert {"type", "title", "detail", "instance"} <= set(problem)
    return problem


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Invalid", 422), ("NotSignedIn", 401), ("NotAllowed", 403), ("NotFound", 404), ("Conflict", 409),
        ("Stale", 412), ("Gone", 410), ("TooSoon", 429), ("TooLarge", 413), ("Unavailable", 503),
    ],
)  # fmt: skip
async def test_each_kind_has_its_status(client: httpx.AsyncClient, name: str, status: int) -> None:
    kind = getattr(errors, name)

    problem = is_problem(await client.post(f"/raised/{name}"), status, kind.code)

    assert problem["type"] == f"/problems/{kind.code}"
    assert problem["title"] == kind.title()
    assert problem["detail"] == "In other words."
    assert problem["instance"] == f"/api/v1/raised/{name}"
    assert problem["errors"] == [{"pointer": "/a", "detail": "Mend it."}]


async def test_every_fault_of_a_body_is_named_at_once(client: httpx.AsyncClient) -> None:
    body = {
        "name": "long",
        "inner": [{"size": 1}, {"size": 9}, {}],
        "by_key": {"a/b": {"size": "x", "z": 1}},
        "more": 1,
    }

    problem = is_problem(await client.post("/things", json=body), 422, "invalid")

    assert {error["pointer"]: error["detail"] for error in problem["errors"]} == {
        "/name": "This must have at most 3 characters.",
        "/inner/1/size": "This must be at most 5.",
        "/inner/2/size": "This is missing.",
        "/by_key/a~1b/size": "This must be a whole number, not a text.",
        "/by_key/a~1b/z": "There is no such field here. Remove it.",
        "/more": "There is no such field here. Remove it.",
    }


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b'{"name": "\xff"}', "application/json", 400, "malformed"),
        (b"[" * 100_000, "application/json", 400, "malformed"),
        (b"", "application/json", 422, "invalid"),
        (b"[]", "application/json", 422, "invalid"),
        (b"null", "application/json", 422, "invalid"),
        (b'{"name": "a"}', "text/xml", 415, "unsupported-media-type"),
        (b" " * 10_000_001, "application/json", 413, "too-large"),
    ],
)
async def test_a_body_that_cannot_be_used(
    client: httpx.AsyncClient, content: bytes, kind: str, status: int, code: str
) -> None:
    is_problem(await client.post("/things", content=content, headers={"Content-Type": kind}), status, code)


async def test_a_body_too_large_is_refused_even_if_its_length_is_not_announced(
    client: httpx.AsyncClient,
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b" " * 1_000_000

    answer = await client.post("/things", content=chunks(), headers={"Content-Type": "application/json"})

    is_problem(answer, 413, "too-large")


async def test_a_wrong_parameter_is_named(client: httpx.AsyncClient) -> None:
    for value in ("many", "0"):
        problem = is_problem(await client.get("/things", params={"limit": value}), 422, "invalid")
        assert problem["errors"][0]["pointer"] == "/limit"


async def test_unknown_addresses_and_methods(client: httpx.AsyncClient) -> None:
    is_problem(await client.get("/nothing"), 404, "not-found")
    is_problem(await client.get("/raised/%2e%2e/x"), 404, "not-found")
    refused = await client.delete("/things")
    is_problem(refused, 405, "method-not-allowed")
    assert "POST" in refused.headers["allow"]


async def test_a_crash_says_nothing_to_the_caller_and_no_values_to_the_log(client: httpx.AsyncClient) -> None:
    with structlog.testing.capture_logs() as logs:
        problem = is_problem(await client.post("/crash?who=anna@example.com"), 500, "internal")

    assert "Division" not in str(problem)
    [line] = [line for line in logs if line["event"] == "request_failed"]
    assert (line["status"], line["method"], line["route"]) == (500, "POST", "/api/v1/crash")
    assert "DivisionByZero" in line["error"]
    assert "4711" not in str(line)
    assert "anna" not in str(line)


@pytest.mark.parametrize(
    "url", ["postgresql://x@/x?host=/tmp/no-such-folder", "postgresql://x@127.0.0.1:9/x"]
)
async def test_without_the_database_it_says_so_and_asks_to_come_back(wiring: Wiring, url: str) -> None:
    away = Database(url)
    transport = httpx.ASGITransport(
        app=create_app(replace(wiring, db=away), more=ROUTES), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://towpath.test/api/v1") as client:
        for answer in (
            await client.get("/touch"),
            await client.get("/session", headers={"Authorization": "Bearer twp_0123456789_" + "x" * 43}),
        ):
            problem = is_problem(answer, 503, "unavailable")
            assert int(answer.headers["retry-after"]) > 0
            assert "database" in str(problem["detail"])
    await away.close()


async def test_a_database_that_goes_away_in_between_is_a_503(
    wiring: Wiring, client: httpx.AsyncClient
) -> None:
    assert (await client.get("/touch")).status_code == 200
    async with wiring.db.transaction() as conn:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        await conn.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))

    # The pool notices and connects again by itself.
    assert (await client.get("/touch")).status_code == 200


async def test_every_kind_of_problem_has_an_address_and_a_sentence(client: httpx.AsyncClient) -> None:
    kinds = problem_kinds()
    assert len(kinds) > 20

    for kind in kinds:
        assert kind.title().endswith("."), kind
        answer = await client.get(f"http://towpath.test/problems/{kind.code}")
        assert kind.title() in answer.text
    assert (await client.get("http://towpath.test/problems/nonsense")).status_code == 404


def test_saving_needs_the_revision_that_was_read() -> None:
    assert expected_revision(etag(7)) == 7
    assert expected_revision("*") is None
    with pytest.raises(PreconditionRequired):
        expected_revision(None)
    for foreign in ("7", 'W/"7"', '"x"', '"7", "8"', '"7"\n"', '"99999999999999999999"'):
        with pytest.raises(errors.Stale):
            expected_revision(foreign)
    assert (status_of(PreconditionRequired), status_of(Malformed)) == (428, 400)


def test_at_most_fifty_faults_are_listed() -> None:
    assert len(faults_in({"name": "a", "inner": [{}] * 100}, Thing)) == 50


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Expected `str` of length >= 1", "This must not be empty."),
        ("Expected `array` of length 2, got 3", "This must have exactly 2 entries."),
        ("Expected `float` > 2.0", "This must be more than 2."),
        ("Expected `int | null`, got `str`", "This must be a whole number or empty, not a text."),
        ("Invalid RFC3339 encoded datetime", "This must be a date and time such as 2030-01-07T09:00:00Z."),
        ("Some words of our own", "Some words of our own."),
    ],
)
def test_words_for_people(message: str, words: str) -> None:
    assert words_of(message) == words
