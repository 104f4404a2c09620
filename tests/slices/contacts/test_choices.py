"""What whoever writes a condition may choose from: fields, values, event properties, people of a segment."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.factories import a_contact, a_segment, an_attribute

from towpath.events import log
from towpath.kit.db import Database

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


async def items(client: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.fixture
async def people(db: Database) -> list[int]:
    async with db.transaction() as conn:
        await an_attribute(conn, "plan")
        await an_attribute(conn, "points", "number")
        return [
            await a_contact(conn, "ada@x.example", city="Berlin", country="DE", attributes={"plan": "pro"}),
            await a_contact(conn, "bo@x.example", city="Berlin", country="DE", first_name="Bo"),
            await a_contact(conn, "cy@y.example", city="bern", country="CH", attributes={"plan": "free"}),
        ]


async def test_all_fields_are_listed(client: httpx.AsyncClient, people: list[int]) -> None:
    fields = {field["key"]: field for field in await items(client, "contact-fields")}

    assert fields["time_zone"] == {
        "key": "time_zone",
        "name": "Time zone",
        "type": "text",
        "is_custom": False,
    }
    assert fields["created_at"]["type"] == "moment"
    assert fields["points"] == {"key": "points", "name": "Points", "type": "number", "is_custom": True}


async def test_values_are_those_that_contacts_have(client: httpx.AsyncClient, people: list[int]) -> None:
    assert await items(client, "contact-fields/city/values") == [
        {"value": "Berlin", "label": "Berlin", "contacts": 2}, {"value": "bern", "label": "bern", "contacts": 1},
    ]  # fmt: skip
    assert [v["value"] for v in await items(client, "contact-fields/city/values?q=BER")] == ["Berlin", "bern"]
    assert [v["value"] for v in await items(client, "contact-fields/city/values?q=berl")] == ["Berlin"]
    assert [v["value"] for v in await items(client, "contact-fields/plan/values")] == ["free", "pro"]
    assert await items(client, "contact-fields/city/values?q=%25") == []


async def test_countries_and_zones_are_known_by_name(client: httpx.AsyncClient, people: list[int]) -> None:
    countries = await items(client, "contact-fields/country/values")
    assert [(v["value"], v["label"], v["contacts"]) for v in countries[:2]] == [
        ("DE", "Germany", 2), ("CH", "Switzerland", 1),
    ]  # fmt: skip
    assert len(countries) == 50
    swiss = await items(client, "contact-fields/country/values?q=Switz")
    assert [(v["value"], v["contacts"]) for v in swiss] == [("CH", 1)]
    assert "AT" in [v["value"] for v in await items(client, "contact-fields/country/values?q=aus")]
    zones = await items(client, "contact-fields/time_zone/values?q=america/new")
    assert zones == [{"value": "America/New_York", "label": "America/New York", "contacts": 0}]


@pytest.mark.parametrize("key", ["points", "created_at", "nothing", "id"])
async def test_only_texts_have_values_to_choose_from(
    client: httpx.AsyncClient, people: list[int], key: str
) -> None:
    answer = await client.get(f"/api/v1/contact-fields/{key}/values")

    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-attribute")


async def test_properties_of_events_are_those_that_were_seen(
    client: httpx.AsyncClient, db: Database, people: list[int]
) -> None:
    bought = [
        {"amount": 20, "item": "tea", "gift": True}, {"amount": 20, "item": "tea", "lines": [1]},
        {"amount": 7.5, "item": "x" * 100, "note": None},
    ]  # fmt: skip
    async with db.transaction() as conn:
        events = [
            log.NewEvent("purchase", contact_id=person, at=NOW, properties=properties)
            for person, properties in zip(people, bought, strict=True)
        ]
        await log.append(conn, [*events, log.NewEvent("visit", contact_id=people[0], at=NOW)], NOW)

    properties = {p["key"]: p for p in await items(client, "event-names/purchase/properties")}

    assert list(properties)[:2] == ["amount", "item"]
    assert properties["amount"] == {"key": "amount", "types": ["number"], "examples": [20, 7.5]}
    assert properties["item"] == {"key": "item", "types": ["text"], "examples": ["tea"]}
    assert (properties["gift"]["types"], properties["gift"]["examples"]) == (["boolean"], [True])
    assert (properties["lines"]["types"], properties["lines"]["examples"]) == (["list"], [])
    assert (properties["note"]["types"], properties["note"]["examples"]) == ([], [])
    assert await items(client, "event-names/visit/properties") == []
    assert await items(client, "event-names/never/properties") == []


async def test_people_of_a_segment_are_searched(
    client: httpx.AsyncClient, db: Database, people: list[int]
) -> None:
    async with db.transaction() as conn:
        await a_segment(conn, "all", {"attribute": "email", "op": "is_set"})
    await client.post("/api/v1/segments", json={"name": "Friends", "kind": "fixed"})
    await client.patch("/api/v1/segments/friends/contacts", json={"add": people})

    for segment in ("all", "friends"):
        found = {
            q: [m["email"] for m in await items(client, f"segments/{segment}/contacts?q={q}")]
            for q in ("X.EXAMPLE", "bo", "%25", "")
        }
        assert found == {
            "X.EXAMPLE": ["ada@x.example", "bo@x.example"], "bo": ["bo@x.example"], "%25": [],
            "": ["ada@x.example", "bo@x.example", "cy@y.example"],
        }, segment  # fmt: skip
