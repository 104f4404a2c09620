"""How PostgreSQL goes about the hot statements when a hundred thousand messages wait."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from tests.factories import a_message, a_topic
from tests.slices.messages.conftest import Post

from towpath.kit.db import driver
from towpath.messages import outbox

MANY = 100_000


async def _fill(post: Post) -> None:
    async with post.wiring.db.transaction() as conn:
        values = {
            "n": MANY,
            "version": await a_message(conn),
            "topic": await a_topic(conn),
            "now": await post.now(),
        }
        for statement in (
            "INSERT INTO contact (email) SELECT 'p' || n || '@example.com' FROM generate_series(1, :n) AS n",
            "INSERT INTO subscription (contact_id, topic_id, state) SELECT id, :topic, 'subscribed' FROM contact",
            "INSERT INTO delivery (contact_id, message_version_id, topic_id, due_at, created_at)"
            " SELECT id, :version, :topic, CAST(:now AS timestamptz) - make_interval(secs => id % 1000), :now"
            " FROM contact",
        ):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            await conn.execute(text(statement), used)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


@pytest.mark.parametrize("is_analyzed", [False, True])
async def test_leasing_reads_no_more_than_it_takes(post: Post, is_analyzed: bool) -> None:
    await _fill(post)
    if is_analyzed:
        async with post.wiring.db.engine.connect() as conn:
            await (await conn.execution_options(isolation_level="AUTOCOMMIT")).execute(text("ANALYZE"))
    now = await post.now()

    async with post.wiring.db.transaction() as conn:
        raw = await driver(conn)
        claim = await raw.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {outbox.CLAIM.format(limit=200)}", now)
        ids = [row[0] for row in await raw.fetch(outbox.CLAIM.format(limit=200), now)]
        taken = await raw.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {outbox.TAKE}", ids, "me")

    assert len(ids) == 200
    for found in (claim, taken):
        for node in _nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]):
            rows = node["Actual Rows"] * node["Actual Loops"]
            if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in (
                "topic",
                "message",
                "message_version",
            ):
                continue
            assert rows <= 2000, (node["Node Type"], node.get("Relation Name"), rows)
