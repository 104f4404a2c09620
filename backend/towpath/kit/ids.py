"""Typed ids, slugs and secrets."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from typing import NewType

ContactId = NewType("ContactId", int)
EventNameId = NewType("EventNameId", int)
TagId = NewType("TagId", int)
TopicId = NewType("TopicId", int)
SegmentId = NewType("SegmentId", int)
MessageId = NewType("MessageId", int)
MessageVersionId = NewType("MessageVersionId", int)
JourneyId = NewType("JourneyId", int)
VersionId = NewType("VersionId", int)
NodeId = NewType("NodeId", int)
EnrollmentId = NewType("EnrollmentId", int)
DeliveryId = NewType("DeliveryId", int)
UserId = NewType("UserId", int)

# In Python `$` alone would let a line break through at the end.
SLUG_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$(?!\n)"


def slug_of(name: str, *, taken: Iterable[str] = (), fallback: str = "item") -> str:
    """Return a stable, readable slug of `name` that is not in `taken`: ASCII, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-") or fallback
    used, slug, n = set(taken), base, 2
    while slug in used:
        slug, n = f"{base}-{n}", n + 1
    return slug


def new_secret() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of a high-entropy secret, the only form in which we store one."""
    return hashlib.sha256(secret.encode()).hexdigest()
