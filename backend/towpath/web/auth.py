"""Who asks, and may they? The Actor of a request, and the guards of routes.

A route without a guard of this module and without `opt={"public": True}` is refused: forgetting one locks the door.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from towpath.kit.errors import NotAllowed, NotSignedIn
from towpath.web.roles import Permission, Role, permissions_of

__all__ = ["Actor", "Permission", "Role", "default_deny", "permissions_of", "requires", "signed_in"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who a request comes from: a person with a session, or a program with an API key."""

    kind: Literal["user", "key"]
    id: int
    name: str
    permissions: frozenset[Permission]
    # The person: of a session its owner, of a key whoever made it (None when that account is gone).
    user_id: int | None
    role: Role | None = None
    # Only of sessions: what the browser must send as X-CSRF-Token, and the name of the session itself.
    csrf_token: str = ""
    session_digest: str = ""

    @property
    def key(self) -> str:
        """A short name of this actor that is unique for ever, such as user:3."""
        return f"{self.kind}:{self.id}"

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def must(self, permissions: Iterable[Permission]) -> None:
        """Raise NotAllowed, in words for people, when one of `permissions` is missing."""
        for permission in permissions:
            if not self.may(permission):
                raise NotAllowed(_refusal(self, permission))


class _Requires:
    """A guard that lets only signed-in actors with all of `permissions` in."""

    def __init__(self, *permissions: Permission) -> None:
        self.permissions = permissions

    async def __call__(self, connection: ASGIConnection, _: BaseRouteHandler) -> None:
        actor: Actor | None = connection.scope.get("user")
        if actor is None:
            raise NotSignedIn
        actor.must(self.permissions)


def requires(*permissions: Permission) -> Guard:
    """Return the guard of a route that needs every one of `permissions`."""
    return _Requires(*permissions)


# The guard of a route that every signed-in person and every key may use.
signed_in: Guard = _Requires()


async def default_deny(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Refuse routes that nobody thought about; the app's outermost guard."""
    if is_public(handler) or required_permissions(handler) is not None or is_options(connection):
        return
    raise NotAllowed("Nobody may use this address: it has no permission attached.")


def is_public(handler: BaseRouteHandler) -> bool:
    return bool(handler.opt.get("public"))


def is_options(connection: ASGIConnection) -> bool:
    # Litestar makes these handlers itself; they only list methods.
    return connection.scope.get("method") == "OPTIONS"


def required_permissions(handler: BaseRouteHandler) -> tuple[Permission, ...] | None:
    """Return what the guards of a route demand; None when it has none of ours."""
    guards: list[Any] = [guard for guard in handler.resolve_guards() if isinstance(guard, _Requires)]
    return tuple(p for guard in guards for p in guard.permissions) if guards else None


def _refusal(actor: Actor, permission: Permission) -> str:
    if actor.kind == "key":
        return f"This API key lacks the scope {permission.value}."
    return f"Your role ({actor.role}) does not include this; it needs the role {permission.role} or higher."
