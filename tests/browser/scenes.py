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


DOOR: Final = (
    Scene("sign-in", "/sign-in", signed_in=False),
    Scene("setup", "/setup", signed_in=False),
    Scene("set-password", "/set-password", signed_in=False),
)
SCREENS: Final = (
    Scene("home", "/"),
    Scene("journeys", "/journeys"),
    Scene("canvas", "/journeys/welcome-series"),
    Scene("canvas-draft", "/journeys/lead-nurture"),
    Scene("gallery", "/gallery"),
    Scene("gallery-template", "/gallery/welcome-series"),
    Scene("contacts", "/contacts"),
    Scene("contacts-import", "/contacts/import"),
    Scene("contact", "/contacts/7"),
    Scene("segments", "/segments"),
    Scene("segment", "/segments/regulars-in-germany"),
    Scene("messages", "/messages"),
    Scene("message", "/messages/welcome-hello"),
    Scene("mailbox", "/mailbox"),
    Scene("mail", "/mailbox/1"),
    Scene("settings", "/settings"),
    Scene("settings-people", "/settings/people"),
    Scene("settings-keys", "/settings/keys"),
    Scene("api-docs", "/docs"),
    Scene("not-found", "/gallery/no/such"),
)
DIALOGS: Final[tuple[Scene, ...]] = ()
SCENES: Final = (*DOOR, *SCREENS, *DIALOGS)
