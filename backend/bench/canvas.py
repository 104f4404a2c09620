"""How smooth the canvas is, in headless Chromium.

make bench ONLY=canvas                              all figures, with those of the first screen
.venv/bin/python backend/bench/canvas.py 200 pan    where the time goes while 200 nodes are panned
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from browsing import MOST_SAVED, a_browser, a_context, a_house, draw
from drawn import a_journey
from figures import Figure
from playwright.async_api import BrowserContext, CDPSession, Page, Route

SIZES = (50, 200, 1000)
FRAME_MS = 16.7
MOVES = 150

Act = Callable[[Page], Awaitable[int]]

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
    # Cards out of sight are not in the page, so one walks there.
    while not await page.locator("[role=treeitem][aria-selected=true]", has_text="Wait").count():
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
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
    async with a_house() as (wiring, address, cookie), a_browser() as browser:
        for size in SIZES:
            slug = await draw(wiring, size)
            context = await a_context(browser, address, cookie)
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
    async with a_house() as (wiring, address, cookie), a_browser() as browser:
        slug = await draw(wiring, size)
        context = await a_context(browser, address, cookie)
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
