"""API keys: `twp_<prefix>_<secret>`. The prefix is public; of the 256-bit secret only the digest is stored."""

import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, insert, select, update

from towpath.kit.db import Conn
from towpath.kit.ids import digest, new_secret
from towpath.team.model import ApiKey

_KEY: Final = re.compile(r"twp_([A-Za-z0-9]{10})_([A-Za-z0-9_-]{43})")
_LETTERS: Final = string.ascii_letters + string.digits


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """An API key, without its secret."""

    id: int
    name: str
    prefix: str
    scopes: list[str]
    created_by: int | None
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


_FACTS = (
    ApiKey.id, ApiKey.name, ApiKey.prefix, ApiKey.scopes, ApiKey.created_by, ApiKey.created_at, ApiKey.expires_at,
    ApiKey.used_at, ApiKey.revoked_at,
)  # fmt: skip


def split_key(key: str) -> tuple[str, str] | None:
    """Return prefix and digest of the secret; None when this cannot be a key."""
    match = _KEY.fullmatch(key)
    return (match[1], digest(match[2])) if match else None


async def add_key(
    conn: Conn, *, name: str, scopes: list[str], expires_at: datetime | None, created_by: int | None
) -> tuple[KeyFacts, str]:
    """Make a key and return it with its full text, which nobody can read again."""
    prefix, secret = "".join(secrets.choice(_LETTERS) for _ in range(10)), new_secret()
    values = {
        "name": name, "prefix": prefix, "secret_digest": digest(secret), "scopes": scopes, "expires_at": expires_at,
        "created_by": created_by, "created_at": func.clock_timestamp(),
    }  # fmt: skip
    row = (await conn.execute(insert(ApiKey).values(values).returning(*_FACTS))).mappings().one()
    return KeyFacts(**row), f"twp_{prefix}_{secret}"


async def keys(conn: Conn, *, before: int | None, limit: int) -> list[KeyFacts]:
    """List keys, the newest first."""
    query: Any = select(*_FACTS).order_by(ApiKey.id.desc()).limit(limit)
    if before is not None:
        query = query.where(ApiKey.id < before)
    return [KeyFacts(**row) for row in (await conn.execute(query)).mappings()]


async def revoke_key(conn: Conn, key_id: int) -> bool:
    """Revoke a key at once; False when there is none. The second time changes nothing."""
    revoked = func.coalesce(ApiKey.revoked_at, func.clock_timestamp())
    found = await conn.execute(update(ApiKey).where(ApiKey.id == key_id).values(revoked_at=revoked))
    return found.rowcount == 1
