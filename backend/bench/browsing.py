"""A Towpath and a headless Chromium, each a program of its own, for what is measured in a browser."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import scratch
from drawn import a_journey
from playwright.async_api import Browser, BrowserContext, async_playwright

from towpath.engine.document import as_document
from towpath.journeys import actions
from towpath.team.model import Role
from towpath.team.sessions import open_session
from towpath.team.store import add_user
from towpath.wiring import Wiring

ROOT = Path(__file__).resolve().parents[2]
# What the server takes; a larger journey is put into the page only.
MOST_SAVED = 500


@asynccontextmanager
async def a_house() -> AsyncIterator[tuple[Wiring, str, str]]:
    """Run the API as a program of its own; yield the wiring, its address and an owner's cookie."""
    async with scratch.installation() as wiring:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        settings = wiring.settings
        env = os.environ | {
            "TOWPATH_DATABASE_URL": settings.database_url, "TOWPATH_REDIS_URL": settings.redis_url,
            "TOWPATH_DATA_DIR": str(settings.data_dir), "TOWPATH_PORT": str(port),
            "TOWPATH_LOG_LEVEL": "warning", "TOWPATH_SECRET_KEY": settings.secret_key,
        }  # fmt: skip
        server = await asyncio.create_subprocess_exec(sys.executable, "-m", "towpath.cli", "serve", env=env)
        try:
            await _until_it_listens(port)
            async with wiring.db.transaction() as conn:
                owner = await add_user(
                    conn, email="o@example.com", name="Olga", password_hash="none", role=Role.OWNER
                )
                cookie = (await open_session(conn, owner)).token
            yield wiring, f"http://127.0.0.1:{port}", cookie
        finally:
            server.terminate()
            await server.wait()


async def _until_it_listens(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    sys.path.insert(0, str(ROOT))
    from tests.browser.chromium import launch_options

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        yield browser
        await browser.close()


async def a_context(browser: Browser, address: str, cookie: str) -> BrowserContext:
    context = await browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    await context.add_cookies([{"name": "towpath", "value": cookie, "url": address}])
    return context


async def draw(wiring: Wiring, size: int) -> str:
    async with wiring.db.transaction() as conn:
        return await actions.create(conn, as_document(a_journey(min(size, MOST_SAVED))))
