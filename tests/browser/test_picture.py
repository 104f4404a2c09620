"""The journey as a picture: an SVG with every sentence and every connection, a PNG of the same, and paper."""

import math
import re
import struct
from xml.etree import ElementTree

import httpx
from playwright.async_api import Locator, expect
from tests.browser.conftest import Visit
from tests.browser.doings import a_journey, downloaded, more
from tests.browser.table import Table, draft

SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"


def words_of(element: ElementTree.Element) -> str:
    """Return the words that one sees."""
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


async def open_picture(visit: Visit, slug: str) -> Locator:
    page = await visit(f"/journeys/{slug}")
    await Table(page).is_there()
    await more(page, "Picture or print")
    dialog = page.get_by_role("dialog", name="Take a picture")
    await expect(dialog.get_by_role("img", name="Picture of the journey")).to_be_visible()
    return dialog


async def test_a_picture_shows_every_step_and_every_connection(visit: Visit, api: httpx.AsyncClient) -> None:
    slug = await a_journey(api)
    document = await draft(api, slug)
    report = (await api.post("/api/v1/journeys/check", json=document)).json()
    dialog = await open_picture(visit, slug)

    svg = await downloaded(dialog.page, by=dialog.get_by_role("button", name="Save as SVG").click())
    png = await downloaded(dialog.page, by=dialog.get_by_role("button", name="Save as PNG").click())

    root = ElementTree.fromstring(svg)
    cards = {group.get("data-node"): group for group in root.iter(f"{SVG}g") if group.get("data-node")}
    said = {key: card.findtext(f"{SVG}title") for key, card in cards.items()}
    assert said == report["summaries"]
    assert set(said) == set(document["nodes"])
    for key, card in cards.items():
        assert str(said[key]) in words_of(card), key
    ways = {(g.get("data-edge"), g.get("data-to")) for g in root.iter(f"{SVG}g") if g.get("data-edge")}
    assert ways == {(f"{edge['from']}/{edge['port']}", edge["to"]) for edge in document["edges"]}
    assert {"Welcome series", "Yes", "No"} <= {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert not re.search(rb"<script|href|url\(|\son\w+=", svg)

    assert png.startswith(PNG)
    size = struct.unpack(">II", png[16:24])
    assert size == tuple(math.ceil(2 * float(root.get(side, ""))) for side in ("width", "height"))
    assert 600 < size[0] < 3000
    assert 1500 < size[1] < 5000
    assert len(png) > 40_000


# The last listener to hear that printing begins sees what the page made of that.
PRINTED = """
addEventListener("beforeprint", () => {
  const isSeen = (one) => getComputedStyle(one).display !== "none";
  window.printed = {
    steps: [...document.querySelectorAll(".print-sheet [data-node]")].map((one) => one.dataset.node),
    seen: [...document.body.children].filter(isSeen).map((one) => one.className),
  };
});
"""


async def test_on_paper_is_the_whole_journey_and_nothing_around_it(
    visit: Visit, api: httpx.AsyncClient
) -> None:
    slug = await a_journey(api)
    dialog = await open_picture(visit, slug)
    page = dialog.page
    await page.emulate_media(media="print")
    await page.evaluate(PRINTED)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()

    assert (await page.pdf()).startswith(b"%PDF")

    printed = await page.evaluate("window.printed")
    assert set(printed["steps"]) == set((await draft(api, slug))["nodes"])
    assert printed["seen"] == ["print-sheet"]
    await expect(page.locator(".print-sheet")).to_have_count(0)
