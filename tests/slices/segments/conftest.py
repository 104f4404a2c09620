"""People for tests of segments."""

from datetime import UTC, datetime, timedelta

import pytest

from towpath.events.log import NewEvent, append
from towpath.kit.db import Database, driver

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


@pytest.fixture
async def people(db: Database) -> dict[str, int]:
    """Ada and Bob in Germany, Cy in Austria; Ada bought twice, Cy once long ago."""
    rows = [("ada", "DE"), ("bob", "DE"), ("cy", "AT")]
    async with db.transaction() as conn:
        raw = await driver(conn)
        found = await raw.fetch(
            "INSERT INTO contact (external_id, email, country) SELECT n, n || '@example.com', c"
            " FROM unnest($1::text[], $2::text[]) AS r (n, c) RETURNING external_id, id",
            *map(list, zip(*rows, strict=True)),
        )
        await append(
            conn,
            [
                NewEvent(
                    "purchase", external_id="ada", at=NOW - timedelta(days=2), properties={"amount": 10}
                ),
                NewEvent(
                    "purchase", external_id="ada", at=NOW - timedelta(days=1), properties={"amount": 30}
                ),
                NewEvent(
                    "purchase", external_id="cy", at=NOW - timedelta(days=300), properties={"amount": 5}
                ),
            ],
            NOW,
        )
    return {name: number for name, number in found}
