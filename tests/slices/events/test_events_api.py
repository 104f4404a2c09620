"""Events over HTTP: durable when answered, good ones are kept whatever the bad ones are."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from towpath.kit.clock import FixedClock
from towpath.kit.db import Database

URL = "/api/v1/events"


async def rows(db: Database, query: str) -> list[tuple[Any, ...]]:
    async with db.transaction() as conn:
        return [tuple(row) for row in await conn.execute(text(query))]


async def test_one_event_is_stored_when_it_is_answered(client: httpx.AsyncClient, db: Database) -> None:
    properties = {
        "amount": 29.9,
        "note": "Grüße 🎉 \u202eRTL",
        "items": [{"sku": "=1+1"}],
        "big": 12345678901234567890123,
    }

    answer = await client.post(
        URL, json={"name": "purchase", "email": " Ada@Example.COM ", "properties": properties}
    )

    assert (answer.status_code, answer.json()) == (202, {"accepted": 1, "duplicates": 0, "errors": []})
    assert await rows(db, "SELECT email, properties->>'note', properties->>'big' FROM event "
                          "JOIN contact ON contact.id = contact_id") == [
        ("Ada@example.com", properties["note"], "12345678901234567890123")]  # fmt: skip


async def test_a_bad_event_does_not_stop_the_good_ones(
    client: httpx.AsyncClient, clock: FixedClock, db: Database
) -> None:
    deep: Any = 1
    for _ in range(11):
        deep = {"a": deep}
    late = (clock.at + timedelta(days=1, seconds=1)).isoformat()
    bad: list[tuple[Any, str]] = [
        ({"name": "$sent", "external_id": "a"}, "begin with $"),
        ({"name": "Bad Name", "external_id": "a"}, "snake_case"),
        ({"name": "a" * 65, "external_id": "a"}, "at most 64"),
        ({"name": "x"}, "external_id, email or contact_id"),
        ({"name": "x", "email": "nope"}, "name@example.com"),
        ({"name": "x", "email": "müller@example.com"}, "before the @"),
        ({"name": "x", "external_id": "a", "at": "2030-01-07T09:00:00"}, "time zone"),
        ({"name": "x", "external_id": "a", "at": "yesterday"}, ""),
        ({"name": "x", "external_id": "a", "at": late}, "future"),
        ({"name": "x", "external_id": "a", "at": "0001-01-01T00:00:00Z"}, "1900"),
        ({"name": "x", "external_id": "a", "properties": {"a": "x" * 33_000}}, "32 KB"),
        ({"name": "x", "external_id": "a", "properties": deep}, "deeper than 10"),
        ({"name": "x", "external_id": "a", "properties": {"a\0": 1}}, "NUL"),
        ({"name": "x", "external_id": "a", "properties": ["no"]}, ""),
        ({"name": "x", "external_id": "a", "surprise": 1}, "no such field"),
        ({"name": "x", "external_id": "a" * 256}, "longer"),
        ({"name": "x", "external_id": "a", "id": ""}, "id"),
        ({"name": "x", "external_id": "a", "id": "nul\0"}, "id"),
        ({"name": "x", "contact_id": 10**30}, ""),
        ({"name": "x", "contact_id": 4711}, "no such contact"),
        ("text", ""), (None, ""), (["x"], ""), ({}, ""),
    ]  # fmt: skip
    good = {
        "name": "ok",
        "external_id": "a",
        "properties": {"not_a_nul": "\\u0000", "ten": {"a": {"b": [[[[[[[1]]]]]]]}}},
    }

    answer = await client.post(URL, json={"events": [event for event, _ in bad] + [good]})

    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert body["accepted"] == 1
    assert [error["index"] for error in body["errors"]] == list(range(len(bad)))
    for (event, words), error in zip(bad, body["errors"], strict=True):
        assert words in error["detail"], (event, error)
        assert len(error["detail"]) > 10
        assert error["pointer"].startswith(f"/events/{error['index']}")
    assert await rows(db, "SELECT name, properties->>'not_a_nul' FROM event JOIN event_name n ON n.id = name_id") == [
        ("ok", "\\u0000")]  # fmt: skip


async def test_when_all_are_bad_the_answer_says_so(client: httpx.AsyncClient) -> None:
    for body in (
        {"name": "Bad", "external_id": "a"},
        {"events": [{"name": "Bad", "external_id": "a"}, {"name": 1}]},
    ):
        answer = await client.post(URL, json=body)

        assert (answer.status_code, answer.json()["code"]) == (422, "events-refused")
        assert answer.json()["errors"][0]["pointer"].startswith("/events/0")


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 400), (b"{", 400), (b"[]", 422), (b'"x"', 422), (b'{"events": []}', 422), (b'{"events": {}}', 422),
     (b'{"name": "a", "surprise": 1, "external_id": "a"}', 422), (b'{"events": [], "surprise": 1}', 422),
     (b'{"name": "a", "external_id": "\xff"}', 400), (b"[" * 100_000, 400),
     (b'{"events": [' + b",".join([b'{"name": "a", "external_id": "a"}'] * 1001) + b"]}", 422)],
)  # fmt: skip
async def test_a_body_that_is_no_batch_is_refused(
    client: httpx.AsyncClient, content: bytes, status: int
) -> None:
    answer = await client.post(URL, content=content, headers={"Content-Type": "application/json"})

    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_form_is_not_taken_for_json(client: httpx.AsyncClient) -> None:
    answer = await client.post(URL, content=b"name=a", headers={"Content-Type": "application/xml"})

    assert answer.status_code == 415


async def test_an_id_is_counted_once_however_often_it_is_sent(
    client: httpx.AsyncClient, db: Database
) -> None:
    event = {"name": "purchase", "external_id": "a", "id": "order-1"}

    both = {"events": [event, event | {"id": "order-2"}]}

    answers = await asyncio.gather(*(client.post(URL, json=body) for body in [event] * 20 + [both] * 5))

    assert {answer.status_code for answer in answers} == {202}
    assert sum(answer.json()["accepted"] for answer in answers) == 2
    assert sum(answer.json()["duplicates"] for answer in answers) == 28
    assert await rows(db, "SELECT count FROM event_stat") == [(2,)]


async def test_strangers_are_made_unless_it_is_switched_off(client: httpx.AsyncClient, db: Database) -> None:
    await client.post(URL, json={"name": "a", "external_id": "known"})

    answer = await client.post(URL, json={"create_contacts": False, "events": [
        {"name": "a", "external_id": "known"}, {"name": "a", "external_id": "stranger"},
        {"name": "a", "email": "stranger@example.com"},
    ]})  # fmt: skip
    single = await client.post(URL, json={"create_contacts": False, "name": "a", "external_id": "stranger"})

    assert [error["index"] for error in answer.json()["errors"]] == [1, 2]
    assert single.status_code == 422
    assert await rows(db, "SELECT external_id FROM contact") == [("known",)]


async def test_neighbours_share_a_transaction_and_each_gets_an_answer_of_its_own(
    client: httpx.AsyncClient, db: Database
) -> None:
    bodies = [{"name": "a", "external_id": f"p{n % 10}", "id": f"e{n // 2}"} for n in range(100)]
    bodies[10] = {"name": "a", "contact_id": 99999}
    bodies[11] = {"name": "a", "contact_id": 99999}

    answers = await asyncio.gather(*(client.post(URL, json=body) for body in bodies))

    assert [answer.status_code for answer in answers].count(422) == 2
    assert sum(answer.json().get("accepted", 0) for answer in answers) == 49
    assert sum(answer.json().get("duplicates", 0) for answer in answers) == 49
    transactions = await rows(db, "SELECT count(DISTINCT xmin::text) FROM event")
    assert transactions[0][0] < 20


async def test_an_idempotency_key_gives_the_first_answer_again(
    client: httpx.AsyncClient, db: Database
) -> None:
    body = {"events": [{"name": "a", "external_id": "ada"}]}

    first = await client.post(URL, json=body, headers={"Idempotency-Key": "k1"})
    again = await client.post(URL, json=body, headers={"Idempotency-Key": "k1"})

    assert first.json() == again.json() == {"accepted": 1, "duplicates": 0, "errors": []}
    assert await rows(db, "SELECT count(*) FROM event") == [(1,)]


async def test_the_events_of_a_contact_are_read_page_by_page(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    events = [{"name": f"n{n % 2}", "external_id": "ada", "at": (clock.at - timedelta(days=n // 2)).isoformat(),
               "properties": {"n": n}} for n in range(230)]  # fmt: skip
    await client.post(URL, json={"events": events})
    ada = (await client.get("/api/v1/contacts", params={"q": "ada"})).json()["items"][0]["id"]
    seen: list[dict[str, Any]] = []
    query = {"contact": str(ada)}
    while True:
        page = (await client.get(URL, params=query)).json()
        seen += page["items"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]

    assert len(seen) == 230
    assert [event["at"] for event in seen] == sorted((event["at"] for event in seen), reverse=True)
    assert {event["properties"]["n"] for event in seen} == set(range(230))
    only = (await client.get(URL, params={"contact": str(ada), "name": "n1"})).json()["items"]
    assert {event["name"] for event in only} == {"n1"}
    assert (await client.get(URL, params={"contact": "4711"})).status_code == 404
    names = (await client.get("/api/v1/event-names")).json()["items"]
    assert [(item["name"], item["events"], item["contacts"]) for item in names] == [
        ("n0", 115, 1),
        ("n1", 115, 1),
    ]


async def test_an_event_of_somebody_who_is_being_erased_makes_nobody_fail(
    client: httpx.AsyncClient, db: Database
) -> None:
    for round_ in range(5):
        await client.post(URL, json={"name": "a", "external_id": "ada"})
        ((ada,),) = await rows(db, "SELECT id FROM contact WHERE external_id = 'ada'")

        batch = json.dumps(
            {"events": [{"name": "a", "external_id": "ada", "id": f"{round_}-{n}"} for n in range(300)]}
        )
        answers = await asyncio.gather(
            client.post(URL, content=batch, headers={"Content-Type": "application/json"}),
            client.delete(f"/api/v1/contacts/{ada}"),
            client.post(URL, json={"name": "a", "external_id": "bob"}),
        )

        assert [answer.status_code for answer in answers] == [202, 204, 202]


async def test_only_those_who_may_write_events(anon: httpx.AsyncClient) -> None:
    assert (await anon.post(URL, json={"name": "a", "external_id": "b"})).status_code == 401
    assert (await anon.get("/api/v1/event-names")).status_code == 401
