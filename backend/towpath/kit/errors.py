"""Everything that can go wrong on purpose.

DomainError
├── Invalid        a value is wrong; `faults` say where and how to mend it
├── NotAllowed     the caller may not do this
│   └── NotSignedIn
├── NotFound
├── Conflict       the state of the thing forbids it now
│   └── Stale      somebody saved in between (ETag)
├── Gone
├── TooSoon        a limit was reached; try again later
├── TooLarge
└── Unavailable    something we depend on is away

The docstring of a class is its title, in words for people; `code` never changes.
"""

from collections.abc import Sequence
from typing import ClassVar

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One wrong value: a JSON pointer into the request, and what to do about it."""

    pointer: str
    detail: str


class DomainError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str = "", *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail or self.title())
        self.detail = detail or self.title()
        self.faults = list(faults)

    @classmethod
    def title(cls) -> str:
        return (cls.__doc__ or "Something went wrong.").strip().splitlines()[0]


class Invalid(DomainError):
    """Some of this cannot be accepted as it is."""

    code = "invalid"


class NotAllowed(DomainError):
    """You are not allowed to do this."""

    code = "not-allowed"


class NotSignedIn(NotAllowed):
    """Sign in first."""

    code = "not-signed-in"


class NotFound(DomainError):
    """There is no such thing here."""

    code = "not-found"


class Conflict(DomainError):
    """This cannot be done in the present state."""

    code = "conflict"


class Stale(Conflict):
    """Somebody saved a newer state in between."""

    code = "stale"


class Gone(DomainError):
    """This no longer exists."""

    code = "gone"


class TooSoon(DomainError):
    """Too many tries; please wait a little."""

    code = "too-soon"


class TooLarge(DomainError):
    """This is larger than what can be accepted."""

    code = "too-large"


class Unavailable(DomainError):
    """A service that this needs is away at the moment."""

    code = "unavailable"
