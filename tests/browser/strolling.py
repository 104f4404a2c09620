"""From screen to screen as by clicks: the page stays and nothing is fetched twice, so that all screens take seconds."""

import asyncio
from typing import Final

from playwright.async_api import Page, Request

_GO: Final = """
(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}
"""
# A new screen asks for its data a frame after it is drawn.
_LOADED: Final = """
() => new Promise((resolve) => {
  let frames = 0;
  const look = () => {
    const isThere = document.querySelector("main > *") && !document.querySelector(".loading");
    frames = isThere ? frames + 1 : 0;
    if (frames < 4) requestAnimationFrame(look);
    else resolve();
  };
  look();
})
"""
_PATIENCE_S: Final = 10


class Stroll:
    """A page in which one goes on by address. Nothing there may be unsaved."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._asked: set[Request] = set()
        self._calm = asyncio.Event()
        self._calm.set()
        page.on("request", self._ask)
        page.on("requestfinished", self._hear)
        page.on("requestfailed", self._hear)

    async def to(self, path: str) -> None:
        """Open a screen."""
        await self.is_there()
        await self.page.evaluate(_GO, path)
        await self.is_there()

    async def is_there(self) -> None:
        """Wait until the screen has all that it asked for."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                await self._calm.wait()
                await self.page.evaluate(_LOADED)
                if self._calm.is_set():
                    return

    def _ask(self, request: Request) -> None:
        self._asked.add(request)
        self._calm.clear()

    def _hear(self, request: Request) -> None:
        self._asked.discard(request)
        if not self._asked:
            self._calm.set()
