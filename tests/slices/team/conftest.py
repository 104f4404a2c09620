"""People and programs who talk to one app."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from litestar import Litestar

from towpath.app import create_app
from towpath.kit.ids import UserId
from towpath.team.keys import add_key
from towpath.team.passwords import hashed
from towpath.team.sessions import open_session
from towpath.team.store import add_user
from towpath.web.roles import Role
from towpath.wiring import Wiring

PASSWORD = "a towpath along the water"

Person = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
def app(wiring: Wiring) -> Litestar:
    return create_app(wiring)


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """Makes clients that nobody signed in, each from its own machine if told so."""
    async with AsyncExitStack() as stack:
        made: list[httpx.AsyncClient] = []

        def make(address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app=app, client=(address, 1234), raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url="http://towpath.test", headers=headers)
            stack.push_async_callback(client.aclose)
            made.append(client)
            return client

        yield make


@pytest.fixture
def account(wiring: Wiring) -> Callable[..., Awaitable[UserId]]:
    """Makes accounts with the password PASSWORD."""

    async def make(email: str, role: Role = Role.EDITOR) -> UserId:
        password_hash = await hashed(PASSWORD)
        async with wiring.db.transaction() as conn:
            user_id = await add_user(conn, email=email, name=email, password_hash=password_hash, role=role)
        assert user_id is not None
        return user_id

    return make


@pytest.fixture
def signed_in(wiring: Wiring, visitor: Callable[..., httpx.AsyncClient]) -> Person:
    """Makes browsers in which a person of some role is signed in."""

    async def make(role: Role, email: str = "") -> httpx.AsyncClient:
        async with wiring.db.transaction() as conn:
            user_id = await add_user(
                conn, email=email or f"{role}@towpath.test", name=role, password_hash="not a hash", role=role
            )
            assert user_id is not None
            session = await open_session(conn, user_id)
        client = visitor(**{"X-CSRF-Token": session.csrf_token})
        client.cookies.set("towpath", session.token)
        return client

    return make


@pytest.fixture
def program(wiring: Wiring, visitor: Callable[..., httpx.AsyncClient]) -> Person:
    """Makes programs with an API key of some scopes."""

    async def make(*scopes: str) -> httpx.AsyncClient:
        async with wiring.db.transaction() as conn:
            _, key = await add_key(
                conn, name="program", scopes=list(scopes), expires_at=None, created_by=None
            )
        return visitor(Authorization=f"Bearer {key}")

    return make
