"""People of the team."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from towpath.kit.clock import Clock
from towpath.kit.db import Conn
from towpath.kit.tokens import Signer
from towpath.settings import Settings
from towpath.team import people, store
from towpath.team.api.sessions import Email, Name
from towpath.team.sign_in import invitation
from towpath.team.store import Person
from towpath.web.auth import Actor, Permission, Role, permissions_of, requires, signed_in
from towpath.web.paging import Page, decode_cursor, encode_cursor

_PAGE = 100


class UserIn(msgspec.Struct, forbid_unknown_fields=True):
    """A new account; the person chooses the password by the one-time link in the answer."""

    email: Email
    name: Name
    role: Role = Role.EDITOR


class UserChangeIn(msgspec.Struct, forbid_unknown_fields=True):
    """What to change; whatever is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    role: Role | msgspec.UnsetType = msgspec.UNSET
    is_disabled: bool | msgspec.UnsetType = msgspec.UNSET


class UserOut(msgspec.Struct, kw_only=True):
    """A person of the team."""

    id: int
    email: str
    name: str
    role: Role
    is_disabled: bool
    has_password: Annotated[bool, msgspec.Meta(description="false: invited, has not chosen a password yet.")]
    created_at: datetime


class InvitedOut(msgspec.Struct, kw_only=True):
    """An account and the one-time address where its password is chosen."""

    user: UserOut
    set_password_link: Annotated[
        str, msgspec.Meta(description="Hand it to the person; it ends on use or after 7 days.")
    ]


class Users(Controller):
    """The people of the team and their roles: viewer, editor, approver, owner; each includes the ones before."""

    path = "/users"
    tags = ["Team"]

    @get(
        summary="List the people of the team",
        operation_id="list_users",
        guards=[requires(Permission.SETTINGS_READ)],
    )
    async def index(
        self, conn: NamedDependency[Conn], cursor: Annotated[str | None, QueryParameter()] = None
    ) -> Page[UserOut]:
        after = decode_cursor(cursor, int)
        found = await store.people(conn, after=after[0] if after else 0, limit=_PAGE + 1)
        following = encode_cursor(found[_PAGE - 1].id) if len(found) > _PAGE else None
        return Page([_out(person) for person in found[:_PAGE]], following)

    @post(summary="Invite somebody", operation_id="invite_user", guards=[requires(Permission.TEAM_WRITE)])
    async def create(
        self, data: JSONBody[UserIn], conn: NamedDependency[Conn], actor: NamedDependency[Actor],
        settings: NamedDependency[Settings], signer: NamedDependency[Signer], clock: NamedDependency[Clock],
    ) -> InvitedOut:  # fmt: skip
        """Nobody can give a role that can do more than they can themselves."""
        actor.must(permissions_of(data.role))
        person = await people.invite(conn, email=data.email, name=data.name, role=data.role)
        now_s = int((await clock.real(conn)).timestamp())
        return InvitedOut(
            user=_out(person), set_password_link=invitation(signer, settings.base_url, person, now_s)
        )

    @post(
        "/{user_id:int}/password-links", summary="Make a new link to choose a password",
        operation_id="create_password_link", guards=[requires(Permission.TEAM_WRITE)],
    )  # fmt: skip
    async def create_link(
        self, user_id: FromPath[int], conn: NamedDependency[Conn], actor: NamedDependency[Actor],
        settings: NamedDependency[Settings], signer: NamedDependency[Signer], clock: NamedDependency[Clock],
    ) -> InvitedOut:  # fmt: skip
        """For somebody who forgot the password. The old password works until the link is used."""
        person = await people.person(conn, user_id)
        actor.must(permissions_of(person.role))
        now_s = int((await clock.real(conn)).timestamp())
        return InvitedOut(
            user=_out(person), set_password_link=invitation(signer, settings.base_url, person, now_s)
        )

    @patch("/{user_id:int}", summary="Change an account", operation_id="change_user", guards=[signed_in])
    async def change(
        self, user_id: FromPath[int], data: JSONBody[UserChangeIn], conn: NamedDependency[Conn],
        actor: NamedDependency[Actor],
    ) -> UserOut:  # fmt: skip
        """Everybody may change their own name; only owners change roles or switch accounts off.

        A new role, or switching off, ends the person's sessions at once. The last owner stays.
        """
        wanted = {
            name: value for name, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET
        }
        if not (actor.kind == "user" and actor.id == user_id and set(wanted) <= {"name"}):
            actor.must([Permission.TEAM_WRITE])
        if "role" in wanted:
            actor.must(permissions_of(wanted["role"]))
        person = await people.change(
            conn, user_id, name=wanted.get("name"), role=wanted.get("role"), is_disabled=wanted.get("is_disabled")
        )  # fmt: skip
        return _out(person)


def _out(person: Person) -> UserOut:
    return UserOut(
        id=person.id, email=person.email, name=person.name, role=person.role, has_password=person.has_password,
        is_disabled=person.disabled_at is not None, created_at=person.created_at,
    )  # fmt: skip
