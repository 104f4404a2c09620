"""The plan of an import foresees what the import would refuse, and writes nothing."""

from typing import Any

import httpx
import pytest

_BROKEN_MAIL = {"name": "Hello", "subject": "", "body": {"mjml": "<mjml>"}}
_BROKEN_SEGMENT = {"name": "Odd", "condition": {"nothing": 1}}


def _a_file(**more: Any) -> dict[str, Any]:
    return {"format": "towpath.flow/1", "nodes": {"in": {"type": "manual_entry"}}, "edges": [], **more}


@pytest.mark.parametrize(
    ("resources", "places"),
    [
        ({"topics": {"news": {"name": "n" * 270}}}, ["/resources/topics/news/name"]),
        (
            {"topics": {"good": {"name": "Good"}, "news": {"name": "n" * 270}}},
            ["/resources/topics/news/name"],
        ),
        (
            {"messages": {"hello": _BROKEN_MAIL}},
            ["/resources/messages/hello/subject", "/resources/messages/hello/body/mjml"],
        ),
        ({"segments": {"odd": _BROKEN_SEGMENT}}, ["/resources/segments/odd/condition"]),
        (
            {"segments": {"own": {"name": "Own", "condition": {"segment": "own"}}}},
            ["/resources/segments/own/condition"],
        ),
    ],
)
async def test_the_plan_refuses_what_the_import_refuses_and_says_where(
    client: httpx.AsyncClient, resources: dict[str, Any], places: list[str]
) -> None:
    for address in ("/api/v1/flows/plan", "/api/v1/flows"):
        refused = await client.post(address, json={"flow": _a_file(resources=resources)})

        assert refused.status_code == 422, refused.text
        assert [fault["pointer"] for fault in refused.json()["errors"]] == places


async def test_a_plan_writes_nothing(client: httpx.AsyncClient) -> None:
    flow = _a_file(resources={"topics": {"news": {"name": "News"}}})

    for _ in range(2):
        plan = (await client.post("/api/v1/flows/plan", json={"flow": flow})).json()
        assert [item["choice"] for item in plan["items"]] == ["create"]
    assert (await client.get("/api/v1/topics")).json()["items"] == []


async def test_what_is_to_be_filled_in_is_not_judged_before(client: httpx.AsyncClient) -> None:
    mail = {"name": "Hi", "subject": "Hi", "from_address": "{{ parameters.sender }}", "body": {"text": "Hi"}}
    flow = _a_file(parameters={"sender": {"label": "Your address"}}, resources={"messages": {"hi": mail}})

    assert (await client.post("/api/v1/flows/plan", json={"flow": flow})).status_code == 200


async def test_a_broken_resource_may_still_be_left_out_for_ones_own(client: httpx.AsyncClient) -> None:
    ours = await client.post("/api/v1/segments", json={"name": "Odd", "condition": {"tag": "vip"}})
    flow = _a_file(resources={"segments": {ours.json()["slug"]: _BROKEN_SEGMENT}})

    plan = await client.post("/api/v1/flows/plan", json={"flow": flow})

    assert plan.json()["items"][0]["choices"] == ["rename", "reuse", "update"]
    choices = {f"segment:{ours.json()['slug']}": "reuse"}
    assert (await client.post("/api/v1/flows", json={"flow": flow, "choices": choices})).status_code == 201
