"""Browsers that are signed in. Only the digest of a cookie is stored; idle 12 hours or 14 days old ends it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, text

from towpath.kit.db import Conn
from towpath.kit.ids import digest, new_secret
from towpath.team.model import UserSession

LIFETIME: Final = timedelta(days=14)
IDLE: Final = timedelta(hours=12)

_OPEN = text("""
-- open_session
-- Begin a session of a person, as the account stands now.
INSERT INTO user_session (token_digest, user_id, user_epoch, csrf_token, user_agent, created_at, seen_at, expires_at)
SELECT :digest, u.id, u.epoch, :csrf, :agent, clock_timestamp(), clock_timestamp(), clock_timestamp() + :lifetime
  FROM app_user AS u
 WHERE u.id = :user_id
""")


_FORGET = text("""
-- forget_sessions
-- Drop sessions that have run out.
DELETE FROM user_session
 WHERE token_digest IN (
       SELECT token_digest FROM user_session
        WHERE expires_at < clock_timestamp() OR seen_at < clock_timestamp() - CAST(:idle AS interval)
          FOR UPDATE SKIP LOCKED)
""")


@dataclass(frozen=True, kw_only=True)
class NewSession:
    """The two secrets of a session: `token` for the cookie, `csrf_token` for the page."""

    token: str
    csrf_token: str


async def open_session(conn: Conn, user_id: int, user_agent: str = "") -> NewSession:
    """Begin a session; return its secrets, which are not stored."""
    await conn.execute(_FORGET, {"idle": IDLE})
    session = NewSession(token=new_secret(), csrf_token=new_secret())
    await conn.execute(
        _OPEN,
        {
            "digest": digest(session.token), "csrf": session.csrf_token, "agent": user_agent[:200],
            "lifetime": LIFETIME, "user_id": user_id,
        },
    )  # fmt: skip
    return session


async def close_session(conn: Conn, token_digest: str) -> None:
    await conn.execute(delete(UserSession).where(UserSession.token_digest == token_digest))
