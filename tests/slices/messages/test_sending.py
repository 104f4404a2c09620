"""The states of a delivery, by a real mail server's behaviour."""

import asyncio
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from tests.factories import a_contact, a_message, a_topic
from tests.slices.messages.conftest import QUICK, MakeSender, Post, Sink

from towpath.channels.smtp import Smtp
from towpath.kit.clock import FixedClock
from towpath.messages import outbox, store
from towpath.messages.jobs import Sender
from towpath.messages.retries import GIVE_UP_AFTER, WAITS


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


async def test_an_address_that_does_not_exist_is_never_written_to_again(
    post: Post, sender: Sender, sink: Sink
) -> None:
    sink.manners.refuse_rcpt = 1
    await post.owe(email="Nobody@Example.com")

    await sender.run(5)

    (row,) = await post.rows()
    assert row.state == "failed"
    assert row.reason == "hard_bounce: 550 5.1.1 No such user"
    address, reason = (await post.execute("SELECT address, reason FROM suppression")).one()
    assert (address, reason) == ("nobody@example.com", "hard_bounce")


async def test_a_fault_of_the_sender_suppresses_nobody(post: Post, sender: Sender, sink: Sink) -> None:
    sink.manners.refuse_rcpt, sink.manners.rcpt_reply = 1, b"550 5.7.515 Access denied"
    await post.owe()

    await sender.run(5)

    (row,) = await post.rows()
    assert row.state == "failed"
    assert row.reason.startswith("sender_refused")
    assert (await post.execute("SELECT count(*) FROM suppression")).scalar_one() == 0


async def test_a_greylisted_message_is_tried_later_with_the_same_id(
    post: Post, sender: Sender, sink: Sink, clock: FixedClock
) -> None:
    sink.manners.refuse_rcpt, sink.manners.rcpt_reply = 1, b"451 4.7.1 Come back later"
    await post.owe()
    await sender.run(5)

    (row,) = await post.rows()
    assert (row.state, row.attempt) == ("deferred", 1)
    assert timedelta(seconds=48) <= row.due_at - clock.at <= timedelta(seconds=72)
    assert await sender.run(1) == 0

    sink.manners.refuse_rcpt = 0
    clock.advance(timedelta(seconds=72))
    await sender.run(5)

    (row,) = await post.rows()
    assert (row.state, row.attempt, row.reason) == ("sent", 2, None)


async def test_after_two_days_of_refusals_it_gives_up(
    post: Post, sender: Sender, sink: Sink, clock: FixedClock
) -> None:
    sink.manners.refuse_rcpt, sink.manners.rcpt_reply = 1, b"452 4.2.2 Mailbox full"
    await post.owe()
    began = clock.at

    for _ in range(30):
        await sender.run(5)
        (row,) = await post.rows()
        if row.state == "failed":
            break
        clock.at = row.due_at

    assert row.reason.startswith("gave_up: refused_for_now: 452")
    assert row.attempt == len(WAITS) + 1
    assert 0.8 <= (clock.at - began) / GIVE_UP_AFTER <= 1.3


async def test_the_same_message_keeps_its_id_over_attempts(
    post: Post, sender: Sender, sink: Sink, clock: FixedClock
) -> None:
    await post.owe()
    await sender.run(5)
    await post.execute("UPDATE delivery SET state = 'queued'")
    await sender.run(5)

    first, second = sink.accepted()
    assert first == second


async def test_a_server_that_is_away_costs_no_attempt_and_no_message(
    post: Post, sender: Sender, sink: Sink, make_sender: MakeSender
) -> None:
    await post.owe(30)
    away = await make_sender(channel=Smtp("smtp://127.0.0.1:9", patience=QUICK))

    for _ in range(3):
        await away.run(1)

    rows = await post.rows()
    assert {row.state for row in rows} <= {"queued", "deferred"}
    assert {row.attempt for row in rows} == {0}
    assert await sender.run(5) == 30
    assert await post.states() == {"sent": 30}


async def test_while_a_route_rests_nothing_is_leased(post: Post, make_sender: MakeSender) -> None:
    await post.owe(5)
    route = Smtp("smtp://127.0.0.1:9", patience=QUICK)
    sender = await make_sender(channel=route)
    await sender.run(1)
    assert route.closed_for_s > 0
    fences = [row.fence for row in await post.rows()]

    assert await sender.run(0.2) == 0

    assert [row.fence for row in await post.rows()] == fences


