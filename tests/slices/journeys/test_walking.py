"""People walk journeys on the real engine and the real database."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.factories import a_contact, a_flow, a_message, a_segment, an_attribute, contacts

from towpath.channels.channel import Receipt, Verdict
from towpath.journeys import actions, jobs, walking
from towpath.kit.db import Database
from towpath.messages import outbox

SEND = ("send_email", {"message": "hello", "topic": "news"})
IS_PRO = {"attribute": "plan", "op": "equals", "value": "PRO"}
DAY = timedelta(days=1)


async def prepare(db: Database, count: int = 3, **fields: Any) -> list[int]:
    async with db.transaction() as conn:
        await a_message(conn)
        return await contacts(conn, count, **fields)


async def test_people_added_by_hand_get_a_mail_wait_and_leave(world: Any, db: Database) -> None:
    people = await prepare(db)
    slug = await world.publish(
        a_flow({"in": "manual_entry", "mail": SEND, "wait": ("wait", {"for": "P2D"}), "out": "exit"},
               "in:next>mail", "mail:next>wait", "wait:next>out")
    )  # fmt: skip

    assert await world.add(slug, *people) == set(people)
    await world.tick()
    assert await world.positions(slug) == {"wait": 3}
    assert await world.rows("SELECT count(*), min(state) FROM delivery") == [(3, "queued")]

    await world.tick(after=2 * DAY - timedelta(seconds=1))
    assert await world.positions(slug) == {"wait": 3}

    await world.tick(after=timedelta(seconds=1))
    assert await world.positions(slug) == {"ended": 3}
    assert await world.rows("SELECT count(*) FROM delivery") == [(3,)]


async def test_a_branch_parts_people_and_a_tag_of_the_same_batch_is_seen(world: Any, db: Database) -> None:
    async with db.transaction() as conn:
        vip, plain = await a_contact(conn, tags=["vip"]), await a_contact(conn)
        await an_attribute(conn, "plan")
    slug = await world.publish(
        a_flow(
            {
                "in": "manual_entry", "ask": ("branch", {"condition": {"tag": "VIP"}}),
                "mark": ("tag", {"add": ["seen"]}),
                "set": ("update_attribute", {"attribute": "plan", "value": "pro"}),
                "again": ("branch", {"condition": {"all": [{"tag": "seen"}, IS_PRO]}}),
                "yes": ("exit", {"reason": "both"}), "no": ("exit", {"reason": "neither"}),
            },
            "in:next>ask", "ask:yes>mark", "mark:next>set", "set:next>again", "again:yes>yes", "again:no>no",
            "ask:no>no",
        )
    )  # fmt: skip

    await world.add(slug, vip, plain)
    await world.tick()

    reasons = await world.rows("SELECT contact_id, reason FROM enrollment ORDER BY contact_id")
    assert reasons == [(vip, "both"), (plain, "neither")]
    assert await world.rows("SELECT attributes->>'plan' FROM contact WHERE id = :id", id=vip) == [("pro",)]


async def test_joining_a_segment_lets_people_in_once(world: Any, db: Database) -> None:
    async with db.transaction() as conn:
        early = await a_contact(conn, country="DE")
        await a_segment(conn, "germans", {"attribute": "country", "op": "equals", "value": "de"})
    slug = await world.publish(
        a_flow({"in": ("segment_entered", {"segment": "germans"}), "out": "exit"}, "in:next>out")
    )
    await world.tick()
    assert await world.positions(slug) == {}, "who matched before publishing stays outside unless asked for"

    await world.move_to(early, "FR")
    await world.tick()
    late = await world.newcomer("DE")
    await world.tick()
    await world.move_to(early, "DE")
    await world.tick()

    entered = await world.rows("SELECT contact_id FROM enrollment ORDER BY id")
    assert entered == [(late,), (early,)]


async def test_publishing_can_let_in_who_matches_now(world: Any, db: Database) -> None:
    async with db.transaction() as conn:
        people = await contacts(conn, 3, country="DE")
        await a_segment(conn, "germans", {"attribute": "country", "op": "equals", "value": "de"})

    slug = await world.publish(
        a_flow({"in": ("segment_entered", {"segment": "germans"}), "out": "exit"}, "in:next>out"),
        include_current=True,
    )
    await world.tick()

    assert await world.positions(slug) == {"ended": len(people)}


async def test_an_event_lets_people_in_with_what_it_brought(world: Any, db: Database) -> None:
    people = await prepare(db, 2)
    door = (
        "event_received",
        {"event": "purchase", "where": [{"property": "amount", "op": "at_least", "value": 20}]},
    )
    slug = await world.publish(
        a_flow({"in": door, "mail": SEND, "out": "exit"}, "in:next>mail", "mail:next>out")
    )

    await world.did(people[0], "purchase", {"amount": 25, "item": "tea"})
    await world.did(people[1], "purchase", {"amount": 5})
    await world.tick()

    assert await world.positions(slug) == {"ended": 1}
    [(values,)] = await world.rows("SELECT values FROM delivery")
    assert values == {"amount": 25, "item": "tea"}, "what messages see as `event` and `data`"


async def test_data_given_at_entry_is_there_for_messages(world: Any, db: Database) -> None:
    (ada,) = await prepare(db, 1)
    slug = await world.publish(
        a_flow({"in": "manual_entry", "mail": SEND, "out": "exit"}, "in:next>mail", "mail:next>out")
    )

    await world.add(slug, ada, data={"order": 4711})
    await world.tick()

    assert await world.rows("SELECT values FROM delivery") == [({"order": 4711},)]


async def test_a_branch_sees_an_event_within_its_window(world: Any, db: Database) -> None:
    buyer, idler = await prepare(db, 2)
    slug = await world.publish(
        a_flow(
            {
                "in": "manual_entry", "wait": ("wait", {"for": "P2D"}),
                "ask": ("branch", {"condition": {"event": "purchase", "within": "P2D"}}),
                "yes": ("exit", {"reason": "bought"}), "no": ("exit", {"reason": "idle"}),
            },
            "in:next>wait", "wait:next>ask", "ask:yes>yes", "ask:no>no",
        )
    )  # fmt: skip
    await world.add(slug, buyer, idler)
    await world.tick()
    await world.did(buyer, "purchase", {})

    await world.tick(after=2 * DAY)

    assert await world.rows("SELECT contact_id, reason FROM enrollment ORDER BY contact_id") == [
        (buyer, "bought"), (idler, "idle"),
    ]  # fmt: skip


async def test_pausing_keeps_everyone_where_they_stand(world: Any, db: Database) -> None:
    people = await prepare(db)
    slug = await world.publish(
        a_flow({"in": "manual_entry", "mail": SEND, "wait": ("wait", {"for": "P2D"}), "out": "exit"},
               "in:next>mail", "mail:next>wait", "wait:next>out")
    )  # fmt: skip
    await world.add(slug, *people)
    await world.tick()

    async with db.transaction() as conn:
        await actions.pause(conn, slug)
    await world.tick(after=30 * DAY)
    assert await world.positions(slug) == {"wait": 3}
    assert await world.rows("SELECT DISTINCT state, reason FROM delivery") == [("held", "paused")]

    async with db.transaction() as conn:
        await actions.resume(conn, slug)
    await world.tick()
    assert await world.positions(slug) == {"ended": 3}
    assert await world.rows("SELECT DISTINCT state FROM delivery") == [("queued",)]


async def test_archiving_takes_everybody_out_and_cancels_what_is_owed(world: Any, db: Database) -> None:
    people = await prepare(db)
    slug = await world.publish(
        a_flow({"in": "manual_entry", "mail": SEND, "wait": "wait", "out": "exit"},
               "in:next>mail", "mail:next>wait", "wait:next>out")
    )  # fmt: skip
    await world.add(slug, *people)
    await world.tick()

    async with db.transaction() as conn:
        await actions.archive(conn, slug, await walking.here_and_now(conn, world.clock))

    assert await world.positions(slug) == {"ended": 3}
    assert await world.rows("SELECT DISTINCT state FROM delivery") == [("cancelled",)]
    with pytest.raises(actions.WrongState):
        await world.add(slug, *people)


async def test_one_poisoned_contact_is_set_aside_and_the_others_pass(world: Any, db: Database) -> None:
    people = await prepare(db, 9)
    async with db.transaction() as conn:
        forbid = f"ALTER TABLE contact ADD CONSTRAINT poison CHECK (id <> {people[4]} OR company IS NULL)"
        await conn.execute(text(forbid))
    slug = await world.publish(
        a_flow({"in": "manual_entry", "set": ("update_attribute", {"attribute": "company", "value": "X"}),
                "out": "exit"},
               "in:next>set", "set:next>out")
    )  # fmt: skip
    await world.add(slug, *people)

    await world.tick()

    assert await world.positions(slug) == {"ended": 8, "set aside": 1}
    [(contact, reason)] = await world.rows("SELECT contact_id, reason FROM enrollment WHERE status = 3")
    assert contact == people[4]
    assert "poison" in reason


async def test_workers_at_the_same_time_share_the_work_and_double_nothing(world: Any, db: Database) -> None:
    people = await prepare(db, 40)
    slug = await world.publish(
        a_flow({"in": "manual_entry", "mail": SEND, "out": "exit"}, "in:next>mail", "mail:next>out")
    )
    await world.add(slug, *people)
    w = world.wiring
    settings = type(w.settings)(**{**w.settings.__dict__, "batch_size": 5})

    done = await asyncio.gather(*(jobs.advance(db, w.clock, w.registry, w.bell, settings) for _ in range(4)))

    assert sum(done) == 3 * 40
    assert await world.positions(slug) == {"ended": 40}
    assert await world.rows("SELECT count(*), count(DISTINCT contact_id) FROM delivery") == [(40, 40)]
    counts = await world.rows("SELECT sum(passed) FROM node_count WHERE port <> 'in'")
    assert counts == [(120,)]


async def test_a_person_is_inside_once_and_under_never_comes_in_once(world: Any, db: Database) -> None:
    people = await prepare(db, 1)
    again = await world.publish(
        a_flow({"in": ("manual_entry", {"reentry": "after_exit"}), "out": "exit"}, "in:next>out")
    )
    never = await world.publish(
        a_flow({"in": ("manual_entry", {"reentry": "never"}), "out": "exit"}, "in:next>out")
    )

    for slug, expected in ((again, 2), (never, 1)):
        assert await world.add(slug, *people, *people) == set(people)
        assert await world.add(slug, *people) == set(), "already inside"
        await world.tick()
        await world.add(slug, *people)
        await world.tick()
        assert await world.positions(slug) == {"ended": expected}


async def test_people_inside_keep_their_version(world: Any, db: Database) -> None:
    people = await prepare(db, 2)
    flow = a_flow({"in": "manual_entry", "wait": ("wait", {"for": "P1D"}), "out": ("exit", {"reason": "old"})},
                  "in:next>wait", "wait:next>out")  # fmt: skip
    slug = await world.publish(flow)
    await world.add(slug, people[0])
    await world.tick()

    flow["nodes"]["out"]["config"]["reason"] = "new"
    await world.save(slug, flow)
    published = await world.publish_again(slug)
    await world.add(slug, people[1])
    await world.tick()
    await world.tick(after=DAY)

    assert published.number == 2
    reasons = await world.rows("SELECT contact_id, reason FROM enrollment ORDER BY contact_id")
    assert reasons == [(people[0], "old"), (people[1], "new")]


async def test_the_calendar_day_of_a_wait_is_the_persons(world: Any, db: Database) -> None:
    """2030-03-31 is a day of 23 hours in Berlin: a calendar day is shorter than 24 hours of a clock."""
    async with db.transaction() as conn:
        berlin = await a_contact(conn, time_zone="Europe/Berlin")
        elsewhere = await a_contact(conn)
    slug = await world.publish(
        a_flow(
            {"in": "manual_entry", "wait": ("wait", {"for": "P1D"}), "out": "exit"},
            "in:next>wait",
            "wait:next>out",
        )
    )
    world.clock.at = world.clock.at.replace(month=3, day=30, hour=18)
    await world.add(slug, berlin, elsewhere)
    await world.tick()

    await world.tick(after=timedelta(hours=23))

    left = await world.rows("SELECT contact_id FROM enrollment WHERE status = 2")
    assert left == [(berlin,)]


async def test_what_a_sender_holds_while_its_journey_is_paused_is_held_if_it_does_not_leave(
    world: Any, db: Database
) -> None:
    people = await prepare(db, 2)
    slug = await world.publish(
        a_flow({"in": "manual_entry", "mail": SEND, "out": "exit"}, "in:next>mail", "mail:next>out")
    )
    await world.add(slug, *people)
    await world.tick()
    async with db.transaction() as conn:
        leased = await outbox.take(conn, "a-worker", 10, world.clock.at)
    async with db.transaction() as conn:
        await actions.pause(conn, slug)

    verdicts = [Verdict.UNTRIED, Verdict.SENT]
    async with db.transaction() as conn:
        receipts = [(Receipt(row["id"], row["fence"], v), 1) for row, v in zip(leased, verdicts, strict=True)]
        await outbox.finish(conn, receipts, world.clock.at)

    states = "SELECT state, reason FROM delivery ORDER BY state"
    assert await world.rows(states) == [("held", "paused"), ("sent", None)]
    async with db.transaction() as conn:
        await actions.resume(conn, slug)
    assert await world.rows(states) == [("queued", None), ("sent", None)]
