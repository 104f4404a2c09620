"""Alembic: which tables, which database. Run by `towpath migrate` and by tests."""

import asyncio
import re

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from towpath.kit.db import async_url
from towpath.migrate import metadata

_PARTITION = re.compile(r"^(event|run)_(old|\d{4}_\d{2})$")


def _ours(obj: object, name: str | None, kind: str, reflected: bool, _: object) -> bool:
    # Partitions are made by the program as months come.
    table = getattr(obj, "table", None)
    of = name if kind == "table" else getattr(table, "name", None)
    return not (reflected and _PARTITION.match(of or ""))


def run(connection: Connection | None) -> None:
    context.configure(
        connection=connection,
        url=None if connection else "postgresql://",
        target_metadata=metadata(),
        include_object=_ours,
        compare_type=True,
        compare_server_default=False,
        literal_binds=connection is None,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.execute("SET lock_timeout = '5s'")
        context.run_migrations()


async def online(url: str) -> None:
    engine = create_async_engine(async_url(url), poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


if context.is_offline_mode():
    run(None)
elif (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    asyncio.run(online(context.config.get_main_option("sqlalchemy.url") or ""))
