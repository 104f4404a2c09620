"""The canvas in use: choosing many, notes, finding, free placement, and the outline that always agrees."""

import re

import httpx
from playwright.async_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.doings import a_journey
from tests.browser.table import Table, draft, edges


async def at_table(visit: Visit, slug: str) -> Table:
    table = Table(await visit(f"/journeys/{slug}"))
    await table.is_there()
    return table


async def chosen(page: Page) -> set[str]:
    keys = await page.locator("[role=treeitem][aria-selected=true]").evaluate_all(
        "(all) => all.map((one) => one.dataset.key)"
    )
    return set(keys)


async def test_choosing_by_a_box_and_doing_something_to_all(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    table = await at_table(visit, slug)
    page = table.page
    await page.get_by_role("button", name="See all").click()
    first, last = await table.card("two-days").bounding_box(), await table.card("five-days").bounding_box()
    assert first is not None
    assert last is not None

    await page.keyboard.down("Shift")
    await page.mouse.move(first["x"] - 30, first["y"] + 5)
    await page.mouse.down()
    await page.mouse.move(last["x"] + last["width"] + 30, last["y"] + last["height"] - 5, steps=5)
    await page.mouse.up()
    await page.keyboard.up("Shift")

    three = {"two-days", "first-steps", "five-days"}
    await expect(page.locator("[role=treeitem][aria-selected=true]")).to_have_count(3)
    assert await chosen(page) == three
    await expect(page.get_by_text("3 steps chosen")).to_be_visible()
    await page.get_by_role("tree").focus()
    await page.keyboard.press("Control+d")
    await table.is_saved()
    after = await draft(api, slug)
    assert len(after["nodes"]) == 12
    assert {f"{key}-2" for key in three} <= set(after["nodes"])
    await table.undo()
    await table.has(*(set(after["nodes"]) - {f"{key}-2" for key in three}))
    await table.card("two-days").click()
    for key in ("first-steps", "five-days"):
        await table.card(key).click(modifiers=["Shift"])
    await page.keyboard.press("Delete")
    await table.is_saved()
    assert "hello:next>bought" in edges(await draft(api, slug))


async def test_a_note_is_written_moved_and_deleted(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    table = await at_table(visit, slug)
    page = table.page
    await page.locator(".react-flow__pane").click(button="right", position={"x": 80, "y": 300})
    await page.get_by_role("menuitem", name="Add a note here").click()
    await page.get_by_label("Text of the note").fill("Ask Ida.\nShe knows.")
    await page.keyboard.press("Escape")
    await table.is_saved()
    [before] = (await draft(api, slug))["notes"]
    assert before["text"] == "Ask Ida.\nShe knows."

    note = page.locator("[data-note]").first
    box = await note.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 20, box["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 100, box["y"] + 90, steps=4)
    await page.mouse.up()
    await table.is_saved()
    [after] = (await draft(api, slug))["notes"]
    assert (after["at"][0] - before["at"][0], after["at"][1] - before["at"][1]) == (80, 80)

    await page.get_by_role("button", name="Delete the note").click()
    await table.is_saved()
    assert not (await draft(api, slug)).get("notes")


async def test_a_step_is_found_by_its_words(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api, "lead-nurture")
    table = await at_table(visit, slug)
    page = table.page
    await page.get_by_role("tree").focus()

    await page.keyboard.press("/")
    await page.get_by_role("textbox", name="Find a step").fill("wait")
    await expect(page.get_by_role("search")).to_contain_text(re.compile(r"1 of \d"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("search")).to_contain_text(re.compile(r"2 of \d"))
    await page.get_by_role("textbox", name="Find a step").fill("no such words")
    await expect(page.get_by_role("search")).to_contain_text("Not found")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("search")).to_be_hidden()


async def test_cards_stay_where_they_are_put_until_one_tidies_up(
    visit: Visit, api: httpx.AsyncClient
) -> None:
    slug = await a_journey(api)
    table = await at_table(visit, slug)
    page = table.page
    await page.get_by_role("button", name="More for the canvas").click()
    await page.get_by_role("menuitem", name="Place cards freely").click()
    box = await table.card("hello").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 203, y + 37, steps=6)
    await page.mouse.up()

    await table.is_saved()
    layout = (await draft(api, slug))["layout"]
    assert all(place % 8 == 0 for place in layout["hello"]), "snapped to the grid"
    await page.reload()
    await table.is_there()
    moved = await table.card("hello").bounding_box()
    first = await table.card("joins").bounding_box()
    assert moved is not None
    assert first is not None
    assert moved["x"] - first["x"] > 150
    await page.get_by_role("button", name="Tidy up").first.click()
    await table.is_saved()
    assert not (await draft(api, slug)).get("layout")


async def test_the_outline_and_the_canvas_agree(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api, "lead-nurture")
    table = await at_table(visit, slug)
    page = table.page
    await table.button("Outline").click()
    rows = page.locator("[role=treeitem][data-row^='step ']")
    document = await draft(api, slug)
    await expect(rows).to_have_count(len(document["nodes"]))
    keys = await rows.evaluate_all("(all) => all.map((one) => one.dataset.row.slice(5))")
    assert sorted(keys) == sorted(document["nodes"])

    await rows.first.focus()
    await page.keyboard.press("+")
    await page.get_by_role("dialog", name="Choose what comes here").get_by_role("combobox").fill("Wait")
    await page.keyboard.press("Enter")
    await expect(rows).to_have_count(len(keys) + 1)
    await page.keyboard.press("Escape")
    await table.button("Canvas").click()
    await expect(table.card("wait")).to_be_visible()
    await table.is_saved()
    after = await draft(api, slug)
    start = keys[0]
    assert {f"{start}:next>wait"} <= edges(after)

    # What is chosen here is chosen there, and deleting heals the way.
    await table.card("wait").click()
    await table.button("Outline").click()
    row = page.locator("[data-row='step wait']")
    await expect(row).to_have_attribute("aria-selected", "true")
    await row.focus()
    await page.keyboard.press("Delete")
    await expect(rows).to_have_count(len(keys))
    await table.is_saved()
    assert edges(await draft(api, slug)) == edges(document)


async def test_the_view_moves_by_wheel_keys_and_map(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api, "lead-nurture")
    table = await at_table(visit, slug)
    page = table.page
    zoom = page.get_by_role("button", name="Actual size")
    await expect(zoom).to_have_text("100%")
    await page.get_by_role("tree").focus()
    await page.keyboard.press("1")
    await expect(zoom).not_to_have_text("100%")
    await expect(table.cards).to_have_count(len((await draft(api, slug))["nodes"]))
    await page.keyboard.press("0")
    await expect(zoom).to_have_text("100%")

    await page.mouse.move(700, 500)
    await page.keyboard.down("Control")
    await page.mouse.wheel(0, 200)
    await page.keyboard.up("Control")
    await expect(zoom).not_to_have_text("100%")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
