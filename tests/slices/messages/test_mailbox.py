"""The captive mailbox: what it keeps, and how it shows it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from aiosmtplib import SMTPResponseException, send
from tests.slices.messages.conftest import MakeSender, Post

from towpath.channels.smtp import Smtp
from towpath.messages.jobs import route_of
from towpath.messages.mailbox import Mailbox, serve_mailbox
from towpath.wiring import Wiring

URL = "/api/v1/mailbox"
HOSTILE = """From: Eve <eve@x.example>
To: ada@example.com
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
Message-ID: <1@x.example>
Content-Type: text/html; charset=utf-8

<script>parent.document.cookie</script><p>Hi</p>
"""


@pytest.fixture
async def mailbox(wiring: Wiring) -> AsyncIterator[Mailbox]:
    mailbox = await serve_mailbox(wiring.db, wiring.settings)
    yield mailbox
    await mailbox.close()


async def deliver(mailbox: Mailbox, content: str, *recipients: str) -> None:
    await send(
        content.replace("\n", "\r\n"), sender="eve@x.example", recipients=list(recipients), hostname="127.0.0.1",
        port=mailbox.port,
    )  # fmt: skip


async def test_what_would_go_out_is_kept(
    post: Post, make_sender: MakeSender, mailbox: Mailbox, client: httpx.AsyncClient
) -> None:
    await post.owe(30, html="<p>Hello {{ contact.first_name }}</p>", first_name="Ada")
    sender = await make_sender(channel=Smtp(mailbox.url))

    await sender.run(10)

    assert await post.states() == {"sent": 30}
    first = (await client.get(URL, params={"limit": 20})).json()
    second = (await client.get(URL, params={"limit": 20, "cursor": first["next"]})).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (20, 10, None)
    ids = [item["id"] for item in first["items"] + second["items"]]
    assert ids == sorted(ids, reverse=True)
    newest = first["items"][0]
    whole = (await client.get(f"{URL}/{newest['id']}")).json()
    assert whole["html"].startswith("<p>Hello Ada</p>")
    assert whole["text"].startswith("Hello Ada")
    assert {"name": "MIME-Version", "value": "1.0"} in whole["headers"]
    assert whole["message_id"] == newest["message_id"]
    found = (await client.get(URL, params={"recipient": newest["recipient"].upper()})).json()
    assert [item["id"] for item in found["items"]] == [newest["id"]]


async def test_hostile_html_is_shown_in_a_sandbox_only(mailbox: Mailbox, client: httpx.AsyncClient) -> None:
    await deliver(mailbox, HOSTILE, "ada@example.com")
    (item,) = (await client.get(URL)).json()["items"]
    assert item["subject"] == "Grüße"

    page = await client.get(f"{URL}/{item['id']}/html")
    raw = await client.get(f"{URL}/{item['id']}/raw")
    data = await client.get(f"{URL}/{item['id']}")

    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert page.headers["x-frame-options"] == "SAMEORIGIN"
    assert data.headers["x-frame-options"] == "DENY"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert raw.headers["content-type"].startswith("message/rfc822")
    assert raw.headers["content-disposition"].startswith("attachment")
    assert b"parent.document.cookie" in raw.content
    assert data.headers["content-type"] == "application/json"
    assert "<script>" in data.json()["html"]


async def test_a_message_names_its_journey_and_its_neighbours(
    mailbox: Mailbox, client: httpx.AsyncClient
) -> None:
    slug = (await client.post("/api/v1/journeys", json={"name": "Hello"})).json()["slug"]
    number = 1
    for feedback in (f"journey-{number}:news:hello:x", "direct:service:hello:x", "journey-99999:a:b:c"):
        await deliver(mailbox, f"Feedback-ID: {feedback}\n{HOSTILE}", "ada@example.com")

    unknown, direct, first = (await client.get(URL)).json()["items"]

    assert [item["journey"] for item in (unknown, direct, first)] == [None, None, slug]
    assert first["journey_name"] == "Hello"
    whole = (await client.get(f"{URL}/{direct['id']}")).json()
    assert (whole["older"], whole["newer"]) == (first["id"], unknown["id"])
    whole = (await client.get(f"{URL}/{first['id']}")).json()
    assert (whole["older"], whole["newer"], whole["journey_name"]) == (None, direct["id"], "Hello")


async def test_one_message_to_many_is_kept_for_each(mailbox: Mailbox, client: httpx.AsyncClient) -> None:
    await deliver(mailbox, HOSTILE, "ada@example.com", "bob@example.com")

    items = (await client.get(URL)).json()["items"]

    assert {item["recipient"] for item in items} == {"ada@example.com", "bob@example.com"}


ODD = [
    "",
    "no headers at all",
    "Subject: =?bad?x?y?=\nFrom: (\nTo: <<>>\n\nx",
    "Content-Type: text/html; charset=nope\n\nx",
    "Content-Type: multipart/mixed\n\nx",
    "Subject: " + "a" * 900 + "\n\nx",
    "Subject: a\0b\n\nx\0y",
]


@pytest.mark.parametrize("content", ODD)
async def test_whatever_comes_is_kept_and_shown(
    mailbox: Mailbox, client: httpx.AsyncClient, content: str
) -> None:
    await deliver(mailbox, content, "ada@example.com")

    (item,) = (await client.get(URL)).json()["items"]
    for path in ("", "/html", "/raw"):
        assert (await client.get(f"{URL}/{item['id']}{path}")).status_code == 200


async def test_a_message_is_found_by_a_part_of_its_address_or_subject(
    mailbox: Mailbox, client: httpx.AsyncClient
) -> None:
    await deliver(mailbox, HOSTILE, "ada@example.com", "bob@example.com")

    async def found(q: str) -> list[str]:
        items = (await client.get(URL, params={"q": q})).json()["items"]
        return sorted(item["recipient"] for item in items)

    assert await found("ADA@") == ["ada@example.com"]
    assert await found("grü") == ["ada@example.com", "bob@example.com"]
    assert await found("%") == []
    assert await found("\0") == ["ada@example.com", "bob@example.com"]


async def test_the_mailbox_is_emptied(mailbox: Mailbox, client: httpx.AsyncClient) -> None:
    await deliver(mailbox, HOSTILE, "ada@example.com")

    assert (await client.delete(URL)).status_code == 204

    assert (await client.get(URL)).json()["items"] == []
    assert (await client.get(f"{URL}/1")).status_code == 404


async def test_many_at_once_are_all_kept(mailbox: Mailbox, post: Post) -> None:
    await asyncio.gather(*(deliver(mailbox, HOSTILE, f"p{n}@example.com") for n in range(40)))

    assert (await post.execute("SELECT count(DISTINCT recipient) FROM mailbox_item")).scalar_one() == 40


async def test_without_a_database_the_sender_is_told_to_try_again(wiring: Wiring) -> None:
    await wiring.db.close()
    broken = Mailbox(replace_database(wiring))
    await broken.open(0)

    with pytest.raises(SMTPResponseException) as raised:
        await deliver(broken, HOSTILE, "ada@example.com")
    await broken.close()

    assert raised.value.code == 451


def replace_database(wiring: Wiring):
    from towpath.kit.db import Database

    return Database(wiring.settings.database_url.replace("/t_", "/nowhere_"), pool_size=1)


def test_without_a_mail_server_the_route_leads_to_the_captive_mailbox(wiring: Wiring) -> None:
    captive = route_of(replace(wiring.settings, mailbox_port=2525))

    assert (captive.server.host, captive.server.port) == ("127.0.0.1", 2525)
    with pytest.raises(ValueError, match="TOWPATH_SMTP_URL"):
        route_of(wiring.settings)
