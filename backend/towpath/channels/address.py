"""E-mail addresses as SMTP and headers can carry them: ASCII, international domains as A-labels."""

import re
from functools import lru_cache
from typing import Final

import idna

_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)


class BadAddress(ValueError):
    """This is not an address that mail can be sent to."""


def wire_address(address: str) -> str:
    """Return `address` as it travels: the local part as it is, the domain lower-case and in ASCII.

    Raises BadAddress; also for a local part outside of ASCII, which few servers take.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        raise BadAddress(f"“{address[:80]}” is not an address that mail can be sent to")
    return f"{local}@{wire_domain(domain)}"


@lru_cache(maxsize=10_000)
def wire_domain(domain: str) -> str:
    """Return `domain` in lower-case ASCII. Raises BadAddress."""
    try:
        name = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        name = ""
    if len(name) > 253 or not _DOMAIN.fullmatch(name):
        raise BadAddress(f"“{domain[:80]}” is not the name of a mail domain")
    return name
