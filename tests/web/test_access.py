"""Every route × every role: what nobody allowed is refused. The matrix is generated from the app itself."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest
from litestar import Controller, Litestar, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from towpath.app import create_app
from towpath.team.keys import add_key
from towpath.team.sessions import open_session
from towpath.team.store import add_user
from towpath.web.auth import Permission, is_public, permissions_of, required_permissions, requires
from towpath.web.roles import Role
from towpath.wiring import Wiring

# Their handlers look closer than their guards: at oneself everybody may look, an API key has no password.
LOOKS_CLOSER = {"change_user", "change_password", "create_password_link"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@get("/forgotten")
async def forgotten() -> str:
    return "secret"


class Careless(Controller):
    """A controller without guards."""

    path = "/careless"

    @post()
    async def create(self) -> str:
        return "secret"


@get("/thoughtful", guards=[requires(Permission.CONTACTS_READ, Permission.SETTINGS_WRITE)])
async def thoughtful() -> str:
    return "ok"


@pytest.fixture
def app(wiring: Wiring) -> Litestar:
    return create_app(wiring, more=[forgotten, Careless, thoughtful])


@pytest.fixture
async def clients(app: Litestar, wiring: Wiring) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A browser for each role, a visitor, and a program whose key has no scope at all."""
    async with AsyncExitStack() as stack:

        async def client(**headers: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            made = httpx.AsyncClient(transport=transport, base_url="http://towpath.test", headers=headers)
            return await stack.enter_async_context(made)

        found = {"visitor": await client()}
        async with wiring.db.transaction() as conn:
            for role in Role:
                email = f"{role}@towpath.test"
                user_id = await add_user(conn, email=email, name=role, password_hash="-", role=role)
                assert user_id is not None
                session = await open_session(conn, user_id)
                found[role] = await client(**{"X-CSRF-Token": session.csrf_token})
                found[role].cookies.set("towpath", session.token)
            _, key = await add_key(conn, name="no scope", scopes=[], expires_at=None, created_by=None)
        found["program"] = await client(Authorization=f"Bearer {key}")
        yield found


def every_route(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path}: nothing but HTTP yet; then think of its guards"
        for handler in route.route_handlers:
            for method in handler.http_methods:
                if method != "OPTIONS":
                    yield str(method), route.path, handler


def address(path: str) -> str:
    return re.sub(r"{\w+:(\w+)}", lambda m: "999999" if m[1] == "int" else "no-such-thing", path)


def operation(handler: HTTPRouteHandler) -> str:
    return str(handler.operation_id)


def test_every_route_says_who_may_use_it(wiring: Wiring) -> None:
    for method, path, handler in every_route(create_app(wiring)):
        assert is_public(handler) or required_permissions(handler) is not None, (
            f"{method} {path} has no guard"
        )


async def test_a_forgotten_guard_locks_the_door(clients: dict[str, httpx.AsyncClient]) -> None:
    for client in clients.values():
        for answer in (await client.get("/api/v1/forgotten"), await client.post("/api/v1/careless")):
            assert answer.status_code in (401, 403)
            assert "secret" not in answer.text


async def test_several_permissions_are_all_needed(clients: dict[str, httpx.AsyncClient]) -> None:
    answers = {role: (await clients[role].get("/api/v1/thoughtful")).status_code for role in Role}

    assert answers == {Role.OWNER: 200, Role.APPROVER: 403, Role.EDITOR: 403, Role.VIEWER: 403}


async def test_who_lacks_the_permission_is_refused_everywhere(
    app: Litestar, clients: dict[str, httpx.AsyncClient]
) -> None:
    seen = 0
    for method, path, handler in every_route(app):
        needed = required_permissions(handler)
        if is_public(handler) or needed is None:
            continue
        for who, client in clients.items():
            allowed = permissions_of(Role(who)) if who in list(Role) else frozenset()
            if who != "visitor" and set(needed) <= allowed:
                continue
            if not needed and who == "program":
                continue
            answer = await client.request(method, address(path))
            expected = 401 if who == "visitor" else 403
            assert answer.status_code == expected, f"{who}: {method} {path} answers {answer.status_code}"
            seen += 1
    assert seen > 30


async def test_who_has_the_permission_gets_past_the_guard(
    app: Litestar, clients: dict[str, httpx.AsyncClient]
) -> None:
    for method, path, handler in every_route(app):
        needed = required_permissions(handler)
        if needed is None or operation(handler) in {*LOOKS_CLOSER, "sign_out"}:
            continue
        for role in Role:
            if set(needed) <= permissions_of(role):
                answer = await clients[role].request(method, address(path))
                assert answer.status_code not in (401, 403), f"{role}: {method} {path} answers {answer.text}"
                assert answer.status_code < 500, f"{role}: {method} {path} answers {answer.text}"


async def test_every_change_by_a_browser_needs_the_token(
    app: Litestar, clients: dict[str, httpx.AsyncClient]
) -> None:
    owner = clients[Role.OWNER]
    del owner.headers["X-CSRF-Token"]

    for method, path, handler in every_route(app):
        if method in UNSAFE and not is_public(handler):
            answer = await owner.request(method, address(path))
            assert answer.status_code == 403, f"{method} {path} answers {answer.status_code}"


def test_no_change_hides_behind_a_get(wiring: Wiring) -> None:
    for method, path, handler in every_route(create_app(wiring)):
        needed = required_permissions(handler) or ()
        if method == "GET":
            assert all(p.value.endswith(":read") or p is Permission.TEAM_WRITE for p in needed), path
