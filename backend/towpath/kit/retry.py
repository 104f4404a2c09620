"""Doing a transaction once more when another one got in its way."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

# Serialization failure, deadlock, lock not available; a row that was referred to is gone; a key was taken
# in between.
_PASSING = ("40001", "40P01", "55P03", "23503", "23505")


async def retried(transaction: Callable[[], Awaitable[T]], tries: int = 4) -> T:
    """Run a whole transaction; run it again when a neighbour's stopped it."""
    for _ in range(tries - 1):
        try:
            return await transaction()
        except Exception as error:
            if not is_passing(error):
                raise
    return await transaction()


def is_passing(error: Exception) -> bool:
    """Tell whether the same transaction, run again, may well succeed."""
    return any(getattr(e, "sqlstate", None) in _PASSING for e in _chain(error))


def _chain(error: Exception) -> Iterator[BaseException | None]:
    yield error
    if isinstance(error, DBAPIError):
        yield error.orig
        yield error.orig.__cause__ if error.orig else None
