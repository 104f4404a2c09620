"""Real PostgreSQL, real Redis: one embedded server for the run, one freshly cloned database for each test.

TOWPATH_TEST_DATABASE_URL and TOWPATH_TEST_REDIS_URL name other servers instead; the user must be allowed to create
databases, and the sixteen Redis databases are emptied.
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest
import redis.asyncio
from litestar import Litestar

from towpath import migrate
from towpath.app import create_app
from towpath.embedded import Servers
from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.settings import Settings
from towpath.team.model import Role
from towpath.team.sessions import open_session
from towpath.team.store import add_user
from towpath.wiring import Wiring, wired

TEMPLATE = "towpath_template"
GIVEN_DATABASE = os.environ.get("TOWPATH_TEST_DATABASE_URL", "")
GIVEN_REDIS = os.environ.get("TOWPATH_TEST_REDIS_URL", "")


class TestServers(Servers):
    """The embedded servers, or those that the environment names."""

    __test__ = False

    @property
    def database_url(self) -> str:
        return GIVEN_DATABASE or super().database_url

    @property
    def redis_url(self) -> str:
        return GIVEN_REDIS or super().redis_url

    def start_missing(self) -> None:
        if not GIVEN_DATABASE:
            self.start_postgres(durable=False)
        if not GIVEN_REDIS:
            self.start_valkey()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The embedded servers, shared by all xdist workers; the last one out stops them."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"towpath-tests-{run[:12]}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    servers = TestServers(folder)
    with _locked(folder / "lock") as users:
        servers.start_missing()
        if _count(users, +1) == 1:
            asyncio.run(_make_template(servers))
    yield servers
    with _locked(folder / "lock") as users:
        last = _count(users, -1) == 0
        if last:
            servers.stop_valkey()
            servers.stop_postgres("immediate")
    if last:
        shutil.rmtree(folder, ignore_errors=True)


class _locked:  # noqa: N801
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Path:
        self.file = self.path.open("w")
        fcntl.flock(self.file, fcntl.LOCK_EX)
        return self.path.with_suffix(".users")

    def __exit__(self, *_: object) -> None:
        self.file.close()


def _count(path: Path, by: int) -> int:
    count = int(path.read_text() if path.exists() else 0) + by
    path.write_text(str(count))
    return count


async def _make_template(servers: Servers) -> None:
    admin = await asyncpg.connect(servers.database_url)
    await admin.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
    await admin.execute(f"CREATE DATABASE {TEMPLATE}")
    await admin.close()
    db = Database(url_of(servers, TEMPLATE))
    await migrate.upgrade(db)
    await db.close()


def url_of(servers: Servers, name: str) -> str:
    parts = urlsplit(servers.database_url)
    # By hand: an address without a host, as that of a Unix socket, would lose its slashes.
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


@pytest.fixture
async def database_url(servers: Servers, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A database of this test alone."""
    name = f"t_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**9}"
    admin = await asyncpg.connect(servers.database_url)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    yield url_of(servers, name)
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


@pytest.fixture
async def redis_url(servers: Servers) -> str:
    """Redis, emptied: one database per xdist worker."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 16
    url = servers.redis_url.removesuffix("/0")
    url += f"?db={number}" if url.startswith("unix:") else f"/{number}"
    async with redis.asyncio.from_url(url) as client:
        await client.flushdb()
    return url


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def wiring(
    database_url: str, redis_url: str, clock: FixedClock, tmp_path: Path
) -> AsyncIterator[Wiring]:
    settings = Settings(
        database_url=database_url, redis_url=redis_url, data_dir=tmp_path, secret_key="x" * 40,
        public_url="http://towpath.test",
    )  # fmt: skip
    async with wired(settings, clock=clock, pool_size=5) as wiring:
        yield wiring


@pytest.fixture
def db(wiring: Wiring) -> Database:
    return wiring.db


@pytest.fixture
async def anon(wiring: Wiring) -> AsyncIterator[httpx.AsyncClient]:
    """A client that nobody signed in, in-process."""
    async with browser(create_app(wiring)) as client:
        yield client


@pytest.fixture
async def client(wiring: Wiring) -> AsyncIterator[httpx.AsyncClient]:
    """A client that the owner signed in, in-process."""
    async with wiring.db.transaction() as conn:
        owner = await add_user(
            conn, email="owner@towpath.test", name="Olga Owner", password_hash="not a hash", role=Role.OWNER
        )  # fmt: skip
        assert owner is not None
        session = await open_session(conn, owner)
    async with browser(create_app(wiring)) as client:
        client.cookies.set("towpath", session.token)
        client.headers["X-CSRF-Token"] = session.csrf_token
        yield client


def browser(app: Litestar) -> httpx.AsyncClient:
    """Return an HTTP client that talks to `app` without a network."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://towpath.test")
