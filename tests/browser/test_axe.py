"""Everybody can use every screen: axe-core finds nothing, light and dark, on a desktop and on a phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.scenes import SCENES, Scene

from towpath.team.model import Role

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
# Frames hold e-mails as they were written; Swagger UI is as its makers made it.
RUN = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const options = { iframes: false, resultTypes: ["violations"], runOnly: tags };
  const found = await axe.run({ exclude: [".swagger-ui"] }, options);
  const places = (nodes) => nodes.map((node) => `${node.target} ${node.failureSummary}`);
  return found.violations.map(({ id, help, nodes }) => ({ id, help, at: places(nodes) }));
}
"""


async def violations(page: Page) -> list[dict[str, Any]]:
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    return await page.evaluate(RUN)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_axe_finds_nothing(look: Visit, scene: Scene) -> None:
    page = await look("about:blank", role=Role.OWNER if scene.signed_in else None)
    await scene.open(page)

    told: list[str] = []
    for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
        await page.set_viewport_size(size)
        for shade in ("light", "dark"):
            await page.emulate_media(color_scheme=shade)
            for found in await violations(page):
                told += [f"{device}, {shade}: {found['id']} ({found['help']}): {at}" for at in found["at"]]
    if told:
        pytest.fail("\n".join(told), pytrace=False)
