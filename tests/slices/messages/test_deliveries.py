"""Looking at deliveries, deciding doubts, and what a topic's end means for everything else."""

import re

import httpx
import pytest
from tests.slices.messages.conftest import Post, Sink

from towpath.messages.deadline import OutOfTime, cpu_limit
from towpath.messages.jobs import Sender

URL = "/api/v1/deliveries"


async def test_deliveries_are_listed_and_filtered(
    post: Post, sender: Sender, client: httpx.AsyncClient
) -> None:
    people = await post.owe(3)
    await sender.run(5)
    await post.owe(1)

    everything = (await client.get(URL)).json()["items"]
    sent = (await client.get(URL, params={"state": "sent", "limit": 2})).json()
    rest = (await client.get(URL, params={"state": "sent", "limit": 2, "cursor": sent["next"]})).json()
    of_one = (await client.get(URL, params={"contact_id": people[0]})).json()["items"]
    of_message = (await client.get(URL, params={"message": "message-1"})).json()["items"]

    assert [d["state"] for d in everything] == ["queued", "sent", "sent", "sent"]
    assert (len(sent["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert [(d["contact_id"], d["topic"], d["message"], d["version"]) for d in of_one] == [
        (people[0], "news", "message-0", 1)
    ]
    assert [d["state"] for d in of_message] == ["queued"]
    assert (await client.get(URL, params={"state": "nope"})).status_code == 422
    assert (await client.get(f"{URL}/999")).status_code == 404


@pytest.mark.parametrize(("decision", "ends", "arrived"), [("sent", "sent", 1), ("resend", "sent", 2)])
async def test_a_person_ends_a_doubt(
    post: Post, sender: Sender, sink: Sink, client: httpx.AsyncClient, decision: str, ends: str, arrived: int
) -> None:
    sink.manners.drop_after_dot = 1
    await post.owe(1)
    await sender.run(5)
    (delivery,) = (await client.get(URL, params={"state": "in_doubt"})).json()["items"]
    sink.manners.drop_after_dot = 0

    answer = await client.put(f"{URL}/{delivery['id']}/decision", json={"decision": decision})
    await sender.run(5)

    assert answer.status_code == 200
    assert await post.states() == {ends: 1}
    assert len(sink.accepted()) == arrived
    assert len(set(sink.accepted())) == 1
    again = await client.put(f"{URL}/{delivery['id']}/decision", json={"decision": decision})
    assert (again.status_code, again.json()["code"]) == (409, "not-in-doubt")
    assert (await client.put(f"{URL}/999/decision", json={"decision": "sent"})).status_code == 404


async def test_whoever_used_the_link_of_a_message_has_got_it(
    post: Post, sender: Sender, sink: Sink, anon: httpx.AsyncClient
) -> None:
    sink.manners.drop_after_dot = 1
    await post.owe(1)
    await sender.run(5)
    link = re.search(rb"<http://towpath\.test(/u/[\w-]+)>", sink.manners.messages[0])
    assert link is not None

    await anon.post(link[1].decode(), data={"List-Unsubscribe": "One-Click"})

    (row,) = await post.rows()
    assert (row.state, row.reason) == ("sent", "its link was used")
    assert row.sent_at == await post.now()


@pytest.mark.parametrize(
    ("topic", "left", "state"),
    [
        ("news", "news", "suppressed"),
        ("offers", "news", "sent"),
        (None, "news", "sent"),
        ("news", None, "suppressed"),
        (None, None, "sent"),
    ],
)
async def test_leaving_a_topic_ends_that_topic_only(
    post: Post, sender: Sender, topic: str | None, left: str | None, state: str
) -> None:
    await post.owe(1, topic=topic, subscribed=("news", "offers"))
    await post.execute(
        "UPDATE subscription SET state = 'unsubscribed' FROM topic"
        " WHERE topic.id = topic_id AND (CAST(:left AS text) IS NULL OR slug = :left)",
        left=left,
    )

    await sender.run(5)

    assert await post.states() == {state: 1}


def forever() -> None:
    while True:
        pass


def test_work_that_does_not_end_is_ended() -> None:
    with pytest.raises(OutOfTime), cpu_limit(0.05):
        forever()


def test_a_limit_that_was_kept_leaves_nothing_behind() -> None:
    with cpu_limit(0.01):
        pass

    assert sum(range(3_000_000)) > 0
