"""Who belongs to the team: inviting, changing roles, switching accounts off. The last owner cannot be lost."""

from typing import Any

from sqlalchemy import func

from towpath.kit.db import Conn
from towpath.kit.errors import Conflict, Fault, Invalid, NotFound
from towpath.team import store
from towpath.team.fields import address_faults
from towpath.team.model import Role
from towpath.team.passwords import UNUSABLE
from towpath.team.store import Person


class NoSuchUser(NotFound):
    """There is no such account."""

    code = "no-such-user"


class AddressTaken(Conflict):
    """Somebody with this e-mail address is in the team already."""

    code = "address-taken"


class LastOwner(Conflict):
    """This is the last owner who can sign in. Make somebody else an owner first."""

    code = "last-owner"


async def invite(conn: Conn, *, email: str, name: str, role: Role) -> Person:
    """Add an account without a password. Raises Invalid or AddressTaken."""
    faults = address_faults(email, "/email")
    if faults:
        raise Invalid(faults=faults)
    user_id = await store.add_user(conn, email=email, name=name, password_hash=UNUSABLE, role=role)
    if user_id is None:
        raise AddressTaken(faults=[Fault("/email", AddressTaken.title())])
    return await person(conn, user_id)


async def person(conn: Conn, user_id: int) -> Person:
    found = await store.person(conn, user_id)
    if found is None:
        raise NoSuchUser
    return found


async def change(
    conn: Conn, user_id: int, *, name: str | None, role: Role | None, is_disabled: bool | None
) -> Person:
    """Change an account; None leaves as it is. A new role or switching off ends the sessions at once.

    Raises NoSuchUser or LastOwner.
    """
    owners = await store.lock_owners(conn)
    before = await person(conn, user_id)
    loses_power = is_disabled is True or (role is not None and role is not Role.OWNER)
    if loses_power and owners == {before.id}:
        raise LastOwner
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = name
    if role is not None:
        values["role"] = role.value
    if is_disabled is not None:
        values["disabled_at"] = (
            func.coalesce(before.disabled_at, func.clock_timestamp()) if is_disabled else None
        )
    ends = is_disabled is True or (role is not None and role is not before.role)
    await store.change_user(conn, user_id, values, ends_sessions=ends)
    return await person(conn, user_id)
