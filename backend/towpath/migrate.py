"""The schema: all tables in one place, and how a database is brought up to date."""

import importlib
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from towpath.kit.db import Base, Database

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


async def revision_of(db: Database) -> str | None:
    """Return the schema's revision, None for an empty database."""
    async with db.transaction() as conn:
        if (await conn.exec_driver_sql("SELECT to_regclass('alembic_version')")).scalar_one() is None:
            return None
        return (await conn.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar_one_or_none()
