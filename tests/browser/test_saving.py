"""Nothing is lost and nothing overwritten: two tabs at once, a server that goes away, and undo all the way."""

import json
import re

import httpx
import pytest
from playwright.async_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.doings import a_journey, change
from tests.browser.house import House
from tests.browser.table import Table, draft
from tests.browser.watching import Complaints

_RESTS = """
() => {
  const ends = performance.getEntriesByType("resource").map((one) => one.responseEnd);
  return performance.now() - Math.max(...ends) > 1500;
}
"""


async def rename(page: Page, name: str) -> None:
    await page.get_by_label("Name of the journey").fill(name)


@pytest.mark.parametrize(
    ("choice", "expected"), [("Keep mine", "Mine"), ("Take theirs", "Theirs"), ("Not now", "Theirs")]
)
async def test_two_people_change_a_journey_at_once(
    visit: Visit, api: httpx.AsyncClient, complaints: Complaints, choice: str, expected: str
) -> None:
    complaints.expect("status of 412")
    slug = await a_journey(api)
    page = await visit(f"/journeys/{slug}")
    await Table(page).is_there()
    await change(api, slug, name="Theirs")

    await rename(page, "Mine")

    dialog = page.get_by_role("dialog", name="Somebody else saved this journey in the meantime")
    await expect(dialog).to_contain_text("Nothing was overwritten so far.")
    assert (await draft(api, slug))["name"] == "Theirs"
    await dialog.get_by_role("button", name=choice).click()
    if choice == "Not now":
        await expect(page.get_by_text("Not saved: decide first")).to_be_visible()
        await expect(page.get_by_label("Name of the journey")).to_have_value("Mine")
    else:
        await Table(page).is_saved()
        await expect(page.get_by_label("Name of the journey")).to_have_value(expected)
    assert (await draft(api, slug))["name"] == expected
    if choice == "Take theirs":
        await page.keyboard.press("Escape")
        await Table(page).undo()
        await expect(page.get_by_label("Name of the journey")).to_have_value("Mine")


async def test_another_tab_that_only_looks_is_told(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    page = await visit(f"/journeys/{slug}")
    other = await visit(f"/journeys/{slug}", beside=page)
    await Table(page).is_there()
    await Table(other).is_there()

    await rename(page, "Changed in the first tab")
    await Table(page).is_saved()

    await other.get_by_role("button", name="Load the newer one").click()
    await expect(other.get_by_label("Name of the journey")).to_have_value("Changed in the first tab")


async def test_a_server_that_goes_away_and_comes_back(
    visit: Visit, house: House, api: httpx.AsyncClient, complaints: Complaints
) -> None:
    complaints.expect(
        "ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "Failed to fetch"
    )
    slug = await a_journey(api)
    page = await visit(f"/journeys/{slug}")
    table = Table(page)
    await table.is_there()
    # What the page fetches in idle time is there, too.
    await page.wait_for_function(_RESTS)

    await house.stop()
    await rename(page, "Written while nobody answered")
    await expect(page.get_by_text("Towpath does not answer just now")).to_be_visible()
    await expect(page.locator(".saved-text")).to_contain_text("no connection. Kept on this device")
    await table.insert("Wait", after="joins")
    await expect(table.card("wait")).to_be_visible()
    await house.start()

    await table.is_saved()
    await expect(page.get_by_text("Towpath does not answer just now")).to_be_hidden()
    after = await draft(api, slug)
    assert after["name"] == "Written while nobody answered"
    assert after["nodes"]["wait"]["type"] == "wait"


async def test_work_survives_a_page_that_closes_while_the_server_is_away(
    visit: Visit, house: House, api: httpx.AsyncClient, complaints: Complaints
) -> None:
    complaints.expect(
        "ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "Failed to fetch"
    )
    slug = await a_journey(api)
    page = await visit(f"/journeys/{slug}")
    await Table(page).is_there()
    await house.stop()
    await rename(page, "Not lost")
    await expect(page.locator(".saved-text")).to_contain_text("no connection. Kept on this device")
    await page.close()
    await house.start()

    page = await visit(f"/journeys/{slug}", beside=page)
    banner = page.get_by_role("status").filter(has_text="could not be saved")
    await expect(banner).to_be_visible()
    assert (await draft(api, slug))["name"] == "Welcome series"
    await banner.get_by_role("button", name="Use them").click()

    await expect(page.get_by_label("Name of the journey")).to_have_value("Not lost")
    await Table(page).is_saved()
    assert (await draft(api, slug))["name"] == "Not lost"


async def _edits(table: Table) -> None:
    """Change a journey in all the ways there are."""
    page = table.page
    await rename(page, "Edited")
    await table.insert("Wait", after="joins")
    await table.settings.get_by_role("button", name="1 week").click()
    await table.settings.get_by_role("button", name="2 days").click()
    await table.settings.get_by_role("button", name="Duplicate").click()
    await page.keyboard.press("Escape")
    await table.card("hello").click()
    await page.keyboard.press("Control+c")
    await page.keyboard.press("Control+v")
    await page.keyboard.press("Delete")
    await table.card("two-days").click()
    await table.settings.get_by_role("button", name=re.compile("^Disconnect")).click()
    await table.settings.get_by_role("combobox", name=re.compile("leads$")).select_option(value="done")
    await table.settings.get_by_role("button", name="Delete", exact=True).click()
    await page.get_by_role("tree").focus()
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Alt+ArrowDown")
    await page.keyboard.press("Alt+ArrowUp")
    await page.keyboard.press("Control+d")
    await page.keyboard.press("n")
    await page.get_by_label("Text of the note").fill("Ask Ida whether this is right.")
    await page.keyboard.press("Escape")
    await page.get_by_role("toolbar", name="View").get_by_role("button", name="More for the canvas").click()
    await page.get_by_role("menuitem", name="Place cards freely").click()
    await page.get_by_role("button", name="See all").click()
    await table.drag(table.card("done"), table.card("customer"))
    await page.get_by_role("button", name="Tidy up").first.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await rename(page, "Empty in the end")


async def test_undoing_all_and_redoing_all_lead_to_the_same_document(
    visit: Visit, api: httpx.AsyncClient
) -> None:
    slug = await a_journey(api)
    page = await visit(f"/journeys/{slug}")
    table = Table(page)
    await table.is_there()
    first = json.dumps(await draft(api, slug))

    await _edits(table)
    await table.is_saved()
    last = json.dumps(await draft(api, slug))
    assert last != first
    steps = await _until_disabled(table, "Undo")
    await table.is_saved()
    assert json.dumps(await draft(api, slug)) == first
    assert await _until_disabled(table, "Redo") == steps >= 18
    await table.is_saved()
    assert json.dumps(await draft(api, slug)) == last


async def _until_disabled(table: Table, name: str) -> int:
    """Press a button of the bar until it can no longer be pressed; return how often."""
    button = table.bar.get_by_role("button", name=re.compile(f"^{name}"))
    for count in range(100):
        if await button.is_disabled():
            return count
        await button.click()
    raise AssertionError(f"{name} never ends")
