"""Monthly partitions of the append-only tables."""

from collections.abc import Iterable
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

import asyncpg

# Everything before this month shares one partition: history that was imported, read rarely.
OLDEST_MONTH = datetime(2024, 1, 1, tzinfo=UTC)
_TRANSACTION = "SELECT pg_current_xact_id_if_assigned()::text"


def month_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def months_of(moments: Iterable[datetime]) -> set[datetime]:
    """Return the months, by their first moments, that have partitions of their own."""
    return {month for month in map(month_of, moments) if month >= OLDEST_MONTH}


def _next_month(month: datetime) -> datetime:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


class _Memory:
    """What one connection has seen: a connection belongs to one database for all its life."""

    def __init__(self) -> None:
        self.known: set[datetime] = set()
        # Months made on it, by the transaction that made them: it may still roll back.
        self.made: dict[datetime, str | None] = {}


class Partitions:
    """Makes the months of one table as they are needed; remembers, by connection, which exist."""

    def __init__(self, table: str) -> None:
        self.table = table
        self._memories: WeakKeyDictionary[asyncpg.Connection, _Memory] = WeakKeyDictionary()

    async def ensure(self, raw: asyncpg.Connection, moments: Iterable[datetime]) -> None:
        """Create the partitions that rows at these moments (aware) need."""
        memory = self._memories.setdefault(raw, _Memory())
        months = months_of(moments) - memory.known
        for month in sorted(months):
            name = f"{self.table}_{month:%Y_%m}"
            if await raw.fetchval("SELECT to_regclass($1)", name) is None:
                # Two processes may meet here: the lock makes the second see the first one's table.
                await raw.execute("SELECT pg_advisory_xact_lock(hashtext($1))", name)
                await raw.execute(
                    f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {self.table} "
                    f"FOR VALUES FROM ('{month:%Y-%m-%d}T00:00Z') TO ('{_next_month(month):%Y-%m-%d}T00:00Z')"
                )
                memory.made[month] = await raw.fetchval(_TRANSACTION)
            elif month not in memory.made or memory.made[month] != await raw.fetchval(_TRANSACTION):
                memory.known.add(month)
