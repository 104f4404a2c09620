"""What an installation says about itself to whoever watches over it."""

from dataclasses import replace

import httpx
from litestar import Litestar
from sqlalchemy import text

from towpath.app import create_app
from towpath.kit.db import Database
from towpath.wiring import Wiring


async def ask(app: Litestar, path: str) -> httpx.Response:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://towpath.test"
    ) as client:
        return await client.get(path)


async def test_all_well(wiring: Wiring) -> None:
    app = create_app(wiring)

    assert (await ask(app, "/health")).json() == {"status": "alive"}
    assert (await ask(app, "/ready")).json() == {"status": "ready", "problems": []}


async def test_without_redis_it_works_but_says_so(wiring: Wiring) -> None:
    settings = replace(wiring.settings, redis_url="redis://127.0.0.1:9/0")

    answer = await ask(create_app(replace(wiring, settings=settings)), "/ready")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert "Redis" in answer.json()["problems"][0]


async def test_without_the_database_it_lives_but_is_not_ready(wiring: Wiring) -> None:
    away = Database("postgresql://x@/x?host=/tmp/no-such-folder")
    app = create_app(replace(wiring, db=away))

    assert (await ask(app, "/health")).status_code == 200
    answer = await ask(app, "/ready")

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "/database"
    await away.close()


async def test_an_old_schema_is_named_with_the_remedy(wiring: Wiring) -> None:
    async with wiring.db.transaction() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    answer = await ask(create_app(wiring), "/ready")

    assert answer.status_code == 503
    assert "towpath migrate" in answer.json()["detail"]


async def test_a_watcher_may_ask_for_the_head_only(wiring: Wiring) -> None:
    app = create_app(wiring)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://towpath.test"
    ) as client:
        for path in ("/health", "/ready", "/", "/static/css/base.css"):
            assert (await client.head(path)).status_code == 200
