"""Journeys over HTTP: drafts, problems, publishing, life, people, files."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.factories import a_contact, a_flow, a_message, a_segment, a_topic

from towpath.kit.db import Database

FLOWS = Path(__file__).parents[3] / "flows"
SIMPLE = a_flow({"in": "manual_entry", "out": "exit"}, "in:next>out", name="Simple")


async def created(client: httpx.AsyncClient, flow: dict[str, Any] = SIMPLE) -> str:
    answer = await client.post("/api/v1/journeys", json={"document": flow})
    assert answer.status_code == 201, answer.text
    return answer.json()["slug"]


async def published(client: httpx.AsyncClient, flow: dict[str, Any] = SIMPLE) -> str:
    slug = await created(client, flow)
    answer = await client.post(f"/api/v1/journeys/{slug}/versions", json={})
    assert answer.status_code == 201, answer.text
    return slug


async def test_a_journey_is_made_listed_and_deleted(client: httpx.AsyncClient) -> None:
    first, second = await created(client), await created(client)

    listed = (await client.get("/api/v1/journeys")).json()
    assert [j["slug"] for j in listed["items"]] == [second, first] == ["simple-2", "simple"]
    assert listed["items"][0]["state"] == "draft"

    assert (await client.delete(f"/api/v1/journeys/{second}")).status_code == 204
    assert (await client.get(f"/api/v1/journeys/{second}")).status_code == 404


async def test_a_stale_save_is_refused_and_loses_nobodys_work(client: httpx.AsyncClient) -> None:
    slug = await created(client)
    path = f"/api/v1/journeys/{slug}/draft"
    mine = (await client.get(path)).headers["etag"]
    theirs = {**SIMPLE, "name": "Theirs"}
    assert (await client.put(path, json=theirs, headers={"If-Match": mine})).status_code == 200

    refused = await client.put(path, json={**SIMPLE, "name": "Mine"}, headers={"If-Match": mine})

    assert refused.status_code == 412
    assert refused.json()["code"] == "stale"
    assert (await client.get(path)).json()["document"]["name"] == "Theirs"


async def test_saving_without_saying_what_one_has_seen_is_refused(client: httpx.AsyncClient) -> None:
    slug = await created(client)

    assert (await client.put(f"/api/v1/journeys/{slug}/draft", json=SIMPLE)).status_code == 428


async def test_a_half_drawn_draft_is_saved_and_its_problems_are_told(client: httpx.AsyncClient) -> None:
    slug = await created(client)
    draft = a_flow({"in": "segment_entered", "mail": "send_email"}, "in:next>mail")

    saved = await client.put(f"/api/v1/journeys/{slug}/draft", json=draft, headers={"If-Match": "*"})

    report = saved.json()["report"]
    assert not report["can_publish"]
    assert {(p["node"], p["field"]) for p in report["problems"]} >= {("in", "segment"), ("mail", "message")}
    assert report["summaries"]["mail"] == "Send …"


async def test_publishing_a_draft_with_problems_is_refused_with_the_list(client: httpx.AsyncClient) -> None:
    slug = await created(client, a_flow({"in": "manual_entry", "mail": "send_email"}, "in:next>mail"))

    refused = await client.post(f"/api/v1/journeys/{slug}/versions", json={})

    assert refused.status_code == 422
    assert refused.json()["code"] == "journey-has-problems"
    pointers = {e["pointer"] for e in refused.json()["errors"]}
    assert pointers >= {"/nodes/mail/config/message", "/nodes/mail/config/topic", "/nodes/mail"}


async def test_versions_are_numbered_and_never_change(client: httpx.AsyncClient) -> None:
    slug = await published(client)
    again = await client.post(f"/api/v1/journeys/{slug}/versions", json={})
    assert again.status_code == 409
    assert again.json()["code"] == "nothing-to-publish"

    changed = a_flow(
        {"in": "manual_entry", "out": ("exit", {"reason": "done"})}, "in:next>out", name="Simple"
    )
    await client.put(f"/api/v1/journeys/{slug}/draft", json=changed, headers={"If-Match": "*"})
    assert (await client.post(f"/api/v1/journeys/{slug}/versions", json={})).json()["number"] == 2

    versions = (await client.get(f"/api/v1/journeys/{slug}/versions")).json()
    assert [(v["number"], v["is_live"]) for v in versions] == [(2, True), (1, False)]
    first = (await client.get(f"/api/v1/journeys/{slug}/versions/1")).json()
    assert first["document"]["nodes"]["out"]["config"] == {}


async def test_a_journey_lives_pauses_goes_on_and_is_archived(client: httpx.AsyncClient) -> None:
    slug = await published(client)
    path = f"/api/v1/journeys/{slug}"

    states = [
        (await client.request(verb, f"{path}/{what}")).json().get("state")
        for verb, what in (("PUT", "pause"), ("DELETE", "pause"), ("PUT", "archive"), ("DELETE", "archive"))
    ]

    assert states == ["paused", "live", "archived", "draft"]
    assert (await client.put(f"{path}/pause")).json()["code"] == "wrong-journey-state"
    assert (await client.delete(path)).status_code == 409, "what was published keeps its history"


async def test_people_are_added_by_hand_with_a_result_for_each(
    client: httpx.AsyncClient, db: Database
) -> None:
    async with db.transaction() as conn:
        ada = await a_contact(conn, "ada@example.com")
        await a_contact(conn, "bo@example.com", external_id="b-1")
    slug = await published(client)

    people = [
        {"email": "ADA@example.com"},
        {"external_id": "b-1"},
        {"contact_id": ada},
        {"email": "nobody@example.com"},
        {},
    ]
    answer = await client.post(f"/api/v1/journeys/{slug}/enrollments", json={"contacts": people})

    assert answer.json()["entered"] == 2
    assert [row["result"] for row in answer.json()["rows"]] == [
        "entered",
        "entered",
        "skipped",
        "skipped",
        "skipped",
    ]
    assert all(row["reason"] for row in answer.json()["rows"][2:])
    listed = (await client.get(f"/api/v1/journeys/{slug}/enrollments?node=in&standing=waiting")).json()
    assert {e["email"] for e in listed["items"]} == {"ada@example.com", "bo@example.com"}
    one = (await client.get(f"/api/v1/enrollments/{listed['items'][0]['id']}")).json()
    assert one["standing"] == "waiting"


async def test_a_segment_is_added_by_hand(client: httpx.AsyncClient, db: Database) -> None:
    async with db.transaction() as conn:
        for country in ("DE", "DE", "FR"):
            await a_contact(conn, country=country)
        await a_segment(conn, "germans", {"attribute": "country", "op": "equals", "value": "DE"})
    slug = await published(client)

    answer = await client.post(f"/api/v1/journeys/{slug}/enrollments", json={"segment": "germans"})

    assert answer.json()["entered"] == 2
    counts = (await client.get(f"/api/v1/journeys/{slug}/counts")).json()
    assert counts["nodes"]["in"]["waiting"] == 2


async def test_node_types_come_from_their_one_file(client: httpx.AsyncClient) -> None:
    types = {t["type"]: t for t in (await client.get("/api/v1/node-types")).json()}

    assert types["wait"]["label"] == "Wait"
    assert types["wait"]["schema"]["properties"]["for"]["x-widget"] == "duration"
    assert [p["key"] for p in types["branch"]["ports"]] == ["yes", "no"]
    assert types["segment_entered"]["is_entry"]


async def test_checking_a_document_writes_nothing(client: httpx.AsyncClient) -> None:
    report = (await client.post("/api/v1/journeys/check", json=SIMPLE)).json()

    assert report["can_publish"]
    assert report["summaries"]["out"] == "End of the journey"
    assert (await client.get("/api/v1/journeys")).json()["items"] == []


async def test_a_flow_file_is_told_in_its_own_names_before_it_is_imported(client: httpx.AsyncClient) -> None:
    flow = json.loads((FLOWS / "birthday-greeting" / "flow.json").read_text())

    report = (await client.post("/api/v1/journeys/check", json=flow)).json()

    assert report["summaries"]["greeting"] == "Send “Birthday: greeting”"
    assert report["can_publish"]


async def test_a_flow_file_is_planned_imported_and_exported_as_it_came(client: httpx.AsyncClient) -> None:
    flow = json.loads((FLOWS / "re-engagement-series" / "flow.json").read_text())

    plan = (await client.post("/api/v1/flows/plan", json={"flow": flow})).json()
    assert {(i["kind"], i["choice"]) for i in plan["items"]} == {
        ("segment", "create"), ("message", "create"), ("topic", "create"),
    }  # fmt: skip
    assert set(plan["parameters"]) == {"shop_url", "discount_code"}

    parameters = {"shop_url": "https://tea.example", "discount_code": "TEA"}
    imported = await client.post("/api/v1/flows", json={"flow": flow, "parameters": parameters})
    assert imported.status_code == 201, imported.text
    exported = await client.get(f"/api/v1/journeys/{imported.json()['journey']}/flow")
    assert "https://tea.example" in exported.text
    assert "parameters." not in exported.text

    again = (await client.post("/api/v1/flows", json={"flow": exported.json()})).json()
    assert {i["choice"] for i in again["items"]} == {"reuse"}
    assert (await client.get(f"/api/v1/journeys/{again['journey']}/flow")).content == exported.content


async def test_a_name_that_means_something_else_here_is_renamed_with_its_references(
    client: httpx.AsyncClient, db: Database
) -> None:
    async with db.transaction() as conn:
        await a_message(conn, "re-engagement-miss-you")
        await a_segment(conn, "lapsed-customers", {"tag": "other"})
    flow = json.loads((FLOWS / "re-engagement-series" / "flow.json").read_text())

    imported = (await client.post("/api/v1/flows", json={"flow": flow})).json()

    renamed = {i["key"]: i["slug"] for i in imported["items"] if i["choice"] == "rename"}
    assert renamed == {
        "re-engagement-miss-you": "re-engagement-miss-you-2", "lapsed-customers": "lapsed-customers-2",
    }  # fmt: skip
    draft = (await client.get(f"/api/v1/journeys/{imported['journey']}/draft")).json()["document"]
    assert draft["nodes"]["miss-you"]["config"]["message"] == "re-engagement-miss-you-2"
    assert draft["nodes"]["lapsed"]["config"]["segment"] == "lapsed-customers-2"


async def test_a_node_of_an_unknown_type_is_kept_and_not_published(client: httpx.AsyncClient) -> None:
    flow = a_flow(
        {"in": "manual_entry", "fax": ("acme.fax", {"to": "+1"}), "out": "exit"},
        "in:next>fax",
        "fax:sent>out",
    )

    plan = (await client.post("/api/v1/flows/plan", json={"flow": flow})).json()
    slug = (await client.post("/api/v1/flows", json={"flow": flow})).json()["journey"]

    assert plan["unknown_types"] == ["acme.fax"]
    exported = (await client.get(f"/api/v1/journeys/{slug}/flow")).json()
    assert exported["nodes"]["fax"] == {"type": "acme.fax", "config": {"to": "+1"}}
    assert (await client.post(f"/api/v1/journeys/{slug}/versions", json={})).status_code == 422


@pytest.mark.parametrize(
    "flow",
    [
        {"format": "other/1"},
        {"nodes": {"../../etc": {"type": "exit"}}},
        {"nodes": {"a": {"type": "exit", "x": 1}}},
        {"name": "x" * 5000},
        {"edges": [{"from": "a"}]},
    ],
)
async def test_a_file_that_is_no_flow_does_nothing_and_is_told_why(
    client: httpx.AsyncClient, flow: dict[str, Any]
) -> None:
    refused = await client.post("/api/v1/flows", json={"flow": flow})

    assert refused.status_code == 422
    assert refused.json()["code"] == "bad-flow"
    assert (await client.get("/api/v1/journeys")).json()["items"] == []


async def test_the_timeline_tells_why(client: httpx.AsyncClient, db: Database, world: Any) -> None:
    async with db.transaction() as conn:
        await a_message(conn)
        await a_topic(conn, "news")
        ada = await a_contact(conn, "ada@example.com", tags=["vip"])
    slug = await world.publish(
        a_flow(
            {
                "in": "manual_entry", "ask": ("branch", {"condition": {"tag": "vip"}}),
                "mail": ("send_email", {"message": "hello", "topic": "news"}),
                "wait": ("wait", {"for": "P2D"}), "out": "exit",
            },
            "in:next>ask", "ask:yes>mail", "ask:no>out", "mail:next>wait", "wait:next>out",
            name="Welcome",
        )
    )  # fmt: skip
    await world.add(slug, ada)
    await world.tick()

    told = (await client.get(f"/api/v1/contacts/{ada}/timeline")).json()

    sentences = [item["sentence"] for item in told["items"]]
    assert sentences == [
        "“Hello” waits to be sent",
        "Send “Hello”",
        "Check: is tagged “vip”? Yes",
        "When someone is added by hand or by a program",
        "Entered “Welcome” (version 1)",
    ]
    assert told["waiting"][0]["sentence"] == "Wait 2 days"
    pages = []
    cursor = ""
    while cursor is not None:
        page = (
            await client.get(f"/api/v1/contacts/{ada}/timeline?limit=2{cursor and '&cursor=' + cursor}")
        ).json()
        pages += page["items"]
        cursor = page["next"]
    assert pages == told["items"]
