"""The migrations make exactly the tables of the models, and can be taken back."""

from alembic import command
from sqlalchemy import Connection

from towpath import migrate
from towpath.kit.db import Database


async def _run(db: Database, action: object, *args: str) -> None:
    def run(connection: Connection) -> None:
        settings = migrate.config()
        settings.attributes["connection"] = connection
        action(settings, *args)  # type: ignore[operator]

    async with db.engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()


async def test_the_models_and_the_migrations_agree(db: Database) -> None:
    await _run(db, command.check)


async def test_migrations_go_down_and_up_again(db: Database) -> None:
    await _run(db, command.downgrade, "base")
    assert await migrate.revision_of(db) is None

    await migrate.upgrade(db)

    await _run(db, command.check)


async def test_a_partition_is_made_when_its_month_comes(db: Database) -> None:
    async with db.transaction() as conn:
        names = (await conn.exec_driver_sql("SELECT count(*) FROM pg_inherits")).scalar_one()
    assert names >= 2
