"""A fuse: after failures in a row a route rests, longer each time, so that nobody hammers a server that is down."""

import hashlib
from collections.abc import Callable
from typing import Final

_LONGEST_S: Final = 60.0


class Breaker:
    """Counts failures in a row. `monotonic` tells seconds; `name` spreads the waits of many workers."""

    def __init__(self, name: str, monotonic: Callable[[], float], *, patience: int = 3) -> None:
        self._name, self._monotonic, self._patience = name, monotonic, patience
        self._failures = 0
        self._open_until = 0.0

    @property
    def closed_for_s(self) -> float:
        return max(0.0, self._open_until - self._monotonic())

    @property
    def is_doubtful(self) -> bool:
        return self._failures > 0

    def worked(self) -> None:
        self._failures = 0
        self._open_until = 0.0

    def failed(self, *, surely: bool = False) -> None:
        """Count a failure; rest when there were a few, or at once if the route is `surely` closed."""
        if self.closed_for_s:
            # Several lines fail at the same moment: that is one failure.
            return
        self._failures = max(self._failures + 1, self._patience if surely else 0)
        if self._failures >= self._patience:
            rest = min(_LONGEST_S, 2.0 ** (self._failures - self._patience))
            self._open_until = self._monotonic() + rest * spread(self._name, self._failures)


def spread(*parts: object) -> float:
    """Return a factor in [0.8, 1.2) that is the same for the same parts."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=4).digest()
    return 0.8 + 0.4 * int.from_bytes(digest) / 2**32
