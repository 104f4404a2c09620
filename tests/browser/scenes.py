"""Every screen and main dialog, and how one gets there: for the pictures (`make shots`) and for axe."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from playwright.async_api import Page

Steps = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """`name` names the picture; `steps` open what does not open by itself."""

    name: str
    path: str
    steps: Steps | None = None
    signed_in: bool = True

    async def open(self, page: Page) -> None:
        """Go there, and wait until everything is."""
        await page.goto(self.path)
        await settled(page)
        if self.steps is not None:
            await self.steps(page)
            await settled(page)


async def settled(page: Page) -> None:
    """Wait until nothing loads any more and nothing moves."""
    await page.wait_for_load_state("networkidle")
    await page.wait_for_function(
        "() => !document.querySelector('.loading') && document.getAnimations().every((a) => a.playState !== 'running')"
    )


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
    """Open the settings of a step, then click."""

    async def steps(page: Page) -> None:
        await page.locator(f'[role=treeitem][data-key="{key}"]').click()
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
    await page.locator('[data-plus="joins/next"]').click()


async def trial(page: Page) -> None:
    await click("Test")(page)
    await page.get_by_role("combobox", name="Who").fill("emma")
    await page.get_by_role("option").filter(visible=True).first.click()
    await page.get_by_role("button", name="Play", exact=True).click()
    await page.locator(".trial-result").get_by_text("Wait").first.wait_for()


async def numbers(page: Page) -> None:
    await click("Numbers")(page)
    await page.locator("[data-people]").first.wait_for()


async def people(page: Page) -> None:
    await numbers(page)
    await page.locator(
        '[data-key="five-days"] [data-people], [data-key="two-days"] [data-people]'
    ).first.click()
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
    Scene("canvas", _WELCOME),
    Scene("canvas-draft", _DRAFT),
    Scene("canvas-unfinished", _UNFINISHED, click("Problems")),
    Scene("canvas-numbers", _WELCOME, numbers),
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
