"""E-mail addresses: one spelling for each, and a plain reason for each that cannot be used."""

import re
from functools import lru_cache

import idna

MAX_LENGTH = 254
_MAX_LOCAL = 64

# RFC 5321 without quoted local parts and without address literals: nobody's newsletter goes there.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# What nearly all addresses look like: already as they should be.
_NORMAL = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*(?<!.{65})@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\s]")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class BadAddress(ValueError):
    """An e-mail address that cannot be used; the text says why in plain words."""


def normalize_email(text: str) -> str:
    """Return the one spelling of an address: trimmed, its domain lower-cased and in ASCII (A-labels).

    Raises BadAddress. The part before the @ keeps its case.
    """
    if len(text) <= MAX_LENGTH and _NORMAL.fullmatch(text):
        return text
    address = text.strip()
    if _UNFIT.search(address):
        raise BadAddress("an e-mail address has no spaces, line breaks or control characters in it")
    local, at, domain = address.rpartition("@")
    if not (at and local and domain):
        raise BadAddress("an e-mail address looks like name@example.com")
    _check_local(local)
    address = f"{local}@{_domain(domain)}"
    if len(address) > MAX_LENGTH:
        raise BadAddress(f"an e-mail address has at most {MAX_LENGTH} characters")
    return address


def _check_local(local: str) -> None:
    if not local.isascii():
        raise BadAddress(
            "the part before the @ has letters beyond a-z (an accent, or another script); "
            "too many mail servers refuse such addresses"
        )
    if len(local) > _MAX_LOCAL:
        raise BadAddress(f"the part before the @ has at most {_MAX_LOCAL} characters")
    if not _LOCAL.fullmatch(local):
        raise BadAddress("the part before the @ has a character or a dot in a place where none may be")


@lru_cache(maxsize=65_536)
def _domain(domain: str) -> str:
    plain = domain.lower().removesuffix(".")
    if not plain.isascii():
        try:
            plain = idna.encode(plain, uts46=True).decode()
        except idna.IDNAError:
            raise BadAddress("the part after the @ is not a valid domain name") from None
    labels = plain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        raise BadAddress("the part after the @ is not a domain name such as example.com")
    return plain
