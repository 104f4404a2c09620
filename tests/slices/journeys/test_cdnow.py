"""The real customers of a CD shop, walked through the re-engagement series: exactly who, nobody else, nobody twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from towpath.demo import Demo
from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.wiring import Wiring

ROOT = Path(__file__).parents[3]
PURCHASES = ROOT / "tests" / "data" / "cdnow" / "purchases.csv"
AS_OF = datetime(1998, 7, 1, tzinfo=UTC)

# The same question, asked of the file itself by plain SQL: bought at least once, and not in the 90 days before.
_EXPECTED = text("""
SELECT 'c' || customer_id || '@cdnow.example' AS email
  FROM raw_purchase
 GROUP BY customer_id
HAVING max(date) < DATE '1998-07-01' - 90
 ORDER BY 1
""")
_GOT = text("""
SELECT c.email, count(*) FROM delivery AS d
  JOIN contact AS c ON c.id = d.contact_id
  JOIN message_version AS v ON v.id = d.message_version_id
  JOIN message AS m ON m.id = v.message_id
 WHERE m.slug = :message
 GROUP BY c.email ORDER BY c.email
""")


async def load_file(db: Database) -> None:
    """Put the file into a table of its own, beside and apart from everything that Towpath keeps."""
    rows = [line.split(",") for line in PURCHASES.read_text().splitlines()[1:]]
    async with db.transaction() as conn:
        await conn.execute(
            text("CREATE TABLE raw_purchase (customer_id text, date date, quantity int, amount numeric)")
        )
        insert = text("INSERT INTO raw_purchase VALUES (:a, CAST(:b AS date), :c, :d)")
        values = [
            {"a": a, "b": datetime.fromisoformat(b).date(), "c": int(c), "d": float(d)} for a, b, c, d in rows
        ]
        await conn.execute(insert, values)


@pytest.fixture
async def demo(wiring: Wiring, clock: FixedClock) -> Demo:
    clock.at = AS_OF
    demo = Demo(wiring, PURCHASES, ROOT / "flows" / "re-engagement-series" / "flow.json")
    await demo.import_people()
    return demo


async def test_everybody_who_lapsed_gets_the_message_once_and_nobody_else(
    demo: Demo, db: Database, world: Any
) -> None:
    await load_file(db)
    slug = await demo.publish()

    await world.tick()

    async with db.transaction() as conn:
        expected = [email for (email,) in await conn.execute(_EXPECTED)]
        got = [tuple(row) for row in await conn.execute(_GOT, {"message": "re-engagement-miss-you"})]
    assert len(expected) > 1000, "a test on nobody proves nothing"
    assert got == [(email, 1) for email in expected]
    assert await world.positions(slug) == {"a-week": len(expected)}

    await world.tick(after=timedelta(days=7))

    async with db.transaction() as conn:
        late = [tuple(row) for row in await conn.execute(_GOT, {"message": "re-engagement-last-offer"})]
    assert late == [(email, 1) for email in expected], "nobody bought in the week after the file's end"
    # Whoever last bought between 90 and 83 days before 1 July lapses within that week, at their own moment.
    first = [tuple(row) for row in await world.rows(_GOT.text, message="re-engagement-miss-you")]
    assert len(first) > len(expected)
    assert all(count == 1 for _, count in first)


async def test_all_purchases_are_in_and_a_second_import_changes_nothing(demo: Demo, db: Database) -> None:
    again = await demo.import_people()

    assert (again.contacts.created, again.contacts.updated, again.contacts.unchanged) == (0, 0, 2357)
    assert (again.purchases.created, again.purchases.unchanged) == (0, 6919)
    async with db.transaction() as conn:
        counts = text("SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM event)")
        assert tuple((await conn.execute(counts)).one()) == (2357, 6919)
