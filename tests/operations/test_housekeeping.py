"""What is over goes, what is young stays, and the coming months have their partitions."""

from datetime import timedelta

from sqlalchemy import text

from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.worker.housekeeping import keep_house, sweep

_OLD_AND_YOUNG = """
INSERT INTO setup_token (token_digest, expires_at)
     VALUES ('old', clock_timestamp() - interval '1 minute'), ('young', clock_timestamp() + interval '1 minute');
INSERT INTO sign_in_try (subject, at)
     VALUES ('old', clock_timestamp() - interval '61 minutes'), ('young', clock_timestamp());
INSERT INTO idempotent_answer (actor, key, fingerprint, created_at)
     VALUES ('a', 'old', '', clock_timestamp() - interval '25 hours'), ('a', 'young', '', clock_timestamp());
INSERT INTO event_key (key, at)
     VALUES ('old', clock_timestamp() - interval '91 days'), ('young', clock_timestamp());
"""


async def test_what_is_over_goes_and_what_is_young_stays(db: Database, clock: FixedClock) -> None:
    async with db.transaction() as conn:
        for statement in _OLD_AND_YOUNG.split(";")[:-1]:
            await conn.execute(text(statement))

    await keep_house(db, clock)

    async with db.transaction() as conn:
        for column, table in (
            ("token_digest", "setup_token"), ("subject", "sign_in_try"),
            ("key", "idempotent_answer"), ("key", "event_key"),
        ):  # fmt: skip
            assert (await conn.execute(text(f"SELECT {column} FROM {table}"))).scalars().all() == ["young"]


async def test_many_old_rows_go_in_portions(db: Database) -> None:
    async with db.transaction() as conn:
        await conn.execute(
            text("INSERT INTO event_key SELECT n::text, '2020-01-01' FROM generate_series(1, 45000) AS n")
        )

    assert await sweep(db, "event_key") == 45_000


async def test_months_are_made_ahead_by_the_workspaces_clock(db: Database, clock: FixedClock) -> None:
    clock.at = clock.at.replace(year=2031, month=11, day=30)

    await keep_house(db, clock)
    clock.advance(timedelta(days=1))
    await keep_house(db, clock)

    async with db.transaction() as conn:
        for name in ("event_2031_11", "event_2031_12", "event_2032_01", "run_2031_11", "run_2032_01"):
            assert (await conn.execute(text(f"SELECT to_regclass('{name}')"))).scalar_one() is not None
