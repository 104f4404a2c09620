"""Files from strangers: a plan before anything is written, a clear answer to what cannot be, and nothing ever runs."""

import json
import re
from typing import Any

import httpx
import pytest
from playwright.async_api import expect
from tests.browser.conftest import Visit
from tests.browser.doings import bring
from tests.browser.house import House, template
from tests.browser.watching import Complaints

SCRIPT = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


async def written(api: httpx.AsyncClient) -> dict[str, int]:
    """Count what an import could have written."""
    kinds = ("journeys", "messages", "segments", "topics", "attributes")
    return {kind: len((await api.get(f"/api/v1/{kind}")).json()["items"]) for kind in kinds}


def nested(levels: int) -> str:
    deep = '{"a":' * levels + "1" + "}" * levels
    return f'{{"format":"towpath.flow/1","name":"Deep","nodes":{{}},"edges":[],"resources":{deep}}}'


def with_nodes(nodes: dict[str, Any]) -> str:
    return json.dumps({"format": "towpath.flow/1", "name": "Strange", "nodes": nodes, "edges": []})


REFUSED = {
    "bomb-deep": (nested(100_000), "nested deeper than|damaged"),
    "bomb-wide": ("[" + "0," * 1_500_000 + "0]", "larger than 2 MB"),
    "no-json": ("GIF89a\x00\x01", "damaged"),
    "half": (json.dumps(template("welcome-series"))[:3000], "damaged"),
    "empty": ("  \n", "empty"),
    "a-list": ("[]", "not a Towpath journey"),
    "of-others": ('{"nodes": [{"type": "n8n-nodes-base.start"}], "connections": {}}', "not a Towpath journey"),
    "of-the-future": ('{"format": "towpath.flow/99", "nodes": {}, "edges": []}', "does not know"),
    "many-steps": (with_nodes({f"n{n}": {"type": "exit"} for n in range(10_000)}), "at most 500"),
    "proto": ('{"format":"towpath.flow/1","nodes":{"__proto__":{"type":"exit"}},"edges":[]}', "cannot be called"),
    "script-as-key": (with_nodes({SCRIPT: {"type": "exit"}}), "cannot be called"),
    "edges-of-nothing": ('{"format":"towpath.flow/1","nodes":{},"edges":[1,null,{}]}', "connections"),
}  # fmt: skip


async def test_what_is_no_journey_is_refused_in_a_sentence(
    visit: Visit, api: httpx.AsyncClient, complaints: Complaints
) -> None:
    complaints.expect("status of 4(00|13|22)")
    before = await written(api)
    page = await visit("/journeys")

    for kind, (content, sentence) in REFUSED.items():
        await bring(page, content, f"{kind}.json")

        dialog = page.get_by_role("dialog", name="This cannot be imported")
        await expect(dialog.get_by_role("alert")).to_contain_text(f"{kind}.json")
        await expect(dialog.get_by_role("alert")).to_contain_text(re.compile(sentence))
        await expect(dialog).to_contain_text("Nothing was changed here.")
        await dialog.get_by_role("button", name="Close").last.click()
        await expect(dialog).to_be_hidden()
    assert await written(api) == before
    assert await page.title() != "owned"


async def test_a_thousand_problems_are_a_short_answer(
    visit: Visit, api: httpx.AsyncClient, complaints: Complaints
) -> None:
    complaints.expect("status of 4(00|13|22)")
    before = await written(api)
    page = await visit("/journeys")
    nodes = {
        f"n{n}": {"type": "wait", "config": {"for": [n], "until": {"x": n}, "y": "z"}} for n in range(500)
    }

    await bring(page, with_nodes(nodes))

    dialog = page.get_by_role("dialog")
    await expect(
        dialog.get_by_role("button", name=re.compile("Import as a draft|Choose another file"))
    ).to_be_enabled()
    assert len(await dialog.inner_text()) < 3000
    assert await written(api) == before


async def test_unknown_steps_are_named_and_kept(visit: Visit, api: httpx.AsyncClient) -> None:
    page = await visit("/journeys")
    await bring(
        page,
        with_nodes({"start": {"type": "manual_entry"}, "x": {"type": "teleport", "config": {"to": "Mars"}}}),
    )
    dialog = page.get_by_role("dialog", name="Import a journey")
    await expect(dialog).to_contain_text("One kind of step is not installed")
    await expect(dialog).to_contain_text("teleport")

    await dialog.get_by_role("button", name="Import as a draft").click()

    await expect(page).to_have_url(re.compile("/journeys/strange$"))
    draft = (await api.get("/api/v1/journeys/strange/draft")).json()["document"]
    assert draft["nodes"]["x"] == {"type": "teleport", "config": {"to": "Mars"}}


def scripted(value: Any, path: tuple[str, ...] = ()) -> Any:
    """Put a script into every string that people write themselves."""
    if isinstance(value, dict):
        return {key: scripted(item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [scripted(item, path) for item in value]
    words = {
        "name",
        "description",
        "author",
        "license",
        "label",
        "subject",
        "preheader",
        "default",
        "html",
        "text",
    }
    if not isinstance(value, str) or path[-1] not in words:
        return value
    return SCRIPT if path[-1] in ("subject", "preheader") else f"{value[:20]}{SCRIPT}"


async def test_scripts_in_all_strings_stay_words(
    visit: Visit, house: House, api: httpx.AsyncClient, complaints: Complaints
) -> None:
    # The frame that shows the e-mail's own HTML says that it does not run it.
    complaints.expect("policy: script-src", "Content Security Policy", "sandboxed", "NotSameOrigin")
    page = await visit("/journeys")
    flow = scripted(template("welcome-series"))
    for message in flow["resources"]["messages"].values():
        message["body"] = {"html": f"<p>Hello</p>{SCRIPT}"}
    flow["notes"] = [{"text": SCRIPT, "at": [0, 0]}]
    page.on("dialog", lambda dialog: pytest.fail(f"A script asked: {dialog.message}"))

    await bring(page, json.dumps(flow))
    dialog = page.get_by_role("dialog", name="Import a journey")
    await expect(dialog.get_by_role("heading", name="Welcome series<img")).to_be_visible()
    await dialog.get_by_role("button", name="Import as a draft").click()

    await expect(page).to_have_url(re.compile("/journeys/welcome"))
    slug = page.url.rpartition("/")[2]
    messages = [message["slug"] for message in (await api.get("/api/v1/messages")).json()["items"]]
    for path in (
        f"/journeys/{slug}",
        "/",
        "/journeys",
        "/segments",
        "/segments/new-subscribers",
        "/messages",
        *(f"/messages/{message}" for message in messages),
    ):
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        await expect(page.get_by_role("main")).to_contain_text(re.compile("<script>|Hello|Welcome"))
        assert await page.title() != "owned", path
        assert await page.evaluate("document.querySelector('[onerror]')") is None, path
