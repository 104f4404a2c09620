"""Why a server cannot be used, in words for people."""

import ssl
from urllib.parse import urlsplit

import asyncpg
from redis.exceptions import AuthenticationError, RedisError
from sqlalchemy.exc import DBAPIError

# What stands between us and a server, as opposed to a mistake in a statement.
OUTSIDE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, RedisError, DBAPIError)


def reason_of(error: BaseException) -> str:
    """Return one short sentence; never SQL, never a password."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig.__cause__ or error.orig
    for kinds, sentence in _REASONS:
        if isinstance(error, kinds):
            return sentence
    lines = str(error).strip().splitlines()
    return f"{(lines or [type(error).__name__])[0][:200].rstrip('.')}."


_REASONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (
        (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError),
        "It refuses the user or password.",
    ),
    (asyncpg.InvalidCatalogNameError, "It has no database of that name; create it: createdb towpath."),
    (asyncpg.TooManyConnectionsError, "It has no connection left; raise its max_connections."),
    (asyncpg.CannotConnectNowError, "It is starting up or shutting down."),
    (
        asyncpg.InsufficientPrivilegeError,
        "The user may not do that there; make it the owner of the database.",
    ),
    (AuthenticationError, "It refuses the user or password."),
    (ssl.SSLCertVerificationError, "Its certificate is not valid for this name."),
    (ConnectionRefusedError, "Nothing listens there."),
    (FileNotFoundError, "Its socket is not there: it does not run."),
    (TimeoutError, "It does not answer."),
)


def without_password(url: str) -> str:
    """Return an address fit for a screen or a log."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username or ''}:***@{host}").geturl()