async def test_a_reply_lost_after_the_message_is_in_doubt_and_never_sent_again(
    post: Post, make_sender: MakeSender, sink: Sink, clock: FixedClock
) -> None:
    sink.manners.drop_after_dot = 3
    await post.owe(30)

    route = Smtp(sink.url, patience=QUICK)
    sender = await make_sender(channel=route)
    while (await post.states()).keys() & {"queued", "deferred"}:
        await sender.run(3)
        route.breaker.worked()
    await sender.recover()
    clock.advance(timedelta(days=3))
    other = await make_sender()
    await other.recover()
    await other.run(2)

    states = await post.states()
    accepted = sink.accepted()
    assert states["in_doubt"] == 10
    assert states["sent"] == 20
    assert len(accepted) == 30
    assert max(sink.recipients().values()) == 1
    reasons = {row.reason for row in await post.rows() if row.state == "in_doubt"}
    assert all(reason.startswith("no_reply") for reason in reasons)


async def test_a_late_reply_after_the_message_is_in_doubt(post: Post, sender: Sender, sink: Sink) -> None:
    sink.manners.delay_after_dot_s = 3
    await post.owe(1)

    await sender.run(5)

    assert await post.states() == {"in_doubt": 1}
    assert len(sink.accepted()) == 1


async def test_a_worker_that_is_too_late_changes_nothing(post: Post, sender: Sender, sink: Sink) -> None:
    sink.manners.delay_after_dot_s = 0.5
    await post.owe(1)
    running = asyncio.create_task(sender.run(5))
    await sink.manners.arrived.wait()
    await post.execute("UPDATE delivery SET state = 'in_doubt', reason = 'worker_lost', fence = fence + 1")

    await running

    (row,) = await post.rows()
    assert (row.state, row.reason) == ("in_doubt", "worker_lost")


async def test_leases_that_ran_out_are_in_doubt(post: Post, sender: Sender, db: object) -> None:
    await post.owe(2)
    await post.execute(
        "UPDATE delivery SET state = 'sending', worker = 'elsewhere', fence = 1,"
        " lease_until = clock_timestamp() + interval '1 minute'"
    )
    await sender.recover()
    assert await post.states() == {"sending": 2}

    await post.execute("UPDATE delivery SET lease_until = clock_timestamp() - interval '1 second'")
    await sender.recover()

    assert await post.states() == {"in_doubt": 2}


async def test_a_lease_is_two_minutes_and_is_extended(post: Post, sender: Sender) -> None:
    (person,) = await post.owe(1)
    async with post.wiring.db.transaction() as conn:
        (row,) = await outbox.take(conn, "me", 10, await post.now())
    async with post.wiring.db.transaction() as conn:
        await post.wiring.clock.real(conn)
        await outbox.extend(conn, "me", [row["id"]])
        await outbox.extend(conn, "somebody else", [row["id"]])

    left = (await post.execute("SELECT lease_until - clock_timestamp() FROM delivery")).scalar_one()
    assert timedelta(seconds=110) < left <= timedelta(seconds=120)
    assert person == row["contact_id"]


async def test_closing_gives_back_what_has_not_begun(post: Post, make_sender: MakeSender, sink: Sink) -> None:
    sink.manners.delay_s = 0.2
    await post.owe(40)
    sender = await make_sender(connections=2)
    running = asyncio.create_task(sender.run(30))
    await sink.manners.arrived.wait()

    await sender.close()
    await running

    states = await post.states()
    assert set(states) == {"sent", "queued"}
    assert states["sent"] == len(sink.accepted())
    assert {row.attempt for row in await post.rows() if row.state == "queued"} == {0}
    assert list((post.wiring.settings.data_dir / "journals").glob("*")) == []


async def test_two_workers_share_the_work_and_send_nothing_twice(
    post: Post, make_sender: MakeSender, sink: Sink
) -> None:
    await post.owe(200)
    senders = [await make_sender() for _ in range(3)]

    handled = await asyncio.gather(*(sender.run(10) for sender in senders))

    assert sum(handled) == 200
    assert await post.states() == {"sent": 200}
    assert max(sink.recipients().values()) == 1


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


async def test_a_mail_server_that_comes_back_gets_everything(
    post: Post, make_sender: MakeSender, sink: Sink
) -> None:
    await post.owe(10)
    route = Smtp(sink.url, patience=QUICK)
    sender = await make_sender(channel=route)
    sink.manners.drop_at = "MAIL"
    await sender.run(1)
    for session in list(sink.manners.sessions):
        session.transport.abort()
    sink.manners.drop_at = ""
    route.breaker.worked()
    clock = post.wiring.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(minutes=2))

    await sender.run(5)

    assert await post.states() == {"sent": 10}
    assert max(sink.recipients().values()) == 1
