"""The gallery as the pages see it."""

import json
import os
from pathlib import Path

import httpx
import pytest
from tests.factories import a_flow
from tests.flows.test_gallery import FLOWS, REGISTRY, TEMPLATES

from towpath.journeys.gallery import CATEGORIES, Gallery, NoSuchTemplate


async def test_every_template_is_in_the_gallery_with_what_it_needs(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/v1/templates")).json()

    assert sorted(t["slug"] for t in listed) == TEMPLATES
    assert {t["category"] for t in listed} == set(CATEGORIES)
    assert [CATEGORIES.index(t["category"]) for t in listed] == sorted(
        CATEGORIES.index(t["category"]) for t in listed
    )
    for template in listed:
        assert template["story"].startswith(f"# {template['name']}\n")
        assert template["needs"]
        assert template["channels"] == ["email"]
        assert template["drawing"]["nodes"]
    welcome = next(t for t in listed if t["slug"] == "welcome-series")
    assert (welcome["messages"], welcome["days"]) == (3, 7.0)
    assert welcome["needs"] == [
        "People who are subscribed to “News” or “Offers”: nobody else gets its messages.",
        "Your shop, site or app reports this event: “purchase”.",
        "You fill in: Discount code for the first order, Address of your shop.",
    ]
    assert {"kind": "segment", "key": "new-subscribers", "name": "New subscribers"}.items() <= next(
        need for need in welcome["brings"] if need["kind"] == "segment"
    ).items()


@pytest.mark.parametrize("name", TEMPLATES)
async def test_a_template_is_imported_as_it_is_given(client: httpx.AsyncClient, name: str) -> None:
    given = (await client.get(f"/api/v1/templates/{name}")).json()

    assert given["document"] == json.loads((FLOWS / name / "flow.json").read_text())
    imported = await client.post("/api/v1/flows", json={"flow": given["document"]})
    assert imported.status_code == 201, imported.text


async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient) -> None:
    for name in ("no-such", "..", "%2e%2e", "flow.schema.json"):
        assert (await client.get(f"/api/v1/templates/{name}")).status_code == 404, name


def test_a_file_is_read_again_when_it_changed_and_left_out_when_it_is_broken(tmp_path: Path) -> None:
    flow = a_flow(
        {"in": "manual_entry", "w": ("wait", {"for": "P2D"}), "out": "exit"}, "in:next>w", "w:next>out"
    )
    for name in ("mine", "broken", "foreign"):
        (tmp_path / name).mkdir()
    file = tmp_path / "mine" / "flow.json"
    file.write_text(json.dumps(flow))
    (tmp_path / "broken" / "flow.json").write_text("{")
    (tmp_path / "foreign" / "flow.json").write_text(json.dumps(a_flow({"in": "acme.fax"})))
    gallery = Gallery(tmp_path, REGISTRY)

    (mine,) = gallery.all()
    assert (mine.slug, mine.category, mine.days, mine.story) == ("mine", "Other", 2.0, "")
    assert gallery.one("mine") is gallery.one("mine")

    file.write_text(json.dumps({**flow, "name": "Renamed"}))
    os.utime(file, ns=(1, 1))
    (tmp_path / "mine" / "story.md").write_text("---\ncategory: Sell\n---\n# Mine\n")
    (mine,) = gallery.all()
    assert (mine.name, mine.category, mine.story) == ("Renamed", "Sell", "# Mine\n")
    with pytest.raises(NoSuchTemplate):
        gallery.one("broken")
