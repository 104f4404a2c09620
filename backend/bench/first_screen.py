"""How soon the first screen is there, and what comes over the wire for it: a fresh browser, over loopback."""

import json
import statistics

from browsing import a_browser, a_context, a_house, draw
from figures import Figure
from playwright.async_api import Browser

FIRST_SCREEN_MS, FIRST_SCREEN_KB = 700, 500
TIMES = 7

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
    context = await a_context(browser, address, cookie)
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
    async with a_house() as (wiring, address, cookie), a_browser() as browser:
        slug = await draw(wiring, 50)
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
