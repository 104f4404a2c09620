"""What several tests do first: journeys that are there, and files that come and go."""

from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page
from tests.browser.house import template


async def a_journey(api: httpx.AsyncClient, slug: str = "welcome-series") -> str:
    """Import a template; return the journey's slug."""
    answer = await api.post("/api/v1/flows", json={"flow": template(slug)})
    return answer.raise_for_status().json()["journey"]


async def publish(api: httpx.AsyncClient, slug: str, *, include_current: bool = False) -> int:
    """Publish a draft; return the version's number."""
    answer = await api.post(f"/api/v1/journeys/{slug}/versions", json={"include_current": include_current})
    return answer.raise_for_status().json()["number"]


async def change(api: httpx.AsyncClient, slug: str, **parts: Any) -> None:
    """Change the draft as somebody else would."""
    answer = await api.get(f"/api/v1/journeys/{slug}/draft")
    document = {**answer.json()["document"], **parts}
    saved = await api.put(
        f"/api/v1/journeys/{slug}/draft", json=document, headers={"If-Match": answer.headers["etag"]}
    )
    saved.raise_for_status()


async def bring(page: Page, content: str | bytes, name: str = "strange.flow.json") -> None:
    """Choose a file to import by the button, as a person does."""
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Import a file").first.click()
    data = content.encode() if isinstance(content, str) else content
    await (await choosing.value).set_files({"name": name, "mimeType": "application/json", "buffer": data})


async def more(page: Page, item: str) -> None:
    """Choose from the builder's menu of everything else."""
    await page.locator(".builder-bar").get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name=item).click()


async def downloaded(page: Page, *, by: Any) -> bytes:
    """Return the file that `by`, a coroutine, makes the page save."""
    async with page.expect_download() as coming:
        await by
    return Path(await (await coming.value).path()).read_bytes()  # noqa: ASYNC240 - it is there
