"""How smooth the canvas is and how soon the first screen is there, in headless Chromium over loopback.

make bench ONLY=canvas                              all figures
.venv/bin/python backend/bench/canvas.py 200 pan    where the time goes while 200 nodes are panned
"""

import asyncio
import json
import os
import socket
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import scratch
from drawn import a_journey
from figures import Figure
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Route, async_playwright

from towpath.engine.document import as_document
from towpath.journeys import actions
from towpath.team.model import Role
from towpath.team.sessions import open_session
from towpath.team.store import add_user
from towpath.wiring import Wiring

ROOT = Path(__file__).resolve().parents[2]
SIZES = (50, 200, 1000)
# What the server takes; a larger journey is put into the page only.
MOST_SAVED = 500
FRAME_MS = 16.7
FIRST_SCREEN_MS, FIRST_SCREEN_KB = 700, 500
TIMES = 7
MOVES = 150

Act = Callable[[Page], Awaitable[int]]


@asynccontextmanager
async def _house() -> AsyncIterator[tuple[Wiring, str, str]]:
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
async def _browser() -> AsyncIterator[Browser]:
    sys.path.insert(0, str(ROOT))
    from tests.browser.chromium import launch_options

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        yield browser
        await browser.close()


async def _context(browser: Browser, address: str, cookie: str) -> BrowserContext:
    context = await browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    await context.add_cookies([{"name": "towpath", "value": cookie, "url": address}])
    return context


# ---- the first screen

