"""Passwords: what is accepted, and argon2id in two threads of its own, never on the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from towpath.kit.errors import Fault

SHORTEST: Final = 10
LONGEST: Final = 200
_FEWEST_DIFFERENT: Final = 5
# The hash of an account that has no password yet.
UNUSABLE: Final = "!"

_hasher: Final = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
# Two at once: each takes a core and 64 MB for a tenth of a second.
_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
# Of a random text that nobody knows: signing in costs the same whether an account exists or not.
_DUMMY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=1$dvlgI1csFgc2yfOAo9jgvg$m0lLTn2cm2I4H+IjDJC8RCsdlJUzLzmdbEmFAiabLQo"
)


async def hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    """Tell whether `password` is the one of `stored`; takes as long when there is none."""
    usable = stored if stored and stored != UNUSABLE else None
    fits = await asyncio.get_running_loop().run_in_executor(_threads, _fits, usable or _DUMMY, password)
    return fits and usable is not None


def is_outdated(stored: str) -> bool:
    """Tell whether `stored` was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


def password_faults(password: str, *, email: str = "", pointer: str = "/password") -> list[Fault]:
    """Say in plain words why `password` is too easy to guess."""
    if len(password) < SHORTEST:
        return [Fault(pointer, f"This has {len(password)} characters; at least {SHORTEST} are needed.")]
    if len(password) > LONGEST:
        return [Fault(pointer, f"Use at most {LONGEST} characters.")]
    if len(set(password.lower())) < _FEWEST_DIFFERENT:
        return [Fault(pointer, "This repeats the same few characters and is easily guessed. Mix in others.")]
    if email and password.lower() in {email.lower(), email.lower().partition("@")[0]}:
        return [
            Fault(pointer, "Your e-mail address is the first thing anybody would try. Choose something else.")
        ]
    return []


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
