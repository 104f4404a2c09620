"""Real PostgreSQL, real Redis: one embedded server for the run, one freshly cloned database for each test."""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio
from towpath import migrate
from towpath.embedded import Servers
from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.settings import Settings
from towpath.wiring import Wiring, wired

TEMPLATE = "towpath_template"


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The embedded servers, shared by all xdist workers; the last one out stops them."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"towpath-tests-{run[:12]}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    servers = Servers(folder)
    with _locked(folder / "lock") as users:
        servers.start(durable=False)
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
    await admin.execute(f"CREATE DATABASE {TEMPLATE}")
    await admin.close()
    db = Database(url_of(servers, TEMPLATE))
    await migrate.upgrade(db)
    await db.close()


def url_of(servers: Servers, name: str) -> str:
    return servers.database_url.replace("/towpath?", f"/{name}?")


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
async def redis_url(servers: Servers) -> AsyncIterator[str]:
    """Redis, emptied: one database per xdist worker."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 16
    url = f"{servers.redis_url}?db={number}"
    async with redis.asyncio.from_url(url) as client:
        await client.flushdb()
    yield url


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
