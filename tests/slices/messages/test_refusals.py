"""What a mail server refuses, delays or leaves unanswered, and what becomes of the delivery."""

from datetime import timedelta

from tests.slices.messages.conftest import QUICK, MakeSender, Post, Sink

from towpath.channels.smtp import Smtp
from towpath.kit.clock import FixedClock
from towpath.messages.jobs import Sender
from towpath.messages.retries import GIVE_UP_AFTER, WAITS


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
