"""When a refused message is tried again: soon, then ever later, for two days."""

from datetime import datetime, timedelta
from typing import Final

from towpath.channels.breaker import spread

_FIRST: Final = timedelta(minutes=1)
_LONGEST: Final = timedelta(hours=4)
GIVE_UP_AFTER: Final = timedelta(hours=48)


def _waits() -> list[timedelta]:
    """Double from a minute to four hours, until two days are over."""
    waits: list[timedelta] = []
    while sum(waits, timedelta()) < GIVE_UP_AFTER:
        waits.append(min(_LONGEST, _FIRST * 2 ** len(waits)))
    return waits


WAITS: Final = tuple(_waits())


def next_try(delivery: int, attempt: int, now: datetime) -> datetime | None:
    """Return when attempt number `attempt` (from 1), refused `now`, is followed by the next; None: give up.

    The same for the same delivery and attempt, but spread out over many deliveries.
    """
    return now + WAITS[attempt - 1] * spread(delivery, attempt) if attempt <= len(WAITS) else None
