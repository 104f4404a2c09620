"""The states of a delivery, by a real mail server's behaviour."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from tests.factories import a_contact, a_message, a_topic
from tests.slices.messages.conftest import Post, Sink

from towpath.kit.clock import FixedClock
from towpath.messages import store
from towpath.messages.jobs import Sender


async def test_everybody_who_is_owed_a_message_gets_it_once(post: Post, sender: Sender, sink: Sink) -> None:
    await post.owe(25)

    handled = await sender.run(5)

    assert handled == 25
    assert await post.states() == {"sent": 25}
    assert len(sink.accepted()) == 25
    assert len({message for message, _ in sink.accepted()}) == 25
    assert await sender.run(1) == 0


async def test_what_is_due_later_waits(post: Post, sender: Sender, clock: FixedClock) -> None:
    await post.owe()
    await post.execute("UPDATE delivery SET due_at = due_at + interval '1 hour'")

    assert await sender.run(1) == 0
    clock.advance(timedelta(hours=1))
    assert await sender.run(1) == 1


async def test_a_message_is_what_its_contact_should_read(post: Post, sender: Sender, sink: Sink) -> None:
    html = "<body><p>Hello {{ contact.first_name }}, of {{ contact.plan }}: {{ data.order }}</p></body>"
    (person,) = await post.owe(
        html=html, first_name="<Ada>", attributes={"plan": "pro"}, email="Ada@Example.com"
    )
    await post.execute("UPDATE delivery SET values = '{\"order\": 4711}'")

    await sender.run(5)

    message = message_from_bytes(sink.manners.messages[0], policy=policy.default)
    (row,) = await post.rows()
    assert row.contact_id == person
    assert row.address == "Ada@Example.com"
    assert row.sent_at == await post.now()
    assert str(message["To"]) == "Ada@example.com"
    assert str(message["From"]) == "Towpath Mail <hello@towpath.test>"
    assert message["List-Id"] == "<news.lists.towpath.test>"
    assert message["Feedback-ID"].startswith("direct:news:message-0:towpath-")
    assert message["List-Unsubscribe"].startswith("<http://towpath.test/u/")
    shown = message.get_body(("html",)).get_content()
    plain = message.get_body(("plain",)).get_content()
    assert "Hello &lt;Ada&gt;, of pro: 4711" in shown
    assert "Hello <Ada>, of pro: 4711" in plain
    link = message["List-Unsubscribe"].strip("<>")
    for part in (shown, plain):
        assert link in part
        assert "1 Canal Street" in part


async def test_a_service_message_needs_no_consent_and_has_no_footer(
    post: Post, sender: Sender, sink: Sink
) -> None:
    await post.owe(topic=None, subscribed=())

    await sender.run(5)

    assert await post.states() == {"sent": 1}
    content = sink.manners.messages[0]
    assert b"List-Unsubscribe" not in content
    assert b"Canal Street" not in content


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE subscription SET state = 'unsubscribed'", "unsubscribed"),
        ("DELETE FROM subscription", "no_consent"),
        ("UPDATE contact SET email = NULL, external_id = 'x'", "no_address"),
        (
            "INSERT INTO suppression (address, reason) SELECT lower(email), 'manual' FROM contact",
            "suppressed",
        ),
        ("INSERT INTO suppression (address, reason) SELECT lower(email), 'erased' FROM contact", "erased"),
    ],
)
async def test_who_may_not_be_written_to_is_not(
    post: Post, sender: Sender, sink: Sink, change: str, reason: str
) -> None:
    await post.owe(email="Ada@Example.com")
    await post.execute(change)

    assert await sender.run(2) == 1

    (row,) = await post.rows()
    assert (row.state, row.reason, row.attempt) == ("suppressed", reason, 0)
    assert sink.manners.seen == []


async def test_a_suppression_beats_even_a_service_message(post: Post, sender: Sender, sink: Sink) -> None:
    await post.owe(topic=None)
    await post.execute("INSERT INTO suppression (address, reason) SELECT email, 'hard_bounce' FROM contact")

    await sender.run(2)

    assert await post.states() == {"suppressed": 1}


async def test_a_paused_workspace_sends_nothing_until_it_goes_on(post: Post, sender: Sender) -> None:
    await post.owe(3)
    await post.execute("UPDATE workspace SET sending_paused = true")
    assert await sender.run(1) == 0

    await post.execute("UPDATE workspace SET sending_paused = false")

    assert await sender.run(5) == 3


async def test_a_test_goes_before_everything_else_and_asks_nobody(
    post: Post, sender: Sender, sink: Sink
) -> None:
    await post.owe(20)
    async with post.wiring.db.transaction() as conn:
        version = (await store.current_versions(conn, ["message-0"]))["message-0"]
    await post.execute(
        "INSERT INTO delivery (message_version_id, is_test, address, due_at, created_at)"
        " VALUES (:version, true, 'me@example.com', :now, :now)",
        version=version, now=await post.now(),
    )  # fmt: skip

    await sender.run(5)

    content = next(m for m in sink.manners.messages if b"me@example.com" in m)
    assert b"Subject: [Test] Subject of message-0" in content
    assert "me@example.com" in [recipient for _, recipient in sink.accepted()[:4]]


async def test_without_a_sender_nothing_leaves_for_the_world(post: Post, sender: Sender, sink: Sink) -> None:
    await post.execute("UPDATE workspace SET from_address = ''")
    await post.owe()

    await sender.run(5)

    (row,) = await post.rows()
    assert row.state == "failed"
    assert row.reason.startswith("no_sender")


async def test_owing_takes_rows_with_and_without_frozen_values(post: Post) -> None:
    async with post.wiring.db.transaction() as conn:
        person, topic, version = await a_contact(conn), await a_topic(conn), await a_message(conn)
        now = await post.now()
        await store.owe(conn, [(person, 1, 2, 0, version, topic)], now)
        await store.owe(conn, [(person, 1, 2, 1, version, None, '{"order": 1}')], now)
        await store.owe(conn, [], now)

    first, second = await post.rows()
    assert (first.state, first.values, first.due_at) == ("queued", None, now)
    assert second.values == {"order": 1}
