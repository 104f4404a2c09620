"""The schema: all tables in one place, and how a database is brought up to date."""

import asyncio
import importlib
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from towpath.kit.db import Base, Database
from towpath.kit.reach import OUTSIDE, reason_of

_log = structlog.get_logger()
_SILENT_S: Final = 5.0
_SLICES = ("team", "contacts", "events", "segments", "messages", "journeys")


def metadata() -> MetaData:
    """Return the tables of all slices."""
    for name in _SLICES:
        importlib.import_module(f"towpath.{name}.model")
    return Base.metadata


def config() -> Config:
    """Return Alembic's configuration, in a checkout as well as in an installed package."""
    here = Path(__file__).parent
    packaged, checkout = here / "_alembic", here.parents[1] / "alembic"
    result = Config()
    result.set_main_option("script_location", str(packaged if packaged.exists() else checkout))
    result.set_main_option(
        "file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    return result


async def upgrade(db: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`; two programs that start at once do it one after the other."""

    def run(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT pg_advisory_lock(hashtext('towpath.migrate'))")
        try:
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, revision)
        finally:
            connection.exec_driver_sql("SELECT pg_advisory_unlock(hashtext('towpath.migrate'))")

    async with db.engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()


async def is_behind(db: Database) -> bool:
    """Tell whether the tables are missing or older than this program; newer ones are no trouble."""
    current = await revision_of(db)
    script = ScriptDirectory.from_config(config())
    known = {revision.revision for revision in script.walk_revisions()}
    return current is None or (current in known and current != script.get_current_head())


async def wait_for_tables(db: Database, stop: asyncio.Event) -> bool:
    """Wait until there is a database with tables that this program knows; False when `stop` came first."""
    said, began = "", asyncio.get_running_loop().time()
    while not stop.is_set():
        try:
            if not await is_behind(db):
                return True
            why = "The tables are missing or older than this program: run `towpath migrate`."
        except OUTSIDE as error:
            why = f"The database cannot be used. {reason_of(error)}"
        # A machine that starts as a whole takes a moment; that is nothing to talk about.
        if why != said and asyncio.get_running_loop().time() - began > _SILENT_S:
            _log.warning("waits_for_the_database", why=why)
            said = why
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await stop.wait()
    return False


async def revision_of(db: Database) -> str | None:
    """Return the schema's revision, None for an empty database."""
    async with db.transaction() as conn:
        if (await conn.exec_driver_sql("SELECT to_regclass('alembic_version')")).scalar_one() is None:
            return None
        return (await conn.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar_one_or_none()
