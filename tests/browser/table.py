"""The journey on the table, as a hand or a keyboard meets it: cards, pluses, ports, settings."""

import re
from typing import Any

import httpx
from playwright.async_api import Locator, Page, expect

_SAVED = re.compile(r"^(All saved|Saved )")


class Table:
    """The builder in a page. Steps are called by their keys, which come from their types."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cards = page.get_by_role("treeitem")
        self.palette = page.get_by_role("complementary", name="Steps to add")
        self.settings = page.get_by_role("complementary", name="Settings of the step")
        self.bar = page.locator(".builder-bar")

    def card(self, key: str) -> Locator:
        return self.page.locator(f'[role=treeitem][data-key="{key}"]')

    def plus(self, key: str, port: str = "next") -> Locator:
        """The plus below a port: on its edge, or at its open end."""
        return self.page.locator(f'[data-plus="{key}/{port}"]')

    def port(self, key: str, port: str = "next") -> Locator:
        """The dot from which one draws a connection."""
        return self.page.locator(f'[data-port="{key}/{port}"]')

    def button(self, name: str) -> Locator:
        return self.bar.get_by_role("button", name=name)

    async def open(self, slug: str) -> None:
        await self.page.goto(f"/journeys/{slug}")
        await self.is_there()

    async def is_there(self) -> None:
        await expect(self.bar.get_by_role("button", name="Canvas")).to_be_visible()
        await expect(
            self.cards.first.or_(self.page.get_by_text("What starts this journey?")).first
        ).to_be_visible()

    async def drag(self, what: Locator, to: Locator, *, beside: Locator | None = None) -> None:
        """Press in the middle of one thing, move to the middle of another, let go.

        The view may move while one drags: with `beside`, a card that stays, the hand follows.
        """
        await self.reach(to)
        start, end = await _middle(what), await _middle(to)
        before = await _middle(beside or to)
        await self.page.mouse.move(*start)
        await self.page.mouse.down()
        await self.page.mouse.move(*end, steps=6)
        if beside is not None:
            now = await _middle(beside)
            await self.page.mouse.move(end[0] + now[0] - before[0], end[1] + now[1] - before[1], steps=2)
        await self.page.mouse.up()

    async def reach(self, what: Locator) -> None:
        """Turn the wheel until it lies well inside the canvas."""
        x, y = await _middle(what)
        if 400 < x < 1000 and 120 < y < 640:
            return
        await self.page.mouse.move(700, 400)
        await self.page.mouse.wheel(x - 700, y - 400)

    async def drag_in(self, label: str, after: str, port: str = "next") -> None:
        """Drag a step out of the palette onto a plus."""
        item = self.palette.get_by_role("button", name=label)
        await self.drag(item, self.plus(after, port), beside=self.card(after))

    async def insert(self, label: str, after: str, port: str = "next") -> None:
        """Press a plus and click a step in the list."""
        await self.reach(self.plus(after, port))
        await self.plus(after, port).click()
        await (
            self.page.get_by_role("dialog", name="Choose what comes here")
            .get_by_role("option", name=label)
            .click()
        )

    async def choose(self, label: str, option: str) -> None:
        """Choose from the list of a field in the open settings, by clicks alone."""
        await self.settings.get_by_role("combobox", name=label).click()
        await self.page.get_by_role("option", name=option).filter(visible=True).first.click()

    async def ask_for_tag(self, tag: str) -> None:
        """Set the open question to “Has the tag …?”, by clicks alone."""
        await self.settings.get_by_role("button", name="Set the condition").click()
        await self.settings.get_by_role("button", name="Add a test").click()
        await self.page.get_by_role("menuitem", name=re.compile("tag", re.IGNORECASE)).first.click()
        await self.choose("Tag", tag)
        await self.settings.get_by_role("button", name="Done").click()

    async def undo(self) -> None:
        await self.bar.get_by_role("button", name="Undo").click()

    async def redo(self) -> None:
        await self.bar.get_by_role("button", name="Redo").click()

    async def problems(self, count: int) -> None:
        """Wait until the bar counts so many problems."""
        await expect(self.bar.locator(".problems-button .count")).to_have_text(str(count))

    async def has(self, *keys: str) -> None:
        """Wait until these steps, and no others, are on the table."""
        await expect(self.cards).to_have_count(len(keys))
        for key in keys:
            await expect(self.card(key)).to_have_count(1)

    async def is_saved(self) -> None:
        await expect(self.page.locator(".saved-text")).to_have_text(_SAVED)


# A panel that opens moves what is on the table a moment later: stand still for so many frames.
_STILL = """
(element) => new Promise((resolve) => {
  let [before, frames] = ["", 0];
  const look = () => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const now = `${x} ${y} ${width} ${height}`;
    frames = now === before ? frames + 1 : 0;
    before = now;
    if (frames < 10) requestAnimationFrame(look);
    else resolve([x + width / 2, y + height / 2]);
  };
  look();
})
"""


async def _middle(what: Locator) -> tuple[float, float]:
    x, y = await what.evaluate(_STILL)
    return x, y


async def draft(api: httpx.AsyncClient, slug: str) -> dict[str, Any]:
    """Return the draft as the server has it."""
    return (await api.get(f"/api/v1/journeys/{slug}/draft")).json()["document"]


def edges(document: dict[str, Any]) -> set[str]:
    """Return the connections, each as `from:port>to`."""
    return {f"{edge['from']}:{edge['port']}>{edge['to']}" for edge in document["edges"]}
