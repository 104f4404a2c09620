"""The door: from the one-time link to signing out and in, on a phone."""

import pytest
from playwright.async_api import expect
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.watching import Complaints

from towpath.team.actions import new_setup_link
from towpath.team.people import invite
from towpath.team.sign_in import invitation
from towpath.web.roles import Role

PASSWORD = "a towpath along the water"


async def link_of(house: House) -> str:
    async with house.wiring.db.transaction() as conn:
        return await new_setup_link(conn, house.address)


async def test_from_the_link_on_the_console_to_signing_out_and_in(
    visit: Visit, house: House, complaints: Complaints
) -> None:
    complaints.expect("status of 4(01|22)")
    page = await visit(await link_of(house), role=None, phone=True)
    await expect(page).to_have_url(f"{house.address}/setup")

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
    await expect(page).to_have_url(f"{house.address}/")

    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page).to_have_url(f"{house.address}/sign-in")
    await page.get_by_label("E-mail address").fill("olga@example.com")
    await page.get_by_label("Password", exact=True).fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text(
        "E-mail address and password do not belong together."
    )
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{house.address}/")


async def test_home_sends_strangers_to_the_door_and_the_door_knows_a_fresh_house(
    visit: Visit, house: House
) -> None:
    page = await visit("/", role=None)

    await expect(page).to_have_url(f"{house.address}/sign-in")
    await expect(page.get_by_text("Nobody has an account here yet")).to_be_visible()


async def test_an_invited_person_chooses_a_password(visit: Visit, house: House) -> None:
    async with house.wiring.db.transaction() as conn:
        anna = await invite(conn, email="anna@example.com", name="Anna", role=Role.VIEWER)
        now_s = int((await house.wiring.clock.real(conn)).timestamp())
    page = await visit(invitation(house.wiring.signer, house.address, anna, now_s), role=None)

    await page.get_by_role("button", name="Show the password").click()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Save and sign in").click()

    await expect(page).to_have_url(f"{house.address}/")


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("path", ["/setup", "/sign-in", "/set-password", "/docs"])
async def test_nothing_is_wider_than_the_window(visit: Visit, path: str, *, phone: bool) -> None:
    page = await visit(path, role=None, phone=phone)
    await page.wait_for_load_state("networkidle")

    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_api_page_works_offline_and_under_the_policy(visit: Visit) -> None:
    page = await visit("/docs", role=None)

    await expect(page.locator("#operations-Team-list_users, #operations-tag-Team").first).to_be_visible()
