"""The life of a journey: versions, what differs between them, taking one back; pausing, the archive, a copy."""

import re

import httpx
from playwright.async_api import Locator, Page, expect
from tests.browser.conftest import Visit
from tests.browser.doings import a_journey, change, more, publish
from tests.browser.table import Table, draft

FIRST_STEPS = "Send “Welcome: first steps”"


async def open_journey(visit: Visit, slug: str) -> Table:
    table = Table(await visit(f"/journeys/{slug}"))
    await table.is_there()
    return table


async def ask_to_publish(table: Table, title: str) -> Locator:
    """Press Publish; return the dialog that tells what that will do."""
    await table.button("Publish").click()
    dialog = table.page.get_by_role("dialog", name=title, exact=True)
    await expect(dialog.get_by_role("button", name="Publish now")).to_be_visible()
    return dialog


async def publish_now(dialog: Locator, version: int) -> None:
    await dialog.get_by_role("button", name="Publish now").click()
    done = dialog.page.get_by_role("dialog", name="Published")
    await expect(done).to_contain_text(f"Version {version} is live.")
    await done.get_by_role("button", name="Close").last.click()


async def differ(words: Locator) -> None:
    """See a list of changes that tells of the three that `edit` makes."""
    rows = words.get_by_role("listitem")
    await expect(rows.filter(has_text="Added").filter(has_text="Wait 1 day")).to_be_visible()
    await expect(rows.filter(has_text="Removed").filter(has_text=FIRST_STEPS)).to_be_visible()
    reworded = rows.filter(has_text="Changed").filter(has_text="Wait 1 week")
    await expect(reworded.locator("del")).to_have_text("Wait 2 days")
    await expect(words.get_by_text(re.compile(r"^\d connections differ$"))).to_be_visible()


async def edit(table: Table) -> None:
    """Add a step, change one, take one out."""
    await table.insert("Wait", after="joins")
    await table.card("two-days").click()
    await table.settings.get_by_role("button", name="1 week").click()
    await table.card("first-steps").click()
    await table.settings.get_by_role("button", name="Delete", exact=True).click()
    await table.page.keyboard.press("Escape")
    await table.is_saved()


def version_row(page: Page, name: str) -> Locator:
    rows = page.get_by_role("dialog", name="Versions").get_by_role("listitem")
    return rows.filter(has_text=re.compile(f"^{name}"))


async def test_versions_are_listed_looked_at_compared_and_taken_back(
    visit: Visit, api: httpx.AsyncClient
) -> None:
    slug = await a_journey(api)
    first = await draft(api, slug)
    table = await open_journey(visit, slug)
    page = table.page
    await publish_now(await ask_to_publish(table, "Publish this journey"), version=1)
    await expect(table.bar.get_by_text("Live: version 1")).to_be_visible()

    await edit(table)
    await expect(table.bar.get_by_text("Live with unpublished changes")).to_be_visible()
    dialog = await ask_to_publish(table, "Publish version 2")
    await expect(dialog).to_contain_text("What changes since version 1")
    await differ(dialog)
    await publish_now(dialog, version=2)
    second = await draft(api, slug)

    await more(page, "Versions")
    await expect(version_row(page, "Draft")).to_contain_text("Same as the live version")
    await expect(version_row(page, "Version 2")).to_contain_text("Live")
    await version_row(page, "Version 1").get_by_role("button", name="View").click()
    await expect(page.get_by_text("You are looking at version 1. It cannot be changed.")).to_be_visible()
    await table.card("two-days").click()
    await expect(table.settings).to_contain_text("Wait 2 days")
    await expect(table.card("wait")).to_have_count(0)
    await expect(table.palette.or_(page.locator("[data-plus]"))).to_have_count(0)

    await page.get_by_role("button", name="Compare with the draft").click()
    await page.get_by_label("To", exact=True).select_option(label="Version 2 (live)")
    await expect(page).to_have_url(re.compile(r"\?compare=1\.\.2$"))
    words = page.get_by_role("complementary", name="Differences in words")
    await differ(words)
    for sentence, key, mark in (
        ("Wait 1 day", "wait", "Added"),
        (FIRST_STEPS, "first-steps", "Removed"),
        ("Wait 1 week", "two-days", "Changed"),
    ):
        await words.get_by_role("button", name=sentence).click()
        await expect(table.card(key)).to_contain_text(mark)
    await page.get_by_role("button", name="Back to the draft").click()

    await more(page, "Versions")
    await version_row(page, "Version 1").get_by_role("button", name="Restore as draft").click()
    await expect(table.card("wait")).to_have_count(0)
    await table.is_saved()
    assert await draft(api, slug) == first
    restored = page.locator(".toast").filter(has_text="Restored version 1 as the draft")
    await restored.get_by_role("button", name="Undo").click()
    await expect(table.card("wait")).to_be_visible()
    await table.is_saved()
    assert await draft(api, slug) == second


async def test_restoring_over_unpublished_changes_asks_first(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    await publish(api, slug)
    await change(api, slug, nodes={"mine": {"type": "manual_entry"}}, edges=[])
    page = await visit(f"/journeys/{slug}?version=1")

    await page.get_by_role("button", name="Restore as draft").click()
    question = page.get_by_role("dialog", name="Replace the draft with version 1?")
    await question.get_by_role("button", name="Cancel").click()
    assert set((await draft(api, slug))["nodes"]) == {"mine"}
    await page.get_by_role("button", name="Restore as draft").click()
    await question.get_by_role("button", name="Restore as draft").click()

    await expect(Table(page).card("two-days")).to_be_visible()
    await Table(page).is_saved()
    assert len((await draft(api, slug))["nodes"]) == 9


async def test_pausing_going_on_the_archive_and_a_copy(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    await publish(api, slug)
    table = await open_journey(visit, slug)
    page = table.page
    banner = page.locator(".banners").get_by_role("status")

    async def state() -> str:
        return (await api.get(f"/api/v1/journeys/{slug}")).json()["state"]

    await more(page, "Pause")
    await expect(banner).to_contain_text("Paused: everybody waits where they are")
    assert await state() == "paused"
    await banner.get_by_role("button", name="Resume").click()
    await expect(table.bar.get_by_text("Live: version 1")).to_be_visible()
    assert await state() == "live"

    await more(page, "Duplicate")
    note = page.get_by_role("status").filter(has_text="Made “Welcome series (copy)”.")
    await expect(note).to_be_visible()

    await more(page, "Archive")
    question = page.get_by_role("dialog", name="Archive “Welcome series”?")
    await question.get_by_role("button", name="Archive").click()
    await expect(banner).to_contain_text("in the archive")
    await expect(table.button("Publish")).to_be_hidden()
    await expect(page.locator("[data-plus]")).to_have_count(0)
    assert await state() == "archived"
    await banner.get_by_role("button", name="Restore as a draft").click()
    await expect(table.bar.get_by_text("Draft", exact=True)).to_be_visible()
    await expect(table.button("Publish")).to_be_visible()
    assert await state() == "draft"

    await page.get_by_role("link", name="Back to all journeys").click()
    await page.get_by_role("link", name="Welcome series (copy)").click()
    await expect(page.get_by_label("Name of the journey")).to_have_value("Welcome series (copy)")
    await table.is_there()
