"""PostgreSQL: metadata, connections, and the one way to a transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

import asyncpg
import msgspec
from sqlalchemy import BigInteger, DateTime, Identity, MetaData, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase, mapped_column

Conn = AsyncConnection
Json = dict[str, Any]
# A row, read by the names of its columns.
Record = Any

BigKey = Annotated[int, mapped_column(BigInteger, Identity(always=False), primary_key=True)]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
JsonDict = Annotated[Json, mapped_column(JSONB)]


class Base(DeclarativeBase):
    """All tables; names of constraints follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def async_url(url: str) -> str:
    """Return `url` (postgres://, postgresql:// or postgresql+asyncpg://) for the asyncpg driver."""
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+asyncpg"}:
        raise ValueError(f"{scheme}:// is not a PostgreSQL address")
    return f"postgresql+asyncpg://{rest}"


_REHEARSE = text("""
SELECT set_config('statement_timeout', :patience, TRUE), set_config('lock_timeout', :wait, TRUE),
       set_config('idle_in_transaction_session_timeout', :idle, TRUE)
""")


class Database:
    """A pool of connections to one PostgreSQL; made by wiring, closed by the program's edge."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            # No overflow: connections beyond the pool would be opened and closed again and again.
            pool_size=2 * pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            # People's data must not get into logs by way of an error's text.
            hide_parameters=True,
            json_serializer=lambda value: msgspec.json.encode(value).decode(),
            json_deserializer=msgspec.json.decode,
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Conn]:
        """Open one transaction; commit at the end, roll back on any error."""
        async with self.engine.begin() as conn:
            yield conn

    @asynccontextmanager
    async def rehearsal(self, patience_s: int) -> AsyncIterator[Conn]:
        """Open one transaction that is always rolled back: what is done in it never happened.

        It waits for nobody's lock for long, so that real work never waits for it; a statement that takes longer than
        `patience_s` fails.
        """
        async with self.engine.connect() as conn:
            await conn.execute(
                _REHEARSE, {"patience": f"{patience_s}s", "idle": f"{4 * patience_s}s", "wait": "500ms"}
            )
            yield conn
            await conn.rollback()

    async def close(self) -> None:
        await self.engine.dispose()


async def driver(conn: Conn) -> asyncpg.Connection:
    """Return asyncpg's own connection inside `conn`'s transaction, for COPY and hot statements.

    On it JSONB goes in as text (str) and comes out decoded.
    """
    raw = (await conn.get_raw_connection()).driver_connection
    if raw is None:
        raise RuntimeError("The connection is closed.")
    if not raw.is_in_transaction():
        # SQLAlchemy opens its transaction lazily, with its first own statement.
        await conn.exec_driver_sql("SELECT 1")
    return raw
