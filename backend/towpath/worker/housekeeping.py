"""What is swept away each hour, and the partitions that the coming months need."""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import text

from towpath.kit.clock import Clock
from towpath.kit.db import Database, driver
from towpath.kit.partitions import Partitions

_log = structlog.get_logger()

# Old rows of one table go in portions: short locks, and a killed worker has lost nothing.
_PORTION: Final = 20_000
_OLD: Final = {
    "user_session": "expires_at < clock_timestamp()",
    "setup_token": "expires_at < clock_timestamp()",
    "sign_in_try": "at < clock_timestamp() - interval '1 hour'",
    "idempotent_answer": "created_at < clock_timestamp() - interval '24 hours'",
    "event_key": "at < clock_timestamp() - interval '90 days'",
}
_PARTITIONED: Final = (Partitions("event"), Partitions("run"))
_AHEAD: Final = (timedelta(0), timedelta(days=31), timedelta(days=62))


async def keep_house(db: Database, clock: Clock) -> None:
    """Delete what is over and make the partitions of this month and the next two; several workers may do it at once."""
    await make_months(db, clock)
    swept = {table: count for table in _OLD if (count := await sweep(db, table))}
    if swept:
        _log.info("house_kept", **swept)


async def make_months(db: Database, clock: Clock) -> None:
    """Make partitions ahead of need, by the workspace's clock and by the true one."""
    async with db.transaction() as conn:
        starts = (await clock.now(conn), await clock.real(conn))
        raw = await driver(conn)
        for partitions in _PARTITIONED:
            await partitions.ensure(raw, [start + ahead for start in starts for ahead in _AHEAD])


async def sweep(db: Database, table: str) -> int:
    """Delete the rows of `table` that are over; return how many."""
    # sweep_portion: delete some rows that are over, leaving those that another worker deletes.
    statement = text(
        f"DELETE FROM {table} WHERE ctid = ANY (ARRAY("
        f"SELECT ctid FROM {table} WHERE {_OLD[table]} LIMIT {_PORTION} FOR UPDATE SKIP LOCKED))"
    )
    swept = 0
    while True:
        async with db.transaction() as conn:
            portion = (await conn.execute(statement)).rowcount
        swept += portion
        if portion < _PORTION:
            return swept
