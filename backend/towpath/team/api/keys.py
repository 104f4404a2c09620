"""API keys of programs."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from towpath.kit.clock import Clock
from towpath.kit.db import Conn
from towpath.kit.errors import Fault, Invalid, NotFound
from towpath.team import keys
from towpath.web.auth import Actor, Permission, requires
from towpath.web.paging import Page, decode_cursor, encode_cursor

_PAGE = 100


class NoSuchKey(NotFound):
    """There is no such API key."""

    code = "no-such-key"


class ApiKeyIn(msgspec.Struct, forbid_unknown_fields=True):
    """A new key for a program."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100, examples=["Shop"])]
    scopes: Annotated[
        list[Permission],
        msgspec.Meta(
            min_length=1, max_length=len(Permission), description="What the program may do; no more than you."
        ),
    ]
    expires_at: (
        Annotated[datetime, msgspec.Meta(tz=True, description="When it stops to work; null: never.")] | None
    ) = None


class ApiKeyOut(msgspec.Struct, kw_only=True):
    """A key, without its secret."""

    id: int
    name: str
    prefix: Annotated[str, msgspec.Meta(description="How the key begins: twp_<prefix>_.")]
    scopes: list[str]
    created_by: Annotated[int | None, msgspec.Meta(description="The user who made it.")]
    created_at: datetime
    expires_at: datetime | None
    used_at: Annotated[datetime | None, msgspec.Meta(description="Last use, exact to a minute.")]
    revoked_at: datetime | None


class NewApiKeyOut(ApiKeyOut, kw_only=True):
    """A new key; its full text is shown this once."""

    key: Annotated[str, msgspec.Meta(description="Send it as Authorization: Bearer ….")]


class ApiKeys(Controller):
    """Keys with which programs use the API; each has the scopes that it needs."""

    path = "/api-keys"
    tags = ["Team"]
    guards = (requires(Permission.TEAM_WRITE),)

    @get(summary="List API keys", operation_id="list_api_keys")
    async def index(
        self, conn: NamedDependency[Conn], cursor: Annotated[str | None, QueryParameter()] = None
    ) -> Page[ApiKeyOut]:
        """The newest first."""
        before = decode_cursor(cursor, int)
        found = await keys.keys(conn, before=before[0] if before else None, limit=_PAGE + 1)
        following = encode_cursor(found[_PAGE - 1].id) if len(found) > _PAGE else None
        return Page([ApiKeyOut(**vars(key)) for key in found[:_PAGE]], following)

    @post(summary="Make an API key", operation_id="create_api_key")
    async def create(
        self, data: JSONBody[ApiKeyIn], conn: NamedDependency[Conn], actor: NamedDependency[Actor],
        clock: NamedDependency[Clock],
    ) -> NewApiKeyOut:  # fmt: skip
        """The answer is the only place where the key can be read; keep it somewhere safe."""
        actor.must(data.scopes)
        if data.expires_at is not None and data.expires_at <= await clock.real(conn):
            raise Invalid(
                faults=[Fault("/expires_at", "This moment has passed. Choose a later one, or none.")]
            )
        scopes = sorted({scope.value for scope in data.scopes})
        facts, key = await keys.add_key(
            conn, name=data.name, scopes=scopes, expires_at=data.expires_at, created_by=actor.user_id
        )
        return NewApiKeyOut(**vars(facts), key=key)

    @delete("/{key_id:int}", summary="Revoke an API key", operation_id="revoke_api_key")
    async def revoke(self, key_id: FromPath[int], conn: NamedDependency[Conn]) -> None:
        """It stops to work at once."""
        if not await keys.revoke_key(conn, key_id):
            raise NoSuchKey
