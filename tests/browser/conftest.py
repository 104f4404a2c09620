"""A real Chromium before a real Towpath. One browser per run, one house and fresh pages for each test.

All of it lives on one event loop for the whole session: a browser cannot move to another.
"""

import contextlib
import os
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright, expect
from pytest_asyncio import fixture, is_async_test
from tests.browser.chromium import launch_options
from tests.browser.house import House, running_house
from tests.browser.shop import Shop
from tests.browser.watching import Complaints
from tests.conftest import TEMPLATE, url_of

from towpath.embedded import Servers
from towpath.team.model import Role

Visit = Callable[..., Coroutine[Any, Any, Page]]

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
_HERE = Path(__file__).parent
_PATIENCE_MS = 10_000


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Remember that a test failed, for whoever takes its last picture."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder on the session's loop, where the browser lives."""
    for item in items:
        if item.path.is_relative_to(_HERE) and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=_PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        yield browser
        await browser.close()


@asynccontextmanager
async def visiting(browser: Browser, house: House) -> AsyncIterator[tuple[Visit, Complaints]]:
    """Yield what opens pages of a house, and what they complain of; pages close at the end."""
    contexts: list[BrowserContext] = []
    complaints = Complaints(house.address)

    async def open_page(
        path: str = "/", *, role: Role | None = Role.OWNER, name: str = "", phone: bool = False, dark: bool = False,
        beside: Page | None = None, **more: Any,
    ) -> Page:  # fmt: skip
        if beside is None:
            context = await browser.new_context(
                base_url=house.address, viewport=PHONE if phone else DESKTOP, has_touch=phone, is_mobile=phone,
                color_scheme="dark" if dark else "light", locale="en-GB", timezone_id="Europe/Berlin",
                **{"reduced_motion": "reduce", **more},
            )  # fmt: skip
            contexts.append(context)
            context.set_default_timeout(_PATIENCE_MS)
            await complaints.watch(context)
            if role is None:
                # Pages ask who is signed in; that nobody is, is an answer.
                complaints.expect("status of 401 .*/session", "status of 404 .*/setup")
            else:
                session = await house.session(role, name)
                await context.add_cookies([{"name": "towpath", "value": session.token, "url": house.address}])
        else:
            context = beside.context
        page = await context.new_page()
        await page.goto(path)
        return page

    yield open_page, complaints
    for context in contexts:
        await context.close()


async def keep_pictures(browser: Browser, test: pytest.Item) -> None:
    """Save what the pages of a failed test showed in the end: shots/failed/."""
    if _FAILED not in test.stash:
        return
    folder = test.config.rootpath / "shots" / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    for n, page in enumerate(page for context in browser.contexts for page in context.pages):
        with contextlib.suppress(Error):
            await page.screenshot(
                path=folder / f"{re.sub(r'[^a-z0-9-]+', '-', test.name)}-{n}.png", timeout=3000
            )


def fail_by(complaints: Complaints) -> None:
    if left := complaints.take():
        pytest.fail("The browser complains:\n" + "\n".join(left), pytrace=False)


@fixture(loop_scope="session")
async def house(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A running Towpath with nobody and nothing in it."""
    async with running_house(database_url, redis_url, tmp_path) as house:
        yield house


@fixture(loop_scope="session")
async def visits(
    browser: Browser, house: House, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Visit, Complaints]]:
    async with visiting(browser, house) as (visit, complaints):
        yield visit, complaints
        await keep_pictures(browser, request.node)
        fail_by(complaints)


@fixture(loop_scope="session")
def visit(visits: tuple[Visit, Complaints]) -> Visit:
    """Open a page: `await visit("/journeys", role=Role.VIEWER, phone=True, dark=True)`; `role=None`: nobody;
    `beside=page`: in another tab of the same browser."""
    return visits[0]


@fixture(loop_scope="session")
def complaints(visits: tuple[Visit, Complaints]) -> Complaints:
    """What the pages complain of; what the test does not expect fails it."""
    return visits[1]


@fixture(loop_scope="session")
async def page(visit: Visit) -> Page:
    """The home screen on a desktop, seen by the owner."""
    return await visit()


@fixture(loop_scope="session")
async def api(house: House) -> httpx.AsyncClient:
    """The API without a browser, signed in as the owner; base address is the house's."""
    return await house.api()


@fixture(scope="session", loop_scope="session")
async def shop(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A shop with people, mail and journeys that run: one for all tests that only look."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 16
    name = f"t_shop_{os.getpid()}"
    admin = await asyncpg.connect(servers.database_url)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    redis = servers.redis_url.removesuffix("/0")
    redis += f"?db={number}" if redis.startswith("unix:") else f"/{number}"
    async with running_house(url_of(servers, name), redis, tmp_path_factory.mktemp("shop")) as house:
        await Shop(await house.api(), house.wiring).fill(people=60, days=3)
        yield house
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


@fixture(loop_scope="session")
async def look(browser: Browser, shop: House, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Open a page of the shop, as `visit` does."""
    async with visiting(browser, shop) as (visit, complaints):
        yield visit
        await keep_pictures(browser, request.node)
        fail_by(complaints)
