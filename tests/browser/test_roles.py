"""What a role may not do it is not offered; what goes wrong all the same is said in a sentence."""

import re
from typing import Final

import httpx
from playwright.async_api import Locator, Page, expect
from sqlalchemy import text
from tests.browser.conftest import Visit
from tests.browser.doings import a_journey
from tests.browser.house import House
from tests.browser.scenes import SCREENS
from tests.browser.strolling import Stroll
from tests.browser.table import Table, draft
from tests.browser.watching import Complaints

from towpath.team.model import Role

# Everything that could be pressed or typed into, menus that are still shut included.
OFFERED: Final = """
() => {
  const inside = [...document.querySelectorAll("main, [role=main], .builder")];
  const all = inside.flatMap((root) => [...root.querySelectorAll("button, a, [role=menuitem], summary")]);
  const nameOf = (one) => one.getAttribute("aria-label") || one.textContent.trim();
  return [...new Set(all.filter((one) => !one.matches(":disabled")).map(nameOf))];
}
"""
FILLABLE: Final = """
() => [...document.querySelectorAll("main input, main textarea, main select")]
  .filter((one) => one.type !== "search" && !one.matches(":disabled, [readonly]"))
  .map((one) => one.labels?.[0]?.textContent ?? one.getAttribute("aria-label"))
"""
# How buttons begin that change something.
CHANGING: Final = re.compile(
    r"(add|archive|bring|change|delete|disconnect|duplicate|edit|empty the|erase|import|invite|lift|make|new journey"
    r"|pause|publish|redo|rename|restore|resume|revoke|save|send|subscribe|suppress|switch|tidy|undo|unsubscribe|use|write)\b",
    re.IGNORECASE,
)
CHANGING_FIELDS: Final = re.compile("name|subject|address|add|time zone|description|password", re.IGNORECASE)
# One's own name, password and colours are one's own affair.
PATHS: Final = list(
    dict.fromkeys(scene.path for scene in SCREENS if scene.name not in ("settings-you", "api-docs"))
)


async def offers(stroll: Stroll, path: str) -> set[str]:
    """Return what one could press or fill in at a screen to change something."""
    await stroll.to(path)
    pressed = {name for name in await stroll.page.evaluate(OFFERED) if CHANGING.match(name)}
    filled = {name for name in await stroll.page.evaluate(FILLABLE) if CHANGING_FIELDS.search(name or "")}
    return pressed | filled


async def test_a_viewer_is_offered_nothing_that_changes_anything(look: Visit) -> None:
    stroll = Stroll(await look("/", role=Role.VIEWER))

    found = {path: await offers(stroll, path) for path in PATHS}

    assert {path: offered for path, offered in found.items() if offered} == {}


async def test_the_same_look_finds_what_an_owner_is_offered(look: Visit) -> None:
    stroll = Stroll(await look("/"))

    assert {"New journey", "Import a file", "Archive"} <= await offers(stroll, "/journeys")
    assert {"Name", "Postal address"} <= await offers(stroll, "/settings")
    assert {"Publish", "Add a step after Wait 2 days"} <= await offers(stroll, "/journeys/lead-nurture")


async def test_a_viewer_looks_at_a_journey(look: Visit, shop: House) -> None:
    api = await shop.api()
    before = await draft(api, "welcome-series")
    page = await look("/journeys/welcome-series", role=Role.VIEWER)
    table = Table(page)
    await table.is_there()

    await expect(page.get_by_role("status").filter(has_text="You can look at this journey")).to_be_visible()
    await expect(table.palette).to_be_hidden()
    for name in ("Publish", "Undo", "Redo"):
        await expect(table.button(name)).to_be_hidden()
    await expect(page.locator("[data-plus], [data-port]")).to_have_count(0)
    await table.card("two-days").click()
    await expect(table.settings).to_contain_text("Wait")
    await expect(table.settings.get_by_role("button", name=re.compile("Delete|Duplicate"))).to_have_count(0)
    await expect(table.settings.locator("input:enabled, select:enabled, textarea:enabled")).to_have_count(0)
    await page.get_by_role("tree").focus()
    for key in ("Delete", "Control+x", "Control+v", "Control+z", "+", "n"):
        await page.keyboard.press(key)
    await page.keyboard.press("Escape")
    assert await draft(api, "welcome-series") == before


async def test_a_viewer_who_drops_a_file_is_told_why_nothing_happens(look: Visit) -> None:
    page = await look("/journeys", role=Role.VIEWER)
    await expect(page.get_by_role("heading", name="Journeys")).to_be_visible()

    data = await page.evaluate_handle(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["{}"], "x.flow.json", { type: "application/json" }));
          return data;
        }"""
    )
    await page.dispatch_event("main", "drop", {"dataTransfer": data})

    await expect(page.get_by_role("status").filter(has_text="role")).to_be_visible()
    await expect(page.get_by_role("dialog")).to_have_count(0)


def dialog_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("^Publish"))


async def test_an_editor_draws_and_hands_the_link_to_an_approver_who_publishes(
    visit: Visit, api: httpx.AsyncClient
) -> None:
    slug = await a_journey(api)
    page = await visit(
        f"/journeys/{slug}", role=Role.EDITOR, permissions=["clipboard-read", "clipboard-write"]
    )
    table = Table(page)
    await table.is_there()
    await table.insert("Wait", after="joins")
    await expect(table.card("wait")).to_be_visible()

    await table.button("Publish").click()

    await expect(dialog_of(page)).to_contain_text("Send this link to an approver or owner")
    await expect(dialog_of(page).get_by_role("button", name="Publish now")).to_have_count(0)
    await dialog_of(page).get_by_role("button", name="Copy the link").click()
    await expect(page.get_by_role("status").filter(has_text="Copied the link.")).to_be_visible()
    link = await page.evaluate("navigator.clipboard.readText()")
    assert (await api.get(f"/api/v1/journeys/{slug}/versions")).json() == []

    page = await visit(link, role=Role.APPROVER)
    await dialog_of(page).get_by_role("button", name="Publish now").click()

    await expect(page.get_by_role("dialog", name="Published")).to_contain_text("Version 1 is live.")
    flow = (await api.get(f"/api/v1/journeys/{slug}/versions/1")).json()["document"]
    assert flow["nodes"]["wait"]["type"] == "wait"


async def test_a_right_that_was_taken_away_meanwhile_is_said_plainly(
    visit: Visit, house: House, api: httpx.AsyncClient, complaints: Complaints
) -> None:
    complaints.expect("status of 403")
    slug = await a_journey(api)
    page = await visit(f"/journeys/{slug}?publish=1", role=Role.APPROVER)
    await expect(dialog_of(page).get_by_role("button", name="Publish now")).to_be_visible()
    async with house.wiring.db.transaction() as conn:
        await conn.execute(text("UPDATE app_user SET role = 'viewer' WHERE role = 'approver'"))

    await dialog_of(page).get_by_role("button", name="Publish now").click()

    await expect(dialog_of(page).get_by_role("alert")).to_contain_text(re.compile("role|not allowed|right"))
    await dialog_of(page).get_by_role("button", name=re.compile("Cancel|Close")).last.click()
    await page.get_by_label("Name of the journey").fill("Not mine any more")
    await expect(page.get_by_role("status").filter(has_text="This cannot be saved")).to_be_visible()
