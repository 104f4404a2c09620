"""Messages over HTTP."""

from typing import Any

import httpx
import pytest
from tests.factories import a_contact, an_attribute

from towpath.kit.db import Database
from towpath.messages import store
from towpath.messages.api.shapes import BodyIn, ContentIn
from towpath.messages.content import BadMessage

URL = "/api/v1/messages"
CONTENT = {
    "subject": "Welcome, {{ contact.first_name | default('friend') }}",
    "body": {"html": "<body><p>Hello {{ contact.first_name }}</p></body>"},
}


async def write(client: httpx.AsyncClient, name: str = "Hello", **content: Any) -> httpx.Response:
    return await client.post(URL, json={"name": name, "content": CONTENT | content})


async def test_a_message_is_written_and_read(client: httpx.AsyncClient) -> None:
    answer = await write(
        client, "Hello, world", preheader="First news", from_name="Ada", from_address="a@x.example"
    )

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{URL}/hello-world"
    assert answer.headers["ETag"] == '"1"'
    message = (await client.get(f"{URL}/hello-world")).json()
    assert message["name"] == "Hello, world"
    assert message["version"] == 1
    assert message["content"]["subject"] == CONTENT["subject"]
    assert message["content"]["body"]["html"] == CONTENT["body"]["html"]
    assert message["content"]["from_address"] == "a@x.example"
    assert message["problems"] == []


async def test_each_change_of_content_is_a_new_version_that_never_changes(client: httpx.AsyncClient) -> None:
    await write(client)

    changed = await client.patch(
        f"{URL}/hello", json={"content": CONTENT | {"subject": "Second"}}, headers={"If-Match": '"1"'}
    )
    same = await client.patch(
        f"{URL}/hello", json={"content": CONTENT | {"subject": "Second"}}, headers={"If-Match": '"2"'}
    )
    renamed = await client.patch(f"{URL}/hello", json={"name": "Hi"}, headers={"If-Match": '"2"'})

    assert (changed.json()["version"], changed.headers["ETag"]) == (2, '"2"')
    assert (same.json()["version"], same.headers["ETag"]) == (2, '"2"')
    assert (renamed.json()["version"], renamed.headers["ETag"]) == (2, '"3"')
    versions = (await client.get(f"{URL}/hello/versions")).json()
    assert [v["number"] for v in versions["items"]] == [2, 1]
    first = (await client.get(f"{URL}/hello/versions/1")).json()
    assert first["content"]["subject"] == CONTENT["subject"]
    assert (await client.get(f"{URL}/hello/versions/3")).status_code == 404


async def test_a_save_over_somebody_elses_is_refused(client: httpx.AsyncClient) -> None:
    await write(client)
    await client.patch(f"{URL}/hello", json={"name": "Hi"}, headers={"If-Match": '"1"'})

    stale = await client.patch(f"{URL}/hello", json={"name": "Ho"}, headers={"If-Match": '"1"'})
    blind = await client.patch(f"{URL}/hello", json={"name": "Ho"})

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert blind.status_code == 428


async def test_slugs_are_made_of_names_and_unique(client: httpx.AsyncClient) -> None:
    slugs = [(await write(client, "Grüße!")).json()["slug"] for _ in range(3)]
    taken = await client.post(URL, json={"name": "x", "slug": slugs[0], "content": CONTENT})

    assert (
        slugs == ["gruße", "gruße-2", "gruße-3"]
        or slugs == ["gru-e", "gru-e-2", "gru-e-3"]
        or len(set(slugs)) == 3
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "slug-taken")


async def test_messages_are_listed_by_name_in_pages(client: httpx.AsyncClient) -> None:
    for name in ("Beta", "Alpha", "Gamma_%"):
        await write(client, name)

    first = (await client.get(URL, params={"limit": 2})).json()
    second = (await client.get(URL, params={"limit": 2, "cursor": first["next"]})).json()
    found = (await client.get(URL, params={"q": "_%"})).json()

    assert [m["name"] for m in first["items"]] == ["Alpha", "Beta"]
    assert [m["name"] for m in second["items"]] == ["Gamma_%"]
    assert second["next"] is None
    assert [m["name"] for m in found["items"]] == ["Gamma_%"]


