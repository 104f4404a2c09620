"""Unsubscribing against sending, and bad deliveries among good ones."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import text
from tests.slices.messages.conftest import MakeSender, Post, Sink

from towpath.channels.breaker import spread
from towpath.contacts import actions as contacts
from towpath.messages import outbox
from towpath.messages.jobs import Sender

ROUNDS, PEOPLE = 10, 20


async def test_whoever_unsubscribes_before_it_leaves_gets_nothing(
    post: Post, make_sender: MakeSender, sink: Sink
) -> None:
    senders = [await make_sender(connections=2) for _ in range(2)]
    late: set[int] = set()
    for _ in range(ROUNDS):
        people = await post.owe(PEOPLE)
        leaving = [asyncio.create_task(_leave(post, person)) for person in people]
        await asyncio.gather(*(sender.run(5) for sender in senders))
        late |= {person for person, state in await asyncio.gather(*leaving) if state == "queued"}
    for sender in senders:
        await sender.run(5)

    rows = await post.rows()
    assert len(rows) == ROUNDS * PEOPLE
    assert {row.state for row in rows} <= {"sent", "suppressed"}
    assert {row.state for row in rows if row.contact_id in late} <= {"suppressed"}
    assert late, "nobody was in time: this raced nothing"
    assert len(late) < len(rows), "nobody was late: this raced nothing"
    assert len(sink.accepted()) == sum(row.state == "sent" for row in rows)


async def _leave(post: Post, person: int) -> tuple[int, str]:
    """Unsubscribe within 50 ms; return the delivery's state while the contact was held."""
    await asyncio.sleep((spread(person) - 0.8) / 0.4 * 0.05)
    async with post.wiring.db.transaction() as conn:
        now = await post.wiring.clock.now(conn)
        await contacts.unsubscribe(conn, person, None, "test", now)
        query = text("SELECT state FROM delivery WHERE contact_id = :person")
        state = (await conn.execute(query, {"person": person})).scalar_one()
    return person, state


async def test_a_contact_that_somebody_changes_holds_nobody_up(post: Post, sender: Sender) -> None:
    people = await post.owe(10)
    async with post.wiring.db.transaction() as conn:
        await conn.execute(text("SELECT id FROM contact WHERE id = :id FOR UPDATE"), {"id": people[0]})

        assert await sender.run(3) == 9

    assert await sender.run(3) == 1


async def test_unsubscribing_takes_back_what_waits_of_that_topic_only(post: Post) -> None:
    (person,) = await post.owe(1)
    async with post.wiring.db.transaction() as conn:
        await conn.execute(text("INSERT INTO topic (slug, name) VALUES ('offers', 'Offers')"))
    await post.execute(
        "INSERT INTO delivery (contact_id, message_version_id, topic_id, due_at, created_at, state, visit)"
        " SELECT contact_id, message_version_id, t.id, due_at, d.created_at, s.state, s.n FROM delivery AS d,"
        " (VALUES ('queued', 1, 'offers'), ('deferred', 2, 'news'), ('held', 3, 'news'), ('sent', 4, 'news'),"
        " ('queued', 5, NULL)) AS s (state, n, slug) LEFT JOIN topic AS t ON t.slug = s.slug"
    )
    async with post.wiring.db.transaction() as conn:
        news = (await conn.execute(text("SELECT id FROM topic WHERE slug = 'news'"))).scalar_one()
        await outbox.cancel_unwanted(conn, person, news)

    assert _states(await post.rows()) == ["cancelled", "queued", "cancelled", "cancelled", "sent", "queued"]

    async with post.wiring.db.transaction() as conn:
        await outbox.cancel_unwanted(conn, person, None)

    assert _states(await post.rows()) == [
        "cancelled",
        "cancelled",
        "cancelled",
        "cancelled",
        "sent",
        "queued",
    ]


def _states(rows: Sequence[object]) -> list[str]:
    return [row.state for row in rows]  # type: ignore[attr-defined]


async def test_bad_deliveries_fail_alone_with_their_reasons(post: Post, sender: Sender, sink: Sink) -> None:
    html = "<p>{{ contact.first_name }} has {{ contact.points + 1 }}; {{ contact.note | upper }}</p>"
    await post.owe(195, html=html, attributes={"points": 1})
    bad = {
        "template: text: “many” is not a number.": {"attributes": {"points": "many"}},
        "template: html: A text of 10,000,000": {"attributes": {"note": "x" * 10_000_000}},
        "bad_address: ": {"email": "no address@example.com"},
        "bad_address": {"email": "a@example.com\r\nRCPT TO:<victim@example.com>"},
        "refused: 554 Go away": {"email": "stranger@example.com"},
    }
    for fields in bad.values():
        await post.owe(1, html=html, **fields)
    odd = "\x01\x0b\uffff\u202e😀"
    await post.owe(1, html=html, first_name=odd, attributes={"note": odd})
    sink.manners.strangers, sink.manners.rcpt_reply = {b"stranger@example.com"}, b"554 Go away"

    assert await sender.run(20) == 201

    rows = await post.rows()
    failed = [row.reason for row in rows if row.state == "failed"]
    assert len(failed) == len(bad)
    for reason in bad:
        word = reason.split(":")[0]
        assert any(found.startswith(word) for found in failed), reason
    assert sum(row.state == "sent" for row in rows) == 196
    assert len(sink.accepted()) == 196
    assert max(sink.recipients().values()) == 1
