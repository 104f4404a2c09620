"""What a browser needs: the session's cookie, and proof that a change comes from our own pages."""

import hmac
from typing import Final
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers.base import BaseRouteHandler

from towpath.kit.errors import NotAllowed
from towpath.settings import Settings

CSRF_HEADER: Final = "x-csrf-token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# What an HTML form can send without asking first.
_FORM_TYPES: Final = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


class ForeignOrigin(NotAllowed):
    """This request comes from another site."""

    code = "foreign-origin"


class CsrfMismatch(NotAllowed):
    """This page is out of date; reload it and try again."""

    code = "csrf-mismatch"


def is_secure(settings: Settings) -> bool:
    return settings.base_url.startswith("https://")


def cookie_name(settings: Settings) -> str:
    # Browsers take a __Host- cookie only over https; plain http is for this machine alone.
    return "__Host-towpath" if is_secure(settings) else "towpath"


def session_cookie(settings: Settings, value: str, max_age_s: int) -> Cookie:
    """Return the cookie of a session; `max_age_s` 0 deletes it."""
    return Cookie(
        key=cookie_name(settings), value=value, max_age=max_age_s, path="/", httponly=True, samesite="lax",
        secure=is_secure(settings),
    )  # fmt: skip


def is_unsafe(connection: ASGIConnection) -> bool:
    return connection.scope.get("method") not in _SAFE


def check_same_site(connection: ASGIConnection, settings: Settings) -> None:
    """Refuse a change that another site's page asks for. Programs send neither header.

    Raises ForeignOrigin.
    """
    site = connection.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        raise ForeignOrigin
    origin = connection.headers.get("origin")
    if origin is not None and origin not in _own_origins(connection, settings):
        raise ForeignOrigin


def check_csrf(connection: ASGIConnection, expected: str) -> None:
    """Demand the session's token in X-CSRF-Token, and no body that a plain form could send.

    Raises CsrfMismatch or NotAllowed.
    """
    given = connection.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise CsrfMismatch
    content_type = connection.headers.get("content-type", "").lower()
    if content_type.startswith(_FORM_TYPES) and not connection.route_handler.opt.get("takes_form"):
        raise NotAllowed("Send the body as JSON, not as a form.")


async def from_this_site(connection: ASGIConnection, _: BaseRouteHandler) -> None:
    """The guard of public routes that sign somebody in."""
    check_same_site(connection, connection.app.state.settings)


def _own_origins(connection: ASGIConnection, settings: Settings) -> set[str]:
    own = urlsplit(settings.base_url)
    origins = {f"{own.scheme}://{own.netloc}"}
    host = connection.headers.get("host", "")
    if not settings.public_url and urlsplit(f"//{host}").hostname in {"127.0.0.1", "localhost", "::1"}:
        # Without a public address Towpath answers this machine, under whichever name it was called.
        origins.add(f"http://{host}")
    return origins
