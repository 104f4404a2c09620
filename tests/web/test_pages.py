"""The pages in a real browser: from the one-time link to signing out, without a word from anywhere else."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from towpath.team.actions import new_setup_link
from towpath.team.people import invite
from towpath.team.sign_in import invitation
from towpath.web.roles import Role
from towpath.wiring import Wiring

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "a towpath along the water"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, live: str) -> AsyncIterator[Page]:
    """A page that must load nothing from elsewhere and break no policy."""
    page = await browser.new_page(viewport={"width": 390, "height": 844})
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A refused request is part of the story; what the policy blocks is not.
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((live, "data:")) else faults.append(request.url),
    )
    yield page
    assert faults == []


async def link_of(wiring: Wiring, live: str) -> str:
    async with wiring.db.transaction() as conn:
        return await new_setup_link(conn, live)


async def test_from_the_link_on_the_console_to_signing_out_and_in(
    page: Page, live: str, wiring: Wiring
) -> None:
    await page.goto(await link_of(wiring, live))
    await expect(page).to_have_url(f"{live}/setup")

    await page.get_by_label("Your name").fill("Olga Owner")
    await page.get_by_label("E-mail address").fill("olga")
    await page.get_by_label("Password", exact=True).fill("short")
    await page.get_by_role("button", name="Make my account").click()
    await expect(page.get_by_text("This is not an e-mail address")).to_be_visible()
    await expect(page.get_by_text("at least 10 are needed")).to_be_visible()
    await expect(page.get_by_label("E-mail address")).to_be_focused()

    await page.get_by_label("E-mail address").fill("olga@example.com")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{live}/")
    await expect(page.get_by_role("heading", level=1, name="Olga")).to_be_visible()

    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page).to_have_url(f"{live}/sign-in")
    await page.get_by_label("E-mail address").fill("olga@example.com")
    await page.get_by_label("Password", exact=True).fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text(
        "E-mail address and password do not belong together."
    )
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{live}/")


async def test_home_sends_strangers_to_the_door_and_the_door_knows_a_fresh_house(
    page: Page, live: str
) -> None:
    await page.goto(f"{live}/")

    await expect(page).to_have_url(f"{live}/sign-in")
    await expect(page.get_by_text("Nobody has an account here yet")).to_be_visible()


async def test_an_invited_person_chooses_a_password(page: Page, live: str, wiring: Wiring) -> None:
    async with wiring.db.transaction() as conn:
        anna = await invite(conn, email="anna@example.com", name="Anna", role=Role.VIEWER)
        now_s = int((await wiring.clock.real(conn)).timestamp())
    await page.goto(invitation(wiring.signer, live, anna, now_s))

    await page.get_by_role("button", name="Show the password").click()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Save and sign in").click()

    await expect(page).to_have_url(f"{live}/")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/setup", "/sign-in", "/set-password", "/docs"])
async def test_nothing_is_wider_than_the_window(page: Page, live: str, path: str, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    await page.goto(f"{live}{path}", wait_until="networkidle")

    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_the_api_page_works_offline_and_under_the_policy(page: Page, live: str) -> None:
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.goto(f"{live}/docs")

    await expect(page.locator("#operations-Team-list_users, #operations-tag-Team").first).to_be_visible()
