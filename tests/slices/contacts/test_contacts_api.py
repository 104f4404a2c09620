"""Contacts over HTTP."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from towpath.kit.db import Database

ADA = {
    "external_id": "c-1", "email": " Ada.Lovelace@Bücher.Example ", "first_name": "Ada 🎉", "last_name": "لوفلايس",
    "country": "Germany", "language": "pt_br", "time_zone": "europe/berlin", "tags": ["VIP"],
}  # fmt: skip


async def add(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/api/v1/contacts", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def topic(client: httpx.AsyncClient, name: str = "News") -> str:
    answer = await client.post("/api/v1/topics", json={"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()["slug"]


async def test_a_contact_is_kept_in_one_spelling(client: httpx.AsyncClient) -> None:
    ada = await add(client, **ADA)

    assert ada["email"] == "Ada.Lovelace@xn--bcher-kva.example"
    assert (ada["country"], ada["language"], ada["time_zone"]) == ("DE", "pt-BR", "Europe/Berlin")
    assert (ada["first_name"], ada["last_name"], ada["tags"]) == ("Ada 🎉", "لوفلايس", ["VIP"])
    assert (await client.get(f"/api/v1/contacts/{ada['id']}")).json() == ada


@pytest.mark.parametrize(
    "address",
    [
        "müller@example.com", "a@b@example.com", "no-at.example.com", "a b@example.com", "a@localhost", "a@1.2.3.4",
        "a@example.com\r\nBcc: b@example.com", "a..b@example.com", ".a@example.com", f"{'a' * 65}@example.com",
        f"a@{'b' * 64}.com", "a@-b.com", '"a b"@example.com', "a@[127.0.0.1]", "a@exa_mple.com", "a\0@example.com",
        "<a@example.com>", "a@example..com", f"a@{'b.' * 130}com",
    ],
)  # fmt: skip
async def test_an_address_that_cannot_be_used_is_refused_in_words(
    client: httpx.AsyncClient, address: str
) -> None:
    answer = await client.post("/api/v1/contacts", json={"email": address})

    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == "/email"
    assert len(fault["detail"].split()) > 5


@pytest.mark.parametrize(
    "address", [f"{'a' * 64}@example.com", "o'neil+news@sub.example.co.uk", "用户@example.com".replace("用户", "u"),
                "a@คน.ไทย", "a@straße.example"]
)  # fmt: skip
async def test_unusual_addresses_that_are_good_are_taken(client: httpx.AsyncClient, address: str) -> None:
    assert (await add(client, email=address))["email"].isascii()


async def test_all_faults_come_at_once(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/api/v1/contacts",
        json={"email": "nope", "time_zone": "Mars/Phobos", "attributes": {"plan": "pro"}, "tags": [" "]},
    )

    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/email", "/time_zone", "/attributes/plan", "/tags/0"}  # fmt: skip


async def test_somebody_who_is_known_is_not_added_again(client: httpx.AsyncClient) -> None:
    await add(client, external_id="c-1", email="ada@example.com")

    for again in (
        {"external_id": "c-1"},
        {"email": "ADA@example.com"},
        {"external_id": "c-2", "email": "ada@EXAMPLE.com"},
    ):
        answer = await client.post("/api/v1/contacts", json=again)
        assert (answer.status_code, answer.json()["code"]) == (409, "contact-exists")


async def test_a_contact_needs_a_name_to_be_found_by(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/contacts", json={"first_name": "Ada"})).status_code == 422

    ada = await add(client, external_id="c-1")
    refused = await client.patch(f"/api/v1/contacts/{ada['id']}", json={"external_id": None})

    assert refused.status_code == 422


async def test_a_patch_sets_what_it_names_and_null_clears(client: httpx.AsyncClient) -> None:
    await client.post("/api/v1/attributes", json={"key": "points", "name": "Points", "type": "number"})
    ada = await add(client, email="ada@example.com", city="London", attributes={"points": 3})

    changed = await client.patch(
        f"/api/v1/contacts/{ada['id']}",
        json={"city": None, "company": "Engines Ltd", "attributes": {"points": None}},
    )

    assert changed.status_code == 200
    assert changed.json() | {"updated_at": ""} == ada | {
        "city": None, "company": "Engines Ltd", "attributes": {}, "updated_at": ""}  # fmt: skip


async def test_the_address_of_somebody_else_stays_theirs(client: httpx.AsyncClient) -> None:
    await add(client, email="ada@example.com")
    bob = await add(client, email="bob@example.com")

    answer = await client.patch(f"/api/v1/contacts/{bob['id']}", json={"email": "Ada@example.com"})

    assert (answer.status_code, answer.json()["code"]) == (409, "identity-taken")


async def test_contacts_are_found_by_part_of_an_address_a_name_or_a_tag(client: httpx.AsyncClient) -> None:
    for n in range(5):
        await add(
            client,
            email=f"p{n}@example.com",
            first_name="Ada" if n % 2 else "100%_sure",
            tags=["Even"] if n % 2 == 0 else [],
        )

    async def found(**query: Any) -> list[str]:
        return [c["email"][:2] for c in (await client.get("/api/v1/contacts", params=query)).json()["items"]]

    assert await found(q="P3@") == ["p3"]
    assert await found(q="ada") == ["p3", "p1"]
    assert await found(q="%_s") == ["p4", "p2", "p0"]
    assert await found(tag="even") == ["p4", "p2", "p0"]
    assert await found(tag="even", q="p2") == ["p2"]
    assert await found(tag="nobody") == []
    some = [row["id"] for row in (await client.get("/api/v1/contacts", params={"q": "p3"})).json()["items"]]
    assert await found(ids=[*some, 999_999]) == ["p3"]
    assert await found(ids=some, tag="even") == []


async def test_pages_go_on_where_the_last_one_ended(client: httpx.AsyncClient) -> None:
    ids = [(await add(client, email=f"p{n}@example.com"))["id"] for n in range(5)]
    seen: list[int] = []
    cursor = None
    while True:
        page = (
            await client.get("/api/v1/contacts", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [contact["id"] for contact in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == sorted(ids, reverse=True)


async def test_a_batch_says_for_each_row_what_became_of_it(client: httpx.AsyncClient) -> None:
    await add(client, external_id="c-1", email="ada@example.com", city="London")
    await add(client, external_id="c-2", email="bob@example.com")

    answer = await client.post("/api/v1/contacts/batch", json={"contacts": [
        {"external_id": "c-1", "city": "London"},
        {"email": "BOB@example.com", "city": "Rome"},
        {"external_id": "c-3", "email": "cleo@example.com"},
        {"external_id": "c-1", "email": "bob@example.com"},
        {"external_id": "c-4", "email": "bob@example.com"},
        {"first_name": "Nobody"},
        {"email": "dora@example.com", "attributes": {"undeclared": 1}},
        {"external_id": "c-3", "first_name": "Cleo"},
    ]})  # fmt: skip

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert [row["result"] for row in body["results"]] == [
        "unchanged", "updated", "unchanged", "refused", "refused", "refused", "refused", "created"]  # fmt: skip
    assert body["results"][2]["id"] == body["results"][7]["id"]
    assert "external id c-2" in body["results"][3]["errors"][0]["detail"]
    assert body["results"][6]["errors"][0]["pointer"] == "/attributes/undeclared"
    assert (body["created"], body["updated"], body["unchanged"], body["refused"]) == (1, 1, 2, 4)


async def test_a_batch_of_the_same_person_writes_once_and_the_later_row_wins(
    client: httpx.AsyncClient,
) -> None:
    rows = [
        {"email": "ada@example.com", "city": f"City {n}", "company": "Once" if n == 0 else None}
        for n in range(300)
    ]
    rows = [{key: value for key, value in row.items() if value} for row in rows]

    body = (await client.post("/api/v1/contacts/batch", json={"contacts": rows})).json()

    assert (body["created"], body["unchanged"]) == (1, 299)
    ada = (await client.get(f"/api/v1/contacts/{body['results'][0]['id']}")).json()
    assert (ada["city"], ada["company"]) == ("City 299", "Once")


async def test_nobody_is_subscribed_without_topics_source_and_wording(client: httpx.AsyncClient) -> None:
    news = await topic(client)
    ada = await add(client, email="ada@example.com")
    bad = [{"topics": [news], "source": "form"}, {"topics": [], "source": "form", "wording": "Yes"},
           {"topics": [news], "source": " ", "wording": "Yes"},
           {"topics": ["nope"], "source": "form", "wording": "Yes"}]  # fmt: skip

    for consent in bad:
        answer = await client.post("/api/v1/contacts", json={"email": "b@example.com", "consent": consent})
        assert answer.status_code == 422, consent

    items = (await client.get(f"/api/v1/contacts/{ada['id']}/subscriptions")).json()["items"]
    assert items == [{"topic": "news", "name": "News", "state": None, "at": None}]


async def test_consent_is_proven_and_a_no_survives_a_later_batch(client: httpx.AsyncClient) -> None:
    news = await topic(client)
    yes = {"topics": [news], "source": "shop form", "wording": "Yes, send me news."}
    ada = await add(client, email="ada@example.com", consent=yes)
    url = f"/api/v1/contacts/{ada['id']}"

    await client.delete(f"{url}/subscriptions/{news}")
    await client.delete(f"{url}/subscriptions/{news}")
    await client.post(
        "/api/v1/contacts/batch", json={"contacts": [{"email": "ada@example.com", "consent": yes}]}
    )

    assert [s["state"] for s in (await client.get(f"{url}/subscriptions")).json()["items"]] == [
        "unsubscribed"
    ]
    records = (await client.get(f"{url}/consent-records")).json()["items"]
    assert [(r["state"], r["wording"]) for r in records] == [
        ("unsubscribed", ""),
        ("subscribed", "Yes, send me news."),
    ]

    again = await client.put(f"{url}/subscriptions/{news}", json={"source": "phone", "wording": "Yes again"})
    assert [s["state"] for s in again.json()["items"]] == ["subscribed"]


async def test_unsubscribing_from_everything_says_no_to_every_topic(client: httpx.AsyncClient) -> None:
    for name in ("News", "Offers"):
        await topic(client, name)
    ada = await add(client, email="ada@example.com")

    answer = await client.delete(f"/api/v1/contacts/{ada['id']}/subscriptions")

    assert {s["topic"]: s["state"] for s in answer.json()["items"]} == {
        "news": "unsubscribed",
        "offers": "unsubscribed",
    }


async def test_a_topic_with_proof_of_consent_cannot_be_deleted(client: httpx.AsyncClient) -> None:
    news, empty = await topic(client), await topic(client, "Empty")
    await add(client, email="a@example.com", consent={"topics": [news], "source": "form", "wording": "Yes"})

    assert (await client.delete(f"/api/v1/topics/{news}")).json()["code"] == "topic-in-use"
    assert (await client.delete(f"/api/v1/topics/{empty}")).status_code == 204
    assert (await client.post("/api/v1/topics", json={"name": "X", "slug": "news"})).json()[
        "code"
    ] == "topic-exists"
    renamed = await client.patch(f"/api/v1/topics/{news}", json={"name": "Our news"})
    assert renamed.json() == {"slug": "news", "name": "Our news", "description": "", "subscribed": 1}


async def test_erasing_leaves_nothing_but_the_suppression(client: httpx.AsyncClient, db: Database) -> None:
    news = await topic(client)
    ada = await add(client, email="ada@example.com", tags=["vip"],
                    consent={"topics": [news], "source": "form", "wording": "Yes"})  # fmt: skip
    await client.post("/api/v1/suppressions", json={"address": "Ada@Example.com", "note": "asked by phone"})

    assert (await client.delete(f"/api/v1/contacts/{ada['id']}")).status_code == 204

    assert (await client.get(f"/api/v1/contacts/{ada['id']}")).status_code == 404
    assert (await client.delete(f"/api/v1/contacts/{ada['id']}")).status_code == 404
    async with db.transaction() as conn:
        for table in ("contact", "contact_tag", "subscription", "consent_record"):
            assert (await conn.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0
    items = (await client.get("/api/v1/suppressions")).json()["items"]
    assert [(item["address"], item["reason"]) for item in items] == [("ada@example.com", "manual")]
    assert (await add(client, email="ada@example.com"))["is_suppressed"]


async def test_only_suppressions_made_by_hand_can_be_lifted(client: httpx.AsyncClient, db: Database) -> None:
    async with db.transaction() as conn:
        await conn.execute(
            text("INSERT INTO suppression (address, reason) VALUES ('b@example.com', 'hard_bounce')")
        )
    await client.post("/api/v1/suppressions", json={"address": "a@example.com"})
    again = await client.post("/api/v1/suppressions", json={"address": "A@example.com"})

    assert again.json()["code"] == "already-suppressed"
    assert (await client.delete("/api/v1/suppressions/a@example.com")).status_code == 204
    assert (await client.delete("/api/v1/suppressions/a@example.com")).status_code == 404
    assert (await client.delete("/api/v1/suppressions/b@example.com")).json()[
        "code"
    ] == "suppression-not-manual"


async def test_attributes_are_declared_once_and_go_with_their_values(
    client: httpx.AsyncClient, db: Database
) -> None:
    made = await client.post("/api/v1/attributes", json={"key": "plan", "name": "Plan", "type": "text"})
    assert made.status_code == 201
    ada = await add(client, email="ada@example.com", attributes={"plan": "pro"})
    for key, status in [
        ("plan", 409),
        ("email", 422),
        ("Plan", 422),
        ("tags", 422),
        ("plan\n", 422),
        ("9plan", 422),
    ]:
        again = await client.post("/api/v1/attributes", json={"key": key, "name": "X", "type": "text"})
        assert again.status_code == status, key
    async with db.transaction() as conn:
        await conn.execute(text("INSERT INTO watched_fact VALUES ('attribute:plan')"))

    renamed = await client.patch("/api/v1/attributes/plan", json={"name": "Tariff"})
    removed = await client.delete("/api/v1/attributes/plan")

    assert (renamed.json()["name"], removed.status_code) == ("Tariff", 204)
    assert (await client.get(f"/api/v1/contacts/{ada['id']}")).json()["attributes"] == {}
    assert (await client.get("/api/v1/attributes")).json() == {"items": []}
    async with db.transaction() as conn:
        assert list((await conn.execute(text("SELECT contact_id FROM contact_change"))).scalars()) == [
            ada["id"]
        ]


async def test_tags_are_put_and_deleted_on_a_contact(client: httpx.AsyncClient) -> None:
    ada = await add(client, email="ada@example.com")
    url = f"/api/v1/contacts/{ada['id']}"

    assert (await client.put(f"{url}/tags/Gr%C3%BC%C3%9Fe%20%F0%9F%8E%89")).status_code == 204
    assert (await client.put(f"{url}/tags/VIP")).status_code == 204
    assert (await client.put(f"{url}/tags/vip")).status_code == 204
    assert (await client.get(url)).json()["tags"] == ["Grüße 🎉", "VIP"]
    assert (await client.get("/api/v1/tags")).json()["items"] == [
        {"name": "Grüße 🎉", "contacts": 1}, {"name": "VIP", "contacts": 1}]  # fmt: skip
    assert (await client.delete(f"{url}/tags/vIP")).status_code == 204
    assert (await client.get(url)).json()["tags"] == ["Grüße 🎉"]
    assert (await client.put("/api/v1/contacts/999999/tags/vip")).status_code == 404


async def test_nobody_may_without_signing_in(anon: httpx.AsyncClient) -> None:
    for path in (
        "contacts",
        "contacts/1",
        "attributes",
        "tags",
        "topics",
        "suppressions",
        "contacts/1/subscriptions",
    ):
        assert (await anon.get(f"/api/v1/{path}")).status_code == 401, path
