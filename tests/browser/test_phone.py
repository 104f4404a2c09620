"""On a phone: reading a journey as an outline, a small edit, publishing, mail; nothing is wider than the screen."""

import re
from typing import Final

import httpx
from playwright.async_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.doings import a_journey
from tests.browser.house import House
from tests.browser.scenes import SCREENS
from tests.browser.strolling import Stroll
from tests.browser.table import Table, draft

from towpath.team.model import Role
from towpath.team.passwords import hashed
from towpath.team.store import add_user
from towpath.wiring import Wiring

# The API's page is no screen of the shell; tests/browser/test_door.py measures it.
PATHS: Final = list(dict.fromkeys(scene.path for scene in SCREENS if scene.name != "api-docs"))
PASSWORD: Final = "a towpath along the water"
# What sticks out at the right, told by itself; what scrolls in a box of its own does not make the page wider.
TOO_WIDE: Final = """
() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.tagName} ${one.className}`).slice(0, 5).concat(`${document.documentElement.scrollWidth} px`)
"""


async def an_approver(wiring: Wiring) -> None:
    async with wiring.db.transaction() as conn:
        await add_user(
            conn,
            email="pia@example.com",
            name="Pia",
            password_hash=await hashed(PASSWORD),
            role=Role.APPROVER,
        )


async def tap_more(page: Page, item: str) -> None:
    """Choose from what does not fit into the bar at the foot."""
    bar = page.get_by_role("navigation", name="Main navigation")
    await bar.get_by_role("button", name="More").tap()
    await page.get_by_role("menuitem", name=item).tap()


async def test_reading_a_small_edit_publishing_and_the_mailbox(
    visit: Visit, house: House, api: httpx.AsyncClient
) -> None:
    await an_approver(house.wiring)
    slug = await a_journey(api)
    first = await draft(api, slug)
    page = await visit("/journeys", role=None, phone=True)

    await page.get_by_label("E-mail address").fill("pia@example.com")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").tap()
    await page.get_by_role("link", name="Welcome series").tap()

    steps = page.get_by_role("tree", name="Steps of the journey").get_by_role("treeitem")
    await expect(steps.first).to_contain_text("When someone joins “New subscribers”")
    await expect(steps.filter(has_text="Yes:")).to_be_visible()
    table = Table(page)
    await steps.filter(has_text="Wait 2 days").get_by_text("Wait 2 days").tap()
    await table.settings.get_by_role("button", name="1 week").tap()
    await table.settings.get_by_role("button", name="Close these settings").tap()
    await expect(table.settings).to_be_hidden()
    await expect(steps.filter(has_text="Wait 1 week")).to_be_visible()
    await table.is_saved()
    assert (await draft(api, slug))["nodes"]["two-days"]["config"] == {"for": "P1W"}
    await table.button("Undo").tap()
    await expect(steps.filter(has_text="Wait 2 days")).to_be_visible()
    await table.is_saved()
    assert await draft(api, slug) == first

    await table.button("Publish").tap()
    await page.get_by_role("button", name="Publish now").tap()
    done = page.get_by_role("dialog", name="Published")
    await expect(done).to_contain_text("Version 1 is live.")
    assert await page.evaluate(TOO_WIDE) == []
    await done.get_by_role("button", name="Close").last.tap()
    await expect(table.bar.get_by_text("Live: version 1")).to_be_visible()

    await tap_more(page, "Mailbox")
    await expect(page.get_by_role("heading", name="Mailbox")).to_be_visible()


async def test_reading_a_mail(look: Visit) -> None:
    page = await look("/mailbox", phone=True)

    await page.get_by_role("table").get_by_role("link").first.tap()

    await expect(page.get_by_text("It was kept here instead of being sent")).to_be_visible()
    mail = page.frame_locator("main iframe").frame_locator("iframe")
    await expect(mail.get_by_role("link", name=re.compile("Unsubscribe")).first).to_be_visible()
    await page.get_by_role("tab", name="Headers").tap()
    await expect(page.get_by_role("row").filter(has_text="List-Unsubscribe").first).to_be_visible()
    assert await page.evaluate(TOO_WIDE) == []


async def test_no_screen_is_wider_than_a_phone(look: Visit) -> None:
    page = await look("/", phone=True)
    stroll = Stroll(page)
    wide: dict[str, list[str]] = {}

    for path in PATHS:
        await stroll.to(path)
        wide[path] = await page.evaluate(TOO_WIDE)

    assert {path: what for path, what in wide.items() if what} == {}
