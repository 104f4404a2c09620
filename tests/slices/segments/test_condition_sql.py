"""One meaning in two shapes: row by row and as sets, SQL answers what plain Python answers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.slices.segments.condition_oracle import Oracle, Person
from tests.slices.segments.condition_worlds import (
    BASE,
    DYNAMIC,
    attributes,
    conditions,
    events,
    links,
    make_world,
)  # fmt: skip

from towpath.kit.db import Conn, Database, driver
from towpath.segments.evaluation import evaluate, present_for, whole

NOWS = st.sampled_from(
    [BASE, BASE + timedelta(hours=1), BASE - timedelta(days=1), BASE + timedelta(days=2, seconds=1)]
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Kiritimati"])


@pytest.fixture(params=[1, 2, 3])
async def people(db: Database, request: pytest.FixtureRequest) -> list[Person]:
    async with db.transaction() as conn:
        return await make_world(conn, request.param, 60)


async def rows_and_sets(
    conn: Conn, condition: dict[str, Any], ids: list[int], now: datetime, zone: str
) -> tuple[set[int], set[int]]:
    answer = await evaluate(conn, {"holds": condition}, ids, now, zone)
    compiled, raw = await whole(conn, condition, 1), await driver(conn)
    present = await present_for(raw, conn, [compiled], now, zone)
    found = [row["id"] for row in await raw.fetch(compiled.sql, *compiled.arguments(present))]
    assert len(set(found)) == len(found)
    return {i for i, holds in zip(ids, answer["holds"], strict=True) if holds}, set(found)


@given(st.one_of(attributes, events, links, conditions), NOWS, ZONES)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
async def test_both_shapes_and_plain_python_agree(
    db: Database, people: list[Person], condition: dict[str, Any], now: datetime, zone: str
) -> None:
    async with db.transaction() as conn:
        by_rows, by_sets = await rows_and_sets(conn, condition, [person.id for person in people], now, zone)

    expected = Oracle(now, zone, DYNAMIC).matching(condition, people)
    assert by_rows == expected
    assert by_sets == expected
