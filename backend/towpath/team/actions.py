"""What is done with the installation as a whole: its first account, its facts, its clock."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from towpath.kit.clock import DatabaseClock
from towpath.kit.db import Conn, Database
from towpath.kit.errors import Conflict, Fault, Invalid, NotFound
from towpath.kit.ids import UserId, new_secret
from towpath.team import store
from towpath.team.fields import address_faults, zone_faults
from towpath.team.model import Role
from towpath.team.passwords import hashed, password_faults

SETUP_LIFETIME: Final = timedelta(minutes=30)


class AlreadySetUp(Conflict):
    """This installation has its first account already; sign in instead."""

    code = "already-set-up"


class SetupClosed(NotFound):
    """This sign-up link is not valid any more. Start Towpath again to get a new one."""

    code = "setup-closed"


async def is_set_up(conn: Conn) -> bool:
    """Tell whether the first account exists."""
    return await store.has_users(conn)


async def new_setup_link(conn: Conn, base_url: str) -> str:
    """Return the one-time address of the first sign-up; earlier links end, this one after 30 minutes.

    Raises AlreadySetUp.
    """
    if await store.has_users(conn):
        raise AlreadySetUp
    token = new_secret()
    await store.replace_setup_token(conn, token, SETUP_LIFETIME)
    return f"{base_url}/setup?token={token}"


async def set_up(db: Database, *, token: str, email: str, name: str, password: str) -> UserId:
    """Make the first account, an owner. Of many callers with one token a single one succeeds.

    Raises SetupClosed or Invalid. Hashing takes a while, so no transaction stays open around it.
    """
    async with db.transaction() as conn:
        if not await store.has_setup_token(conn, token):
            raise SetupClosed
    faults = address_faults(email, "/email") + password_faults(password, email=email)
    if faults:
        raise Invalid(faults=faults)
    password_hash = await hashed(password)
    async with db.transaction() as conn:
        if not await store.use_setup_token(conn, token) or await store.has_users(conn):
            raise SetupClosed
        owner = await store.add_user(
            conn, email=email, name=name, password_hash=password_hash, role=Role.OWNER
        )
        if owner is None:
            raise SetupClosed
        return owner


async def change_workspace(conn: Conn, changes: dict[str, Any]) -> None:
    """Change facts of the workspace. Raises Invalid with every fault."""
    faults: list[Fault] = []
    if "time_zone" in changes:
        faults += zone_faults(changes["time_zone"], "/time_zone")
    for name in ("from_address", "reply_to"):
        if changes.get(name):
            faults += address_faults(changes[name], f"/{name}")
    if faults:
        raise Invalid(faults=faults)
    await store.change_workspace(conn, changes)


async def set_clock_offset(conn: Conn, offset: timedelta) -> None:
    """Move the time that journeys live by; only the command line and the demo may."""
    await store.change_workspace(conn, {"clock_offset": offset})


async def set_clock(conn: Conn, at: datetime) -> None:
    """Let it be `at` (aware) in the workspace from now on; time goes on from there."""
    real = await DatabaseClock().real(conn)
    await set_clock_offset(conn, at.astimezone(UTC) - real)
