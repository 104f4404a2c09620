"""Failures: which of the database's are nobody's fault, and what of any may be written to a log."""

import traceback
from collections.abc import Iterator

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Connection lost, shutting down, starting up, too many connections.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")
# Serialization failure, deadlock, lock not available.
_BUSY = ("40001", "40P01", "55P03")
# Somebody else added the same thing, or removed what this one points at.
_CLASHES = ("23505", "23503")
# A NUL or broken text, a number or date out of range.
_UNSTORABLE = ("22021", "22P05", "22003", "22008")


def is_away(error: Exception) -> bool:
    if isinstance(error, OSError) and _comes_from_connecting(error):
        return True
    if isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return True
    return any(_state_in(e, _AWAY) or isinstance(e, asyncpg.PostgresConnectionError) for e in _chain(error))


def is_busy(error: Exception) -> bool:
    return any(_state_in(e, _BUSY) for e in _chain(error))


def is_clash(error: Exception) -> bool:
    return any(_state_in(e, _CLASHES) for e in _chain(error))


def is_unstorable(error: Exception) -> bool:
    return any(_state_in(e, _UNSTORABLE) or _is_out_of_range(e) for e in _chain(error))


def _is_out_of_range(error: BaseException) -> bool:
    # The driver refuses a number that its column cannot hold; a value of a wrong type is a fault of ours.
    return isinstance(error, asyncpg.DataError) and "out of" in str(error)


def _comes_from_connecting(error: BaseException) -> bool:
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_globals.get("__name__") == "asyncpg.connect_utils" for frame, _ in frames)


def _state_in(error: BaseException, states: tuple[str, ...]) -> bool:
    state = getattr(error, "sqlstate", None)
    return isinstance(state, str) and state.startswith(states)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Walk from SQLAlchemy's error to the driver's own."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        yield error.orig
        if error.orig.__cause__ is not None:
            yield error.orig.__cause__
    elif isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError | asyncpg.DataError):
        yield error


def names_of(error: BaseException) -> str:
    """Return the error's class, and the classes that caused it."""
    chain: list[str] = []
    current: BaseException | None = error
    while current is not None and len(chain) < 5:
        chain.append(type(current).__name__)
        current = current.__cause__ or current.__context__
    return " < ".join(chain)


def places_of(error: BaseException) -> list[str]:
    """Return where in our code it happened, and the innermost place; no values, no messages."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if "/towpath/" in frame.filename][-6:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in [*ours, *frames[-1:]]]


def _short(path: str) -> str:
    return path.rpartition("/site-packages/")[2].rpartition("/backend/")[2]
