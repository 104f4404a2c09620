"""The app object for servers that only know a module's name."""

import asyncio
from pathlib import Path

import httpx
import pytest

from towpath.asgi import app


async def test_it_connects_at_start_and_answers_until_the_end(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("DATABASE_URL", database_url),
        ("REDIS_URL", redis_url),
        ("DATA_DIR", str(tmp_path)),
    ):
        monkeypatch.setenv(f"TOWPATH_{name}", value)
    said: asyncio.Queue[str] = asyncio.Queue()
    asked: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def send(message: dict[str, str]) -> None:
        said.put_nowait(message["type"])

    server = asyncio.create_task(app({"type": "lifespan"}, asked.get, send))  # type: ignore[arg-type]
    asked.put_nowait({"type": "lifespan.startup"})
    assert await said.get() == "lifespan.startup.complete"

    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8020") as client:
        assert (await client.get("/ready")).json()["status"] == "ready"

    asked.put_nowait({"type": "lifespan.shutdown"})
    assert await said.get() == "lifespan.shutdown.complete"
    await server
