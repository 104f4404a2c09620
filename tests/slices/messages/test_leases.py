"""Leases: who holds a delivery, for how long, and how it is given back."""

import asyncio
from datetime import timedelta

from tests.slices.messages.conftest import MakeSender, Post, Sink

from towpath.messages import outbox
from towpath.messages.jobs import Sender


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
