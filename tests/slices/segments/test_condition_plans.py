"""A batch of contacts is looked up by indexes, whatever is asked, and however many there are besides."""

from datetime import UTC, datetime
from typing import Any

import pytest

from towpath.events.log import prepare
from towpath.kit.db import Database, driver
from towpath.segments.nesting import sources_of
from towpath.segments.sql import statements
from towpath.segments.sql.binds import Present

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
_FILL = """
INSERT INTO contact (country, time_zone, attributes)
SELECT 'DE', 'Europe/Berlin', jsonb_build_object('plan', 'pro', 'age', i % 80) FROM generate_series(1, 100000) AS i;
INSERT INTO event_name (name) VALUES ('purchase'), ('visit');
INSERT INTO event (contact_id, name_id, at)
SELECT i, 1 + i % 2, TIMESTAMPTZ '2029-11-01Z' + i % 60 * INTERVAL '1 day' FROM generate_series(1, 100000) AS i;
INSERT INTO event_stat SELECT contact_id, name_id, min(at), max(at), count(*) FROM event GROUP BY 1, 2;
INSERT INTO tag (name) VALUES ('vip');
INSERT INTO contact_tag (contact_id, tag_id) SELECT i, 1 FROM generate_series(1, 100000, 2) AS i;
INSERT INTO topic (slug, name) VALUES ('news', 'News');
INSERT INTO subscription (contact_id, topic_id, state) SELECT i, 1, 'subscribed' FROM generate_series(1, 100000) AS i;
INSERT INTO segment (slug, name) VALUES ('some', 'Some');
INSERT INTO segment_member (segment_id, contact_id) SELECT 1, i FROM generate_series(1, 100000, 3) AS i;
ANALYZE;
"""
ASKED: dict[str, dict[str, Any]] = {
    "attribute": {"attribute": "plan", "op": "equals", "value": "pro"},
    "tag": {"tag": "vip"},
    "topic": {"topic": "news"},
    "ever": {"event": "purchase"},
    "never": {"not": {"event": "purchase"}},
    "within": {"event": "purchase", "within": "P30D"},
    "often": {"event": "purchase", "count": {"at_least": 3}, "within": "P30D"},
    "where": {"event": "purchase", "where": [{"property": "amount", "op": "at_least", "value": 5}]},
    "sum": {"event": "visit", "sum": "amount", "op": "at_least", "value": 5, "within": "P30D"},
}  # fmt: skip


@pytest.mark.slow
async def test_a_batch_never_reads_everybody(db: Database) -> None:
    await prepare(db, [datetime(2029, 11, 1, tzinfo=UTC), datetime(2029, 12, 1, tzinfo=UTC)])
    async with db.transaction() as conn:
        raw = await driver(conn)
        await raw.execute(_FILL)
        read_whole: dict[str, list[str]] = {}
        for name, condition in ASKED.items():
            (source,) = await sources_of(conn, [condition])
            present = Present(NOW, "UTC")
            batch, look = statements.batch((source,)), statements.look(source)
            plans = [
                await raw.fetch(
                    f"EXPLAIN {batch.sql}", *batch.arguments(present, list(range(1, 100_001, 20)))
                ),
                await raw.fetch(
                    f"EXPLAIN {look.compiled.sql}",
                    *look.compiled.arguments(present, 1, list(range(1, 100_001, 20))),
                ),
            ]
            lines = [row[0] for plan in plans for row in plan]
            read_whole[name] = [
                line
                for line in lines
                if "Seq Scan on" in line
                and not any(small in line for small in (" event_name", " event_old", " tag", " topic"))
            ]

    assert {name: lines for name, lines in read_whole.items() if lines} == {}
