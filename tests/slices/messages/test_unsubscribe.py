"""Leaving: by a button, and by one click of a mail program."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape

import dkim
import httpx
import pytest
from tests.factories import a_contact
from tests.slices.messages.conftest import MakeSender, Post, Sink

from towpath.kit.clock import FixedClock
from towpath.kit.tokens import Signer
from towpath.messages.compose import UNSUBSCRIBE
from towpath.messages.jobs import Sender

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def link_of(post: Post, sender: Sender, sink: Sink, **options: object) -> str:
    """Send a message and return the path of its one-click link."""
    await post.owe(1, **options)  # type: ignore[arg-type]
    await sender.run(5)
    message = message_from_bytes(sink.manners.messages[-1], policy=policy.default)
    link = re.fullmatch(r"<http://towpath\.test(/u/[\w-]+)>", message["List-Unsubscribe"])
    assert link is not None
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return link[1]


async def subscriptions(post: Post) -> list[str]:
    return list((await post.execute("SELECT state FROM subscription ORDER BY topic_id")).scalars())


async def consents(post: Post) -> list[str]:
    return list((await post.execute("SELECT source FROM consent_record ORDER BY id")).scalars())


async def test_one_click_ends_the_topic_and_twice_is_as_good_as_once(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    path = await link_of(post, sender, sink, subscribed=("news", "offers"))

    answers = [await anon.post(path, data=ONE_CLICK) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert await subscriptions(post) == ["unsubscribed", "subscribed"]
    assert await consents(post) == ["one-click unsubscribe"]
    assert all(answer.history == [] for answer in answers)


async def test_one_click_may_come_as_multipart_or_as_anything(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    multipart = await link_of(post, sender, sink)
    empty = await link_of(post, sender, sink)
    broken = await link_of(post, sender, sink)

    answers = [
        await anon.post(multipart, files={"List-Unsubscribe": (None, "One-Click")}),
        await anon.post(empty),
        await anon.post(broken, content=b"--x", headers={"Content-Type": "multipart/form-data; boundary=y"}),
    ]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert await subscriptions(post) == ["unsubscribed"] * 3


async def test_one_click_works_for_somebody_who_is_signed_in_here(
    post: Post, sender: Sender, sink: Sink, client: httpx.AsyncClient
) -> None:
    path = await link_of(post, sender, sink)
    del client.headers["X-CSRF-Token"]

    answer = await client.post(path, data=ONE_CLICK, headers={"Origin": "https://mail.example"})

    assert answer.status_code == 200
    assert await subscriptions(post) == ["unsubscribed"]


async def test_looking_changes_nothing(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    path = await link_of(post, sender, sink)

    for method in ("GET", "HEAD", "OPTIONS") * 30:
        answer = await anon.request(method, path)
        assert answer.status_code in (200, 204)

    assert await subscriptions(post) == ["subscribed"]
    assert await consents(post) == []


async def test_the_page_asks_without_a_script_and_escapes_what_it_shows(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    path = await link_of(post, sender, sink)
    await post.execute("UPDATE topic SET name = '<script>alert(1)</script>'")
    await post.execute("UPDATE workspace SET name = 'A & <B>'")

    page = await anon.get(path)

    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "A &amp; &lt;B&gt;" in page.text
    assert '<form method="post">' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("choice", "left"), [("topic", ["unsubscribed", "subscribed"]), ("all", ["unsubscribed"] * 2)]
)
async def test_a_person_chooses_the_topic_or_everything(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient, choice: str, left: list[str]
) -> None:
    path = await link_of(post, sender, sink, subscribed=("news", "offers"))

    answer = await anon.post(path, data={"choice": choice})

    assert answer.status_code == 200
    assert "You are unsubscribed" in answer.text
    assert await subscriptions(post) == left
    assert set(await consents(post)) == {"unsubscribe page"}


async def test_what_waits_is_taken_back_at_once(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    path = await link_of(post, sender, sink)
    await post.execute(
        "INSERT INTO delivery (contact_id, message_version_id, topic_id, due_at, created_at)"
        " SELECT contact_id, message_version_id, topic_id, due_at, created_at FROM delivery"
    )

    await anon.post(path, data=ONE_CLICK)

    assert await post.states() == {"sent": 1, "cancelled": 1}
    assert await sender.run(1) == 0


async def test_a_link_works_for_at_least_sixty_days(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient, clock: FixedClock
) -> None:
    path = await link_of(post, sender, sink)
    clock.advance(timedelta(days=400))

    assert (await anon.post(path, data=ONE_CLICK)).status_code == 200
    assert await subscriptions(post) == ["unsubscribed"]


async def test_the_link_of_somebody_who_was_erased_still_answers(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    path = await link_of(post, sender, sink)
    await post.execute("DELETE FROM contact")

    assert (await anon.get(path)).status_code == 200
    assert (await anon.post(path, data=ONE_CLICK)).status_code == 200


async def test_a_guessed_or_borrowed_token_is_none(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    path = await link_of(post, sender, sink)
    token = path.rpartition("/")[2]
    signer: Signer = post.wiring.signer
    others = [
        token[:-1] + ("A" if token[-1] != "A" else "B"), token[1:], "x", "1", "2", token + "A",
        signer.make("another purpose", "1"), Signer("y" * 40).make(UNSUBSCRIBE, "1"), signer.make(UNSUBSCRIBE, "x"),
    ]  # fmt: skip

    for other in others:
        assert (await anon.get(f"/u/{other}")).status_code == 404, other
        assert (await anon.post(f"/u/{other}", data=ONE_CLICK)).status_code == 404, other

    assert await subscriptions(post) == ["subscribed"]


async def test_the_link_of_a_test_changes_nothing(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    async with post.wiring.db.transaction() as conn:
        person = await a_contact(conn)
    await post.owe(1)
    await post.execute(
        "UPDATE delivery SET is_test = true, address = 'me@example.com', contact_id = :p", p=person
    )
    await sender.run(5)
    content = message_from_bytes(sink.manners.messages[-1], policy=policy.default)
    link = unescape(re.search(r"/u/[\w-]+", content.get_body(("plain",)).get_content())[0])  # type: ignore[index, union-attr]

    assert "changes nothing" in (await anon.get(link)).text
    assert "nothing was changed" in (await anon.post(link, data=ONE_CLICK)).text
    assert set(await subscriptions(post)) == {"subscribed"}


async def test_one_click_is_under_a_valid_signature(post: Post, make_sender: MakeSender, sink: Sink) -> None:
    from dataclasses import replace

    from tests.channels.test_dkim import Encoding, PublicFormat, base64, generate_rsa, pem_of

    key = generate_rsa(65537, 2048)
    path = post.wiring.settings.data_dir / "dkim.pem"
    path.write_bytes(pem_of(key))
    settings = replace(post.wiring.settings, dkim_domain="towpath.test", dkim_key_file=path)
    post.wiring = replace(post.wiring, settings=settings)
    sender = await make_sender(settings=settings)
    await link_of(post, sender, sink)
    content = sink.manners.messages[-1]
    public = base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    assert dkim.verify(content, dnsfunc=lambda *_, **__: b"v=DKIM1; k=rsa; p=" + public)

    signature = content.partition(b"\r\nFrom:")[0]
    covered = [name.strip() for name in re.search(rb"h=([^;]*);", signature)[1].split(b":")]  # type: ignore[index]
    assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(covered)
