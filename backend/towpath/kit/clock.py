"""Time as a parameter: the database's clock, moved by the workspace if it says so."""

from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

from sqlalchemy import text

from towpath.kit.db import Conn

_WORKSPACE_NOW = text(
    "SELECT clock_timestamp() + coalesce((SELECT clock_offset FROM workspace), interval '0')"
)
_REAL_NOW = text("SELECT clock_timestamp()")


@runtime_checkable
class Clock(Protocol):
    """Tells the time; aware, UTC."""

    async def now(self, conn: Conn) -> datetime:
        """Return the workspace's time: journeys, events and conditions live by it."""
        ...

    async def real(self, conn: Conn) -> datetime:
        """Return the true time: leases, sessions and locks live by it, whatever the demo does."""
        ...


class DatabaseClock:
    """The one clock of real life: all machines agree because one database tells it."""

    async def now(self, conn: Conn) -> datetime:
        return (await conn.execute(_WORKSPACE_NOW)).scalar_one()

    async def real(self, conn: Conn) -> datetime:
        return (await conn.execute(_REAL_NOW)).scalar_one()


class FixedClock:
    """A clock that stands still until told to move; for tests and rehearsal."""

    def __init__(self, at: datetime = datetime(2030, 1, 7, 9, tzinfo=UTC)) -> None:
        self.at = at

    def advance(self, by: timedelta) -> None:
        self.at += by

    async def now(self, conn: Conn) -> datetime:
        _ = conn
        return self.at

    async def real(self, conn: Conn) -> datetime:
        return await DatabaseClock().real(conn)
