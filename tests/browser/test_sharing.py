"""Sharing: a journey as a file and back, as a picture, by clipboard, and taken back again."""

import json
import re

import httpx
from playwright.async_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.doings import a_journey, bring, downloaded, more
from tests.browser.house import template
from tests.browser.table import Table, draft, edges


async def test_a_file_that_was_exported_and_imported_is_the_same_file(
    visit: Visit, api: httpx.AsyncClient
) -> None:
    slug = await a_journey(api, "lead-nurture")
    page = await visit(f"/journeys/{slug}")
    await Table(page).is_there()
    first = await downloaded(page, by=more(page, "Export as a file"))

    await page.goto("/journeys")
    await bring(page, first, "lead-nurture.flow.json")
    dialog = page.get_by_role("dialog", name="Import a journey")
    await expect(dialog).to_contain_text("here already")
    await dialog.get_by_role("button", name="Import as a draft").click()
    await expect(page).to_have_url(re.compile(r"/journeys/lead-nurture-2$"))
    await Table(page).is_there()

    assert await downloaded(page, by=more(page, "Export as a file")) == first


async def test_an_import_is_taken_back_by_one_click(visit: Visit, api: httpx.AsyncClient) -> None:
    page = await visit("/gallery/welcome-series")
    await page.get_by_role("button", name="Use this template").click()
    dialog = page.get_by_role("dialog", name="Import a journey")
    await dialog.get_by_label("Address of your shop").fill("https://books.example")
    await dialog.get_by_role("button", name="Import as a draft").click()
    await expect(page).to_have_url(re.compile("/journeys/welcome-series$"))
    sent = await api.get("/api/v1/messages/welcome-hello")
    assert "https://books.example" in sent.json()["content"]["body"]["mjml"]

    await page.get_by_role("status").get_by_role("button", name="Undo").click()

    await expect(page.get_by_role("heading", name="Your first journey")).to_be_visible()
    for kind in ("journeys", "messages", "segments", "topics"):
        assert (await api.get(f"/api/v1/{kind}")).json()["items"] == []


async def test_a_file_may_be_dropped_anywhere(visit: Visit) -> None:
    page = await visit("/contacts")
    files = await page.evaluate_handle(
        """(text) => {
          const files = new DataTransfer();
          files.items.add(new File([text], "welcome.flow.json", { type: "application/json" }));
          return files;
        }""",
        _text_of("welcome-series"),
    )
    await page.dispatch_event("main", "dragover", {"dataTransfer": files})
    await expect(page.get_by_text("Drop the flow file here")).to_be_visible()
    await page.dispatch_event("main", "drop", {"dataTransfer": files})

    await expect(page.get_by_role("dialog", name="Import a journey")).to_contain_text("Welcome series")


def _text_of(slug: str) -> str:
    return json.dumps(template(slug))


async def paste(page: Page, text: str) -> None:
    await page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    await page.get_by_role("tree").focus()
    await page.keyboard.press("Control+v")


async def test_a_whole_journey_from_the_clipboard_is_imported(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    page = await visit(f"/journeys/{slug}", permissions=["clipboard-read", "clipboard-write"])
    await Table(page).is_there()

    await paste(page, _text_of("lead-nurture"))

    await expect(page.get_by_role("dialog", name="Import a journey")).to_contain_text("Lead nurture")


async def test_steps_go_by_clipboard_into_another_journey(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    other = (await api.post("/api/v1/journeys", json={"name": "Other"})).json()["slug"]
    page = await visit(f"/journeys/{slug}", permissions=["clipboard-read", "clipboard-write"])
    table = Table(page)
    await table.is_there()
    await table.card("hello").click()
    await table.card("two-days").click(modifiers=["Shift"])
    await page.keyboard.press("Control+c")
    beside = await visit(f"/journeys/{other}", beside=page)
    there = Table(beside)
    await beside.get_by_role("main").get_by_role("button", name="Added by hand").last.click()
    await there.has("added-by-hand")
    await beside.get_by_role("tree").focus()

    await beside.keyboard.press("Control+v")

    await there.has("added-by-hand", "hello", "two-days")
    await there.is_saved()
    assert edges(await draft(api, other)) == {"added-by-hand:next>hello", "hello:next>two-days"}
    await there.undo()
    await there.has("added-by-hand")

    # Cutting heals the way that was cut out of.
    await page.bring_to_front()
    await page.get_by_role("tree").focus()
    await page.keyboard.press("Control+x")
    await table.is_saved()
    assert "joins:next>first-steps" in edges(await draft(api, slug))


async def test_pictures_show_every_step_and_every_way(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api, "lead-nurture")
    page = await visit(f"/journeys/{slug}")
    await Table(page).is_there()
    document = await draft(api, slug)

    await more(page, "Picture or print")
    dialog = page.get_by_role("dialog", name="Take a picture")
    svg = (await downloaded(page, by=dialog.get_by_role("button", name="Save as SVG").click())).decode()
    png = await downloaded(page, by=dialog.get_by_role("button", name="Save as PNG").click())

    drawn = set(re.findall(r'data-edge="([^"]+)" data-to="([^"]+)"', svg))
    assert drawn == {(f"{edge['from']}/{edge['port']}", edge["to"]) for edge in document["edges"]}
    assert set(re.findall(r'data-node="([^"]+)"', svg)) == set(document["nodes"])
    assert "<script" not in svg
    assert png.startswith(b"\x89PNG")
    assert len(png) > 20_000