_USABLE = """
(() => {
  const look = () => {
    const isThere = document.querySelector(SELECTOR) && !document.querySelector(".loading");
    if (isThere) requestAnimationFrame(() => { window.usableAt = performance.now(); });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


async def _first(browser: Browser, address: str, cookie: str, path: str, selector: str) -> dict[str, float]:
    """Open a page with an empty cache; tell when it was usable, and what came over the wire."""
    context = await _context(browser, address, cookie)
    await context.add_init_script(_USABLE.replace("SELECTOR", json.dumps(selector)))
    page = await context.new_page()
    wire = await context.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await wire.send("Network.enable")
    await page.goto(path)
    await page.wait_for_function("() => window.usableAt")
    usable, requests, transferred = await page.evaluate("window.usableAt"), len(sizes), sum(sizes)
    await context.close()
    return {"ms": usable, "kb": transferred / 1000, "requests": requests}


async def first_screen() -> list[Figure]:
    """Time until the screen can be used, kilobytes and requests, with an empty cache."""
    figures: list[Figure] = []
    async with _house() as (wiring, address, cookie), _browser() as browser:
        slug = await _draw(wiring, 50)
        screens = {"home": ("/", "main h1"), "canvas": (f"/journeys/{slug}", ".card-words")}
        for name, (path, selector) in screens.items():
            await _first(browser, address, cookie, path, selector)
            runs = [await _first(browser, address, cookie, path, selector) for _ in range(TIMES)]
            middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            figures += [
                Figure(f"canvas.first-screen.{name}", middle["ms"], "ms until usable", FIRST_SCREEN_MS),
                Figure(f"canvas.first-screen.{name}.transferred", middle["kb"], "KB", FIRST_SCREEN_KB),
                Figure(f"canvas.first-screen.{name}.requests", middle["requests"], "requests"),
            ]
    return figures


# ---- moving about

_WATCH = """
() => {
  const watch = window.watch = { frames: [], on: true, last: 0 };
  const tick = (now) => {
    if (watch.last) watch.frames.push(now - watch.last);
    watch.last = now;
    if (watch.on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
"""
_STOP = "() => { window.watch.on = false; return window.watch.frames; }"


async def _draw(wiring: Wiring, size: int) -> str:
    async with wiring.db.transaction() as conn:
        return await actions.create(conn, as_document(a_journey(min(size, MOST_SAVED))))


async def _open(context: BrowserContext, slug: str, size: int) -> Page:
    """Open a journey; one that the server would not take is laid under the page's request."""
    page = await context.new_page()
    if size > MOST_SAVED:

        async def larger(route: Route) -> None:
            answer = await route.fetch()
            body = await answer.json()
            body["document"] = a_journey(size)
            await route.fulfill(response=answer, json=body)

        await page.route("**/draft", larger)
    await page.goto(f"/journeys/{slug}")
    await page.locator(".card").first.wait_for()
    await page.wait_for_load_state("networkidle")
    return page


async def _sweep(page: Page, x: float, y: float, *, cancel: bool = False) -> int:
    """Press here, move to and fro, let go where it began; return the number of moves."""
    await page.mouse.move(x, y)
    await page.mouse.down()
    for n in range(MOVES):
        swing = 15 - abs((n + 15) % 60 - 30)
        await page.mouse.move(x + 12 * swing, y + 7 * swing)
    await page.mouse.move(x, y)
    if cancel:
        await page.keyboard.press("Escape")
    await page.mouse.up()
    return MOVES


async def pan(page: Page) -> int:
    at = await page.evaluate(_FREE_PLACE)
    return await _sweep(page, *at)


async def drag(page: Page) -> int:
    at = await page.evaluate(_SOME_CARD)
    return await _sweep(page, *at, cancel=True)


# A point of the pane with nothing on it, and the middle of the card nearest to the middle.
_FREE_PLACE = """
() => {
  const box = document.querySelector(".react-flow__pane").getBoundingClientRect();
  for (let d = 0; d < 400; d += 7)
    for (const [sx, sy] of [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1]]) {
      const [x, y] = [box.x + box.width / 2 + sx * d, box.y + box.height / 2 + sy * d];
      if (document.elementFromPoint(x, y)?.classList.contains("react-flow__pane")) return [x, y];
    }
  return [box.x + 20, box.y + 20];
}
"""
_SOME_CARD = """
() => {
  const [mx, my] = [innerWidth / 2, innerHeight / 2];
  const boxes = [...document.querySelectorAll(".card")].map((node) => node.getBoundingClientRect());
  const away = (box) => Math.hypot(box.x + box.width / 2 - mx, box.y + box.height / 2 - my);
  const box = boxes.sort((a, b) => away(a) - away(b))[0];
  return [box.x + box.width / 2, box.y + box.height / 2];
}
"""


async def insert(page: Page) -> int:
    """Add steps after the first one, by keys."""
    for _ in range(5):
        await page.locator("[data-canvas-tree]").focus()
        for key in ("Home", "+"):
            await page.keyboard.press(key)
        await page.get_by_role("dialog").get_by_role("combobox").fill("Tag")
        await page.keyboard.press("Enter")
        await page.get_by_role("dialog").wait_for(state="hidden")
        await page.keyboard.press("Escape")
    await page.wait_for_load_state("networkidle")
    return 5


async def write(page: Page) -> int:
    """Type into a setting: each key is a change of the document."""
    await page.locator("[data-canvas-tree]").focus()
    await page.keyboard.press("Home")
    await page.locator('[role=treeitem][aria-label^="Wait"]').first.click()
    field = page.get_by_role("spinbutton").or_(page.get_by_role("textbox", name="Amount")).first
    await field.focus()
    for digit in "1234512345":
        await page.keyboard.press("Control+a")
        await page.keyboard.press(digit)
    await page.wait_for_load_state("networkidle")
    return 10


MOVES_OF: dict[str, Act] = {"pan": pan, "drag": drag}
EDITS: dict[str, Act] = {"insert": insert, "write": write}
ACTS = MOVES_OF | EDITS


async def _cost(wire: CDPSession) -> float:
    """Return the milliseconds that the page's main thread has worked so far."""
    metrics = (await wire.send("Performance.getMetrics"))["metrics"]
    return next(m["value"] for m in metrics if m["name"] == "TaskDuration") * 1000


async def _measure(page: Page, wire: CDPSession, act: Act) -> dict[str, float]:
    await page.evaluate(_WATCH)
    before = await _cost(wire)
    moves = await act(page)
    spent = await _cost(wire) - before
    frames = sorted(await page.evaluate(_STOP))
    return {"frame": frames[int(len(frames) * 0.95)], "work": spent / moves}


async def moving() -> list[Figure]:
    """Frames and main-thread time while panning and dragging, at 100 % and with all in view; the cost of edits."""
    figures: list[Figure] = []
    async with _house() as (wiring, address, cookie), _browser() as browser:
        for size in SIZES:
            slug = await _draw(wiring, size)
            context = await _context(browser, address, cookie)
            page = await _open(context, slug, size)
            wire = await context.new_cdp_session(page)
            await wire.send("Performance.enable")
            for zoom, key in (("whole", "1"), ("100", "0")):
                await page.locator("[data-canvas-tree]").focus()
                await page.keyboard.press("Home")
                await page.keyboard.press(key)
                for name, act in MOVES_OF.items():
                    await _measure(page, wire, act)
                    done = await _measure(page, wire, act)
                    of = f"canvas.{size}.{name}.{zoom}"
                    figures.append(Figure(f"{of}.frame-p95", done["frame"], "ms", FRAME_MS))
                    figures.append(Figure(f"{of}.work-per-move", done["work"], "ms"))
            for name, act in EDITS.items() if size <= MOST_SAVED else ():
                done = await _measure(page, wire, act)
                figures.append(Figure(f"canvas.{size}.{name}.work-each", done["work"], "ms"))
            await context.close()
    return figures


# ---- where the time goes


async def profile(size: int, name: str) -> None:
    """Print the functions in which most time is spent during an act."""
    async with _house() as (wiring, address, cookie), _browser() as browser:
        slug = await _draw(wiring, size)
        context = await _context(browser, address, cookie)
        page = await _open(context, slug, size)
        wire = await context.new_cdp_session(page)
        await wire.send("Profiler.enable")
        await ACTS[name](page)
        await wire.send("Profiler.start")
        moves = await ACTS[name](page)
        found = (await wire.send("Profiler.stop"))["profile"]
        await context.close()
    for spent, where in _by_function(found)[:25]:
        print(f"{spent / moves:8.3f} ms each  {where}")


def _by_function(found: dict[str, Any]) -> list[tuple[float, str]]:
    frames = {node["id"]: node["callFrame"] for node in found["nodes"]}
    spent: dict[str, float] = {}
    for node, took_us in zip(found["samples"], found["timeDeltas"], strict=True):
        frame = frames[node]
        where = (
            f"{frame['functionName'] or '(anonymous)'} {Path(frame['url']).name}:{frame['lineNumber'] + 1}"
        )
        spent[where] = spent.get(where, 0) + took_us / 1000
    return sorted(((ms, where) for where, ms in spent.items()), reverse=True)


if __name__ == "__main__":
    asyncio.run(profile(int(sys.argv[1]), sys.argv[2]))
