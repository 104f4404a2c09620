"""Segments over HTTP, as a person and a program use them."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.slices.segments.steps import made

from towpath.kit.clock import FixedClock
from towpath.kit.db import Database, driver
from towpath.segments import queries
from towpath.segments.store import refresh, watch

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
GERMANS = {"attribute": "country", "op": "equals", "value": "DE"}


async def test_a_segment_is_made_said_in_words_and_counted(
    client: httpx.AsyncClient, people: dict[str, int]
) -> None:
    condition = {"all": [GERMANS, {"event": "purchase", "count": {"at_least": 2}, "within": "P30D"}]}

    answer = await client.post("/api/v1/segments", json={"name": "Good Germans", "condition": condition})

    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/segments/good-germans"
    assert answer.headers["ETag"] == '"1"'
    segment = answer.json()
    assert segment["words"] == "“Country” is “DE” and has done “purchase” at least twice in the last 30 days"
    assert (segment["slug"], segment["count"], segment["kind"]) == ("good-germans", 1, "dynamic")
    assert segment["used_by"] == []
    assert (await client.get("/api/v1/segments/good-germans")).json() == segment


async def test_every_fault_of_a_condition_is_told_at_once(client: httpx.AsyncClient) -> None:
    condition = {"all": [{"attribute": "country", "op": "at_least", "value": 3}, {"attribute": "shoe", "op": "is_set"},
                         {"segment": "nobody"}, {"event": "purchase", "since": "entry"}, {"all": []}]}  # fmt: skip

    answer = await client.post("/api/v1/segments", json={"name": "Bad", "condition": condition})

    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/condition/all/0/op", "/condition/all/1/attribute", "/condition/all/2/segment", "/condition/all/3/since",
        "/condition/all/4/all",
    }  # fmt: skip


@pytest.mark.parametrize("body", [{"condition": None}, {"kind": "fixed", "condition": GERMANS}])
async def test_a_segment_is_either_a_condition_or_a_list(
    client: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    assert (await client.post("/api/v1/segments", json={"name": "x", **body})).status_code == 422


async def test_slugs_are_unique_and_made_of_names(client: httpx.AsyncClient) -> None:
    first, second = await made(client, "Gérmans!", GERMANS), await made(client, "Germans", GERMANS)

    assert [first["slug"], second["slug"]] == ["germans", "germans-2"]
    assert (await made(client, "Count", GERMANS))["slug"] == "count-2"
    taken = await client.post("/api/v1/segments", json={"name": "x", "condition": GERMANS, "slug": "germans"})
    assert (taken.status_code, taken.json()["code"]) == (409, "segment-slug-taken")


async def test_a_draft_is_said_counted_and_sampled(client: httpx.AsyncClient, people: dict[str, int]) -> None:
    answer = await client.post("/api/v1/segments/count", json={"condition": GERMANS})

    assert answer.status_code == 200
    assert answer.json() == {
        "words": "“Country” is “DE”", "faults": [], "count": 2, "is_too_slow": False,
        "sample": [
            {"id": people[n], "external_id": n, "email": f"{n}@example.com", "first_name": None, "last_name": None}
            for n in ("ada", "bob")
        ],
    }  # fmt: skip


async def test_an_unfinished_draft_has_words_and_faults_but_no_count(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/segments/count", json={"condition": {"all": [GERMANS, {"tag": ""}]}})

    assert answer.status_code == 200
    assert answer.json() == {
        "words": "“Country” is “DE” and is tagged …", "count": None, "sample": None, "is_too_slow": False,
        "faults": [{"pointer": "/condition/all/1/tag", "detail": "Choose the tag."}],
    }  # fmt: skip


async def test_a_stale_save_is_refused_and_one_without_an_etag_too(client: httpx.AsyncClient) -> None:
    await made(client, "Germans", GERMANS)
    body = {"name": "Deutsche", "condition": GERMANS}

    assert (await client.put("/api/v1/segments/germans", json=body)).status_code == 428
    saved = await client.put("/api/v1/segments/germans", json=body, headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.headers["ETag"], saved.json()["name"]) == (200, '"2"', "Deutsche")
    stale = await client.put("/api/v1/segments/germans", json=body, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


async def test_a_segment_cannot_be_made_of_itself_not_even_through_others(client: httpx.AsyncClient) -> None:
    await made(client, "One", GERMANS)
    await made(client, "Two", {"not": {"segment": "one"}})
    await made(client, "Three", {"segment": "two"})

    circle = await client.put(
        "/api/v1/segments/one",
        json={"name": "One", "condition": {"segment": "three"}},
        headers={"If-Match": "*"},
    )

    assert (circle.status_code, circle.json()["code"]) == (422, "segment-made-of-itself")
    assert "“One” → “Three” → “Two” → “One”" in circle.json()["detail"]
    draft = await client.post("/api/v1/segments/count", json={"condition": {"segment": "two"}})
    assert draft.json()["faults"] == []


async def test_segments_that_others_are_made_of_stay_usable(client: httpx.AsyncClient) -> None:
    tests = [{"tag": f"t{n}"} for n in range(490)]
    await made(client, "Small", GERMANS)
    await made(client, "Wide", {"any": [{"segment": "small"}] * 11})

    grown = await client.put(
        "/api/v1/segments/small",
        json={"name": "Small", "condition": {"any": tests}},
        headers={"If-Match": "*"},
    )

    assert grown.status_code == 422
    assert grown.json()["detail"].startswith("In “Wide”, which is made of this segment: ")


async def test_saving_a_watched_segment_lets_people_join_and_leave(
    client: httpx.AsyncClient, db: Database, clock: FixedClock, people: dict[str, int]
) -> None:
    segment = await made(client, "Some", GERMANS)
    async with db.transaction() as conn:
        await watch(conn, ["some"], clock.at, "UTC")

    body = {"name": "Some", "condition": {"event": "purchase"}}
    await client.put("/api/v1/segments/some", json=body, headers={"If-Match": f'"{segment["revision"]}"'})

    async with db.transaction() as conn:
        fresh = await refresh(conn, clock.at, "UTC")
        assert [ids for _, ids in fresh.joined] == [[people["cy"]]]
        assert [ids for _, ids in fresh.left] == [[people["bob"]]]
        assert not (await refresh(conn, clock.at, "UTC")).joined


async def test_what_conditions_can_ask_is_published(client: httpx.AsyncClient) -> None:
    found = (await client.get("/api/v1/condition-types")).json()

    assert [s["key"] for s in found["subjects"]] == [
        "all", "any", "none", "not", "attribute", "tag", "segment", "event", "topic"
    ]  # fmt: skip
    between = next(o for o in found["operators"] if o["key"] == "between")
    assert between["fits"] == ["number", "date", "moment"]
    assert len(found["operators"]) == 19


@pytest.mark.parametrize(
    "condition",
    [
        {"attribute": "a\u0000b", "op": "is_set"},
        {"attribute": "country", "op": "equals", "value": "\u0000"},
        {"tag": "x" * 5000},
        {"attribute": "country", "op": "at_least", "value": 1e200},
        {"attribute": "country", "op": "in", "value": []},
        {"attribute": "country", "op": "in_last", "value": "P9999D\n"},
        {"event": "x", "within": 5},
        {"all": [[[[]]]]},
        {"not": {"not": "x"}},
        {},
    ],
)
async def test_odd_conditions_are_faults_not_errors(
    client: httpx.AsyncClient, condition: dict[str, Any]
) -> None:
    tried = await client.post("/api/v1/segments/count", json={"condition": condition})
    saved = await client.post("/api/v1/segments", json={"name": "x", "condition": condition})

    assert (tried.status_code, saved.status_code) == (200, 422)
    assert tried.json()["faults"]
    assert saved.json()["errors"]


async def test_a_count_that_takes_too_long_is_given_up_honestly(
    client: httpx.AsyncClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with db.transaction() as conn:
        await (await driver(conn)).execute(
            "INSERT INTO contact (country) SELECT 'DE' FROM generate_series(1, 20000)"
        )
    monkeypatch.setattr(queries, "PATIENCE_S", 0.001)

    tried = await client.post("/api/v1/segments/count", json={"condition": GERMANS})
    saved = await client.post("/api/v1/segments", json={"name": "Germans", "condition": GERMANS})
    listed = await client.get("/api/v1/segments/germans/contacts")

    assert (tried.status_code, tried.json()["count"], tried.json()["is_too_slow"]) == (200, None, True)
    assert (saved.status_code, saved.json()["count"]) == (201, None)
    assert (listed.status_code, listed.json()["code"]) == (503, "segment-too-slow")
