"""A step that fails: whose fault it is, and what is said of it."""

import asyncpg
from sqlalchemy.exc import DBAPIError

_PASSING = (
    asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError, asyncpg.LockNotAvailableError, asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError, OSError, TimeoutError,
)  # fmt: skip


def sentence_of(error: Exception) -> str:
    """Say why somebody is set aside: the first line of what went wrong, without SQL."""
    cause = getattr(error, "orig", None) or error
    cause = getattr(cause, "__cause__", None) or cause
    return f"This step failed: {(str(cause).splitlines() or [type(cause).__name__])[0][:300]}"


def is_passing(error: BaseException) -> bool:
    """Say whether an error is the database's or the network's state of the moment, and nobody's fault."""
    if isinstance(error, DBAPIError):
        cause = error.orig.__cause__ if error.orig is not None else None
        return error.connection_invalidated or isinstance(cause, _PASSING)
    return isinstance(error, _PASSING)