async def test_an_archived_message_leaves_the_list_and_comes_back(
    client: httpx.AsyncClient, db: Database
) -> None:
    await write(client)

    archived = await client.put(f"{URL}/hello/archive")

    assert archived.json()["archived_at"] is not None
    assert (await client.get(URL)).json()["items"] == []
    assert len((await client.get(URL, params={"archived": True})).json()["items"]) == 1
    async with db.transaction() as conn:
        assert await store.names(conn) == {}
        assert list(await store.current_versions(conn, ["hello", "nope"])) == ["hello"]
    assert (await client.delete(f"{URL}/hello/archive")).json()["archived_at"] is None
    assert len((await client.get(URL)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("content", "pointer", "words"),
    [
        ({"subject": " "}, "/subject", "Write a subject."),
        ({"subject": "{{ contact.first_name"}, "/subject", "A {{ is never closed with }}."),
        ({"body": {}}, "/body/html", "Write something"),
        ({"body": {"html": "a\nb\n{% if x %}"}}, "/body/html", "Line 3: {% if %} is never closed"),
        ({"body": {"html": "{{ x | nope }}"}}, "/body/html", "There is no filter “nope”."),
        ({"body": {"html": "x" * 110_000}}, "/body/html", "The HTML has 107 KB."),
        ({"body": {"mjml": "<mjml>\n<mj-body>"}}, "/body/mjml", "Line 2: <mj-body> is never closed."),
        ({"body": {"mjml": "<mjml></mjml>", "html": "x"}}, "/body/html", "not both"),
        ({"body": {"html": "x", "text": "{{ 9**9 }}"}}, "/body/text", "The operator **"),
        ({"preheader": "{% include 'x' %}"}, "/preheader", "{% include %} is not available"),
        ({"from_address": "nobody"}, "/from_address", "is not an address"),
    ],
)
async def test_what_is_wrong_is_said_with_its_place(
    client: httpx.AsyncClient, content: dict[str, Any], pointer: str, words: str
) -> None:
    answer = await write(client, **content)

    assert answer.status_code == 422
    assert answer.json()["code"] == "bad-message"
    faults = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert words in faults[pointer]


async def test_warnings_do_not_stand_in_the_way(client: httpx.AsyncClient, db: Database) -> None:
    async with db.transaction() as conn:
        await an_attribute(conn, "plan")
    html = "<p>{{ contact.plan }}</p>\n{{ contact.plna }}\n{{ today }}" + "x" * 95_000

    answer = await write(client, body={"html": html})

    assert answer.status_code == 201
    problems = {(p["level"], p["part"], p["line"]): p["detail"] for p in answer.json()["problems"]}
    assert "no attribute “plna”" in problems["warning", "html", 2]
    assert "Nothing is called “today”" in problems["warning", "html", 3]
    assert "92 KB" in problems["warning", "html", 1]
    assert len(problems) == 3


async def test_mjml_is_compiled_on_save(client: httpx.AsyncClient) -> None:
    mjml = (
        "<mjml><mj-body><mj-section><mj-column><mj-text>Hi {{ contact.first_name }}</mj-text>"
        "</mj-column></mj-section></mj-body></mjml>"
    )

    body = (await write(client, body={"mjml": mjml})).json()["content"]["body"]

    assert body["mjml"] == mjml
    assert body["html"] == ""
    assert "Hi {{ contact.first_name }}" in body["compiled"]
    assert body["compiled"].lower().startswith("<!doctype html>")


async def test_a_preview_shows_what_one_contact_would_get(client: httpx.AsyncClient, db: Database) -> None:
    await write(client, body={"html": "<p>{{ contact.first_name }} {{ contact.plan }} {{ data.order }}</p>"})
    async with db.transaction() as conn:
        await an_attribute(conn, "plan")
        person = await a_contact(conn, first_name="<Grace>", attributes={"plan": "pro"})

    chosen = (
        await client.post(f"{URL}/hello/preview", json={"contact_id": person, "data": {"order": 7}})
    ).json()
    sample = (await client.post(f"{URL}/hello/preview", json={})).json()

    assert "&lt;Grace&gt; pro 7" in chosen["html"]
    assert chosen["subject"] == "Welcome, <Grace>"
    assert "<Grace> pro 7" in chosen["text"]
    assert "Unsubscribe" in chosen["text"]
    assert "Ada Sample" in sample["html"]
    assert sample["problems"] == []


async def test_a_preview_of_what_is_not_saved_yet(client: httpx.AsyncClient) -> None:
    await write(client)
    draft = CONTENT | {"subject": "Draft {{ contact.city }}"}

    good = (await client.post(f"{URL}/hello/preview", json={"content": draft, "transactional": True})).json()
    broken = (
        await client.post(f"{URL}/hello/preview", json={"content": draft | {"body": {"html": "{{ 1"}}})
    ).json()
    failing = (
        await client.post(f"{URL}/hello/preview", json={"content": draft | {"body": {"html": "{{ 1 / 0 }}"}}})
    ).json()

    assert good["subject"] == "Draft London"
    assert "Unsubscribe" not in good["html"]
    assert [p["level"] for p in broken["problems"]] == ["error"]
    assert failing["problem"] == "html: It divides by zero."
    assert (await client.post(f"{URL}/hello/preview", json={"contact_id": 99})).status_code == 404
    assert (await client.get(f"{URL}/hello")).json()["version"] == 1


async def test_a_content_is_previewed_without_a_message_and_with_its_errors(
    client: httpx.AsyncClient, db: Database
) -> None:
    async with db.transaction() as conn:
        person = await a_contact(conn, first_name="Grace")
    column = "<mj-section><mj-column><mj-text>Hi {{ contact.first_name }}</mj-text></mj-column></mj-section>"
    mjml = f"<mjml><mj-body>{column}</mj-body></mjml>"
    content = {"subject": "", "preheader": "For {{ contact.first_name }}", "body": {"mjml": mjml}}

    async def shown(**parts: Any) -> dict[str, Any]:
        wish = {"content": content | parts, "contact_id": person}
        return (await client.post(f"{URL}/preview", json=wish)).json()

    untitled, broken = await shown(), await shown(subject="Hello", body={"mjml": "<mjml>\n<mj-x></mjml>"})
    texts = await shown(
        subject="{% if %}", body={"html": "<p>{{ contact.first_name }}</p>", "text": "{{ oops"}
    )

    assert (untitled["subject"], untitled["preheader"]) == ("", "For Grace")
    assert "Hi Grace" in untitled["html"]
    assert [(p["level"], p["part"], p["line"]) for p in untitled["problems"]] == [("error", "subject", 1)]
    assert (broken["subject"], broken["html"], broken["text"]) == ("Hello", "", "")
    assert ("error", "mjml") in [(p["level"], p["part"]) for p in broken["problems"]]
    assert (texts["subject"], texts["text"]) == ("", "")
    assert "<p>Grace</p>" in texts["html"]
    assert {p["part"] for p in texts["problems"]} == {"subject", "text"}


async def test_a_preview_measures_what_merging_made_of_it(client: httpx.AsyncClient) -> None:
    html = "{% for n in range(1000) %}{{ data.word }}{% endfor %}"
    await write(client, body={"html": html})

    shown = (await client.post(f"{URL}/hello/preview", json={"data": {"word": "x" * 110}})).json()

    assert [(p["level"], p["part"]) for p in shown["problems"]] == [("error", "html")]


async def test_a_test_is_owed_to_an_address(client: httpx.AsyncClient) -> None:
    await write(client)

    answer = await client.post(f"{URL}/hello/tests", json={"to": "me@Example.com", "data": {"order": 1}})
    bad = await client.post(f"{URL}/hello/tests", json={"to": "me"})
    nobody = await client.post(f"{URL}/hello/tests", json={"to": "me@example.com", "contact_id": 5})

    assert answer.status_code == 202
    delivery = (await client.get(answer.headers["Location"])).json()
    assert (delivery["state"], delivery["is_test"], delivery["address"]) == ("queued", True, "me@example.com")
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/to")
    assert nobody.status_code == 404


async def test_no_test_is_owed_while_sending_is_paused(client: httpx.AsyncClient) -> None:
    await write(client)
    await client.patch("/api/v1/workspace", json={"sending_paused": True})

    answer = await client.post(f"{URL}/hello/tests", json={"to": "me@example.com"})

    assert (answer.status_code, answer.json()["code"]) == (409, "sending-paused")


async def test_strangers_see_nothing(anon: httpx.AsyncClient) -> None:
    for path in (URL, f"{URL}/hello", "/api/v1/deliveries", "/api/v1/mailbox"):
        assert (await anon.get(path)).status_code == 401


async def test_a_flow_file_brings_its_message(db: Database) -> None:
    content = ContentIn(subject="Hi", body=BodyIn(html="<p>x</p>"))
    other = ContentIn(subject="Hi", body=BodyIn(mjml="<mjml><mj-body></mj-body></mjml>"))
    async with db.transaction() as conn:
        first = await store.ensure(conn, "hi", "Hi", content)
        again = await store.ensure(conn, "hi", "Hi", content)
        second = await store.ensure(conn, "hi", "Hi there", other)
        same = await store.ensure(conn, "hi", "Hi there", other)

        assert first == again != second == same
        assert await store.names(conn) == {"hi": "Hi there"}
        with pytest.raises(BadMessage):
            await store.ensure(conn, "bad", "Bad", ContentIn(subject="", body=BodyIn()))
