"""Every screen and main dialog, and how one gets there: for the pictures (`make shots`) and for axe."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from playwright.async_api import Page, Request

_REST_S: Final = 0.2
_PATIENCE_S: Final = 15
_STILL: Final = """
() => !document.querySelector(".loading") && document.getAnimations().every((one) => one.playState !== "running")
"""
Steps = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """`name` names the picture; `steps` open what does not open by itself."""

    name: str
    path: str
    steps: Steps | None = None
    signed_in: bool = True

    async def open(self, page: Page) -> None:
        """Go there as if for the first time, and wait until everything is."""
        traffic = Traffic(page)
        await page.add_init_script("if (origin !== 'null') localStorage.clear()")
        await page.goto(self.path)
        await traffic.settled()
        if self.steps is not None:
            await self.steps(page)
            await traffic.settled()


class Traffic:
    """Knows when a page has nothing more to load and nothing moves."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: set[Request] = set()
        self._changed = 0.0
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        self._open.add(request)
        self._changed = monotonic()

    def _end(self, request: Request) -> None:
        self._open.discard(request)
        self._changed = monotonic()

    async def settled(self) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while self._open or monotonic() - self._changed < _REST_S:  # noqa: ASYNC110 - the browser tells
                await asyncio.sleep(0.02)
        await self._page.wait_for_function(_STILL)


def click(*names: str) -> Steps:
    """Click one button, link, tab or menu item after the other."""

    async def steps(page: Page) -> None:
        for name in names:
            found = page.get_by_role("button", name=name)
            for role in ("link", "tab", "menuitem"):
                found = found.or_(page.get_by_role(role, name=name))  # type: ignore[arg-type]
            await found.filter(visible=True).first.click()

    return steps


def card(key: str, *names: str) -> Steps:
    """Open the settings of a step, on the canvas or in the outline, then click."""

    async def steps(page: Page) -> None:
        if await page.get_by_role("button", name="See all").is_visible():
            await click("See all")(page)
        await page.locator(f'[role=treeitem]:is([data-key="{key}"], [data-row="step {key}"])').click()
        await page.get_by_role("complementary", name="Settings of the step").wait_for()
        await click(*names)(page)

    return steps


def more(*names: str) -> Steps:
    """Choose from the builder's menu of everything else."""

    async def steps(page: Page) -> None:
        await page.locator(".builder-bar").get_by_role("button", name="More").click()
        await click(*names)(page)

    return steps


async def plus(page: Page) -> None:
    in_outline = page.locator('[data-row="step joins"]').get_by_role("button", name="Add a step")
    await page.locator('[data-plus="joins/next"]').or_(in_outline).first.click()


async def canvas(page: Page) -> None:
    """A phone begins with the outline."""
    await page.locator(".builder-bar").get_by_role("button", name="Canvas").click()


async def trial(page: Page) -> None:
    await click("Test")(page)
    await page.get_by_role("combobox", name="Who").fill("emma")
    await page.get_by_role("option").filter(visible=True).first.click()
    await page.get_by_role("button", name="Play", exact=True).click()
    await page.locator(".trial-result").get_by_text("Wait").first.wait_for()


async def people(page: Page) -> None:
    await click("Numbers")(page)
    here = page.locator('[data-key="two-days"] [data-people]')
    if await page.locator(".canvas").is_visible():
        await here.click()
    else:
        await more("People in this journey")(page)
    await page.get_by_role("dialog").wait_for()


_WELCOME, _DRAFT, _UNFINISHED = (
    "/journeys/welcome-series",
    "/journeys/lead-nurture",
    "/journeys/autumn-letter",
)
DOOR: Final = (
    Scene("sign-in", "/sign-in", signed_in=False),
    Scene("setup", "/setup", signed_in=False),
    Scene("set-password", "/set-password", signed_in=False),
)
SCREENS: Final = (
    Scene("home", "/"),
    Scene("journeys", "/journeys"),
    Scene("canvas", _WELCOME, canvas),
    Scene("canvas-draft", _DRAFT),
    Scene("canvas-unfinished", _UNFINISHED, click("Problems")),
    Scene("canvas-numbers", _WELCOME, click("Numbers")),
    Scene("canvas-outline", _DRAFT, click("Outline")),
    Scene("canvas-version", f"{_WELCOME}?version=1"),
    Scene("canvas-compare", f"{_WELCOME}?compare=1..draft"),
    Scene("gallery", "/gallery"),
    Scene("gallery-template", "/gallery/welcome-series"),
    Scene("contacts", "/contacts"),
    Scene("contacts-import", "/contacts/import"),
    Scene("contact", "/contacts/7"),
    Scene("segments", "/segments"),
    Scene("segment", "/segments/regulars-in-germany"),
    Scene("segment-list", "/segments/members-of-the-book-club"),
    Scene("messages", "/messages"),
    Scene("message", "/messages/welcome-hello"),
    Scene("message-new", "/messages/new"),
    Scene("mailbox", "/mailbox"),
    Scene("mail", "/mailbox/1"),
    Scene("settings", "/settings"),
    *(
        Scene(f"settings-{tab}", f"/settings/{tab}")
        for tab in ("people", "keys", "topics", "attributes", "mail", "you")
    ),
    Scene("api-docs", "/docs"),
    Scene("not-found", "/gallery/no/such"),
)
DIALOGS: Final = (
    Scene("journey-new", "/journeys", click("New journey")),
    Scene("import-plan", "/gallery/win-back-series", click("Use this template")),
    Scene("canvas-plus", _WELCOME, plus),
    Scene("canvas-settings", _WELCOME, card("hello")),
    Scene("canvas-condition", _WELCOME, card("bought", "Change the condition")),
    Scene("canvas-condition-large", _WELCOME, card("bought", "Change the condition", "Open larger")),
    Scene("canvas-message", _WELCOME, card("hello", "Edit this message")),
    Scene("canvas-trial", _WELCOME, trial),
    Scene("canvas-people", _WELCOME, people),
    Scene("canvas-publish", _DRAFT, click("Publish")),
    Scene("canvas-publish-next", _WELCOME, click("Publish")),
    Scene("canvas-publish-not-yet", _UNFINISHED, click("Publish")),
    Scene("canvas-versions", _WELCOME, more("Versions")),
    Scene("canvas-picture", _DRAFT, more("Picture or print")),
    Scene("canvas-keys", _DRAFT, more("Keyboard shortcuts")),
    Scene("contact-add", "/contacts", click("Add a contact")),
    Scene("segment-new", "/segments", click("New segment")),
    Scene("message-test", "/messages/welcome-hello", click("Send a test")),
    Scene("message-versions", "/messages/welcome-hello", click("Versions")),
    Scene("settings-invite", "/settings/people", click("Invite somebody")),
    Scene("settings-key", "/settings/keys", click("Make an API key")),
    Scene("settings-topic", "/settings/topics", click("Add a topic")),
)
SCENES: Final = (*DOOR, *SCREENS, *DIALOGS)
