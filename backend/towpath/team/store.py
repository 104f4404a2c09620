"""Reading and writing the workspace and its people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from towpath.kit.db import Conn
from towpath.kit.ids import UserId, digest
from towpath.team.model import Role, SetupToken, User, Workspace
from towpath.team.passwords import UNUSABLE


@dataclass(frozen=True, kw_only=True)
class WorkspaceFacts:
    """The one row of facts about this installation."""

    name: str
    time_zone: str
    from_name: str
    from_address: str
    reply_to: str
    postal_address: str
    clock_offset: timedelta
    sending_paused: bool
    epoch: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """A user."""

    id: UserId
    email: str
    name: str
    role: Role
    epoch: int
    has_password: bool
    disabled_at: datetime | None
    created_at: datetime


_WORKSPACE = select(
    Workspace.name, Workspace.time_zone, Workspace.from_name, Workspace.from_address, Workspace.reply_to,
    Workspace.postal_address, Workspace.clock_offset, Workspace.sending_paused, Workspace.epoch,
)  # fmt: skip
_PERSON = select(
    User.id, User.email, User.name, User.role, User.epoch, (User.password_hash != UNUSABLE).label("has_password"),
    User.disabled_at, User.created_at,
)  # fmt: skip

_LOCK_OWNERS = text("""
-- lock_owners
-- Owners who can sign in, one change at a time, so that two who demote each other do not lock everybody out.
SELECT id FROM app_user
 WHERE role = 'owner' AND disabled_at IS NULL AND password_hash <> '!'
 ORDER BY id
   FOR UPDATE
""")


async def workspace(conn: Conn) -> WorkspaceFacts:
    row = (await conn.execute(_WORKSPACE)).mappings().one()
    return WorkspaceFacts(**row)


async def change_workspace(conn: Conn, values: dict[str, Any]) -> None:
    if values:
        await conn.execute(update(Workspace).values(values))


async def has_users(conn: Conn) -> bool:
    return (await conn.execute(select(select(User.id).exists()))).scalar_one()


async def add_user(conn: Conn, *, email: str, name: str, password_hash: str, role: Role) -> UserId | None:
    """Add a person; None when the address is taken, in whatever spelling of upper and lower case."""
    values = {"email": email, "name": name, "password_hash": password_hash, "role": role.value}
    found = await conn.execute(upsert(User).values(values).on_conflict_do_nothing().returning(User.id))
    added = found.scalar_one_or_none()
    return None if added is None else UserId(added)


async def person(conn: Conn, user_id: int) -> Person | None:
    row = (await conn.execute(_PERSON.where(User.id == user_id))).mappings().one_or_none()
    return _person(row) if row else None


async def person_by_email(conn: Conn, email: str) -> tuple[Person, str] | None:
    """Return a person and the hash of the password, to sign in."""
    found = await conn.execute(
        _PERSON.add_columns(User.password_hash).where(func.lower(User.email) == email.strip().lower())
    )
    row = found.mappings().one_or_none()
    if row is None:
        return None
    values = dict(row)
    password_hash = values.pop("password_hash")
    return _person(values), password_hash


async def password_hash_of(conn: Conn, user_id: int) -> str | None:
    return (await conn.execute(select(User.password_hash).where(User.id == user_id))).scalar_one_or_none()


async def people(conn: Conn, *, after: int, limit: int) -> list[Person]:
    rows = await conn.execute(_PERSON.where(User.id > after).order_by(User.id).limit(limit))
    return [_person(row) for row in rows.mappings()]


async def change_user(conn: Conn, user_id: int, values: dict[str, Any], *, ends_sessions: bool) -> None:
    if ends_sessions:
        values = {**values, "epoch": User.epoch + 1}
    if values:
        await conn.execute(update(User).where(User.id == user_id).values(values))


async def set_password(conn: Conn, user_id: int, password_hash: str, *, epoch: int) -> bool:
    """Set a password and end all sessions; False when the account changed since `epoch`."""
    statement = (
        update(User)
        .where(User.id == user_id, User.epoch == epoch, User.disabled_at.is_(None))
        .values(password_hash=password_hash, epoch=User.epoch + 1)
    )
    return (await conn.execute(statement)).rowcount == 1


async def refresh_hash(conn: Conn, user_id: int, old: str, new: str) -> None:
    """Replace the hash of an unchanged password by a stronger one; sessions live on."""
    statement = update(User).where(User.id == user_id, User.password_hash == old).values(password_hash=new)
    await conn.execute(statement)


async def lock_owners(conn: Conn) -> set[int]:
    """Return the owners who can sign in; they stay locked until the transaction ends."""
    return set((await conn.execute(_LOCK_OWNERS)).scalars())


async def replace_setup_token(conn: Conn, token: str, lifetime: timedelta) -> None:
    await conn.execute(delete(SetupToken))
    values = {"token_digest": digest(token), "expires_at": func.clock_timestamp() + lifetime}
    await conn.execute(insert(SetupToken).values(values))


async def has_setup_token(conn: Conn, token: str) -> bool:
    return (await conn.execute(select(_valid(token).exists()))).scalar_one()


async def use_setup_token(conn: Conn, token: str) -> bool:
    """Use the token up; of many callers at once one is told True."""
    used = delete(SetupToken).where(
        SetupToken.token_digest == digest(token), SetupToken.expires_at > func.clock_timestamp()
    )
    return (await conn.execute(used)).rowcount == 1


def _valid(token: str) -> Any:
    return select(SetupToken.token_digest).where(
        SetupToken.token_digest == digest(token), SetupToken.expires_at > func.clock_timestamp()
    )


def _person(row: Any) -> Person:
    return Person(**{**row, "role": Role(row["role"])})
