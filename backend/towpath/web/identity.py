"""Finds out who asks: a session's cookie or an API key becomes the Actor of the request."""

from typing import Final, Protocol

from litestar.connection import ASGIConnection
from litestar.types import ASGIApp, Receive, Scope, Send

from towpath.kit.errors import NotSignedIn
from towpath.settings import Settings
from towpath.web.auth import Actor, is_public
from towpath.web.browser import check_csrf, check_same_site, cookie_name, is_unsafe

_BEARER: Final = "bearer "


class BadKey(NotSignedIn):
    """This API key is unknown, expired or revoked."""

    code = "bad-key"


class SessionEnded(NotSignedIn):
    """Your session has ended; sign in again."""

    code = "session-ended"


class Access(Protocol):
    """What the team slice knows: whose secret is this?"""

    async def by_session(self, token: str) -> Actor | None: ...

    async def by_key(self, key: str) -> Actor | None: ...


class IdentityMiddleware:
    """Puts the Actor (or None) into the request; public routes are not looked at."""

    def __init__(self, app: ASGIApp, access: Access, settings: Settings) -> None:
        self.app = app
        self.access = access
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = ASGIConnection(scope, receive, send)
        scope["user"] = None if is_public(connection.route_handler) else await self._actor(connection)
        scope["auth"] = None
        await self.app(scope, receive, send)

    async def _actor(self, connection: ASGIConnection) -> Actor | None:
        authorization = connection.headers.get("authorization")
        if authorization is not None:
            return await self._program(authorization)
        token = connection.cookies.get(cookie_name(self.settings))
        if not token:
            return None
        actor = await self.access.by_session(token)
        if actor is None:
            raise SessionEnded
        if is_unsafe(connection):
            check_same_site(connection, self.settings)
            check_csrf(connection, actor.csrf_token)
        return actor

    async def _program(self, authorization: str) -> Actor:
        if not authorization.lower().startswith(_BEARER):
            raise BadKey("Send the API key as Authorization: Bearer twp_….")
        actor = await self.access.by_key(authorization[len(_BEARER) :].strip())
        if actor is None:
            raise BadKey
        return actor
