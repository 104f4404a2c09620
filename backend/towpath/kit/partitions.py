"""Monthly partitions of the append-only tables."""

from collections.abc import Iterable
from datetime import UTC, datetime

import asyncpg

# Everything before this month shares one partition: history that was imported, read rarely.
OLDEST_MONTH = datetime(2024, 1, 1, tzinfo=UTC)


def month_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next_month(month: datetime) -> datetime:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


class Partitions:
    """Makes the months of one table as they are needed; remembers which exist."""

    def __init__(self, table: str) -> None:
        self.table = table
        self._known: set[datetime] = set()

    async def ensure(self, raw: asyncpg.Connection, moments: Iterable[datetime]) -> None:
        """Create the partitions that rows at these moments (aware) need."""
        months = {month_of(m) for m in moments} - self._known
        for month in sorted(m for m in months if m >= OLDEST_MONTH):
            name = f"{self.table}_{month:%Y_%m}"
            if await raw.fetchval("SELECT to_regclass($1)", name) is None:
                # Two processes may meet here: the lock makes the second see the first one's table.
                await raw.execute("SELECT pg_advisory_xact_lock(hashtext($1))", name)
                await raw.execute(
                    f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {self.table} "
                    f"FOR VALUES FROM ('{month:%Y-%m-%d}T00:00Z') TO ('{_next_month(month):%Y-%m-%d}T00:00Z')"
                )
            else:
                self._known.add(month)
