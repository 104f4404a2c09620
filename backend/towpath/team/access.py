"""Whose cookie, whose API key? The answer to every request's first question, in one read."""

from typing import Any

from sqlalchemy import TextClause, text

from towpath.kit.db import Database
from towpath.kit.ids import digest
from towpath.team.keys import split_key
from towpath.team.sessions import IDLE
from towpath.web.auth import Actor, Permission, Role, permissions_of

_BY_SESSION = text("""
-- actor_by_session
-- The person of a session that still lives; a change of password or role or a disabled account ended it.
SELECT s.token_digest AS subject, s.csrf_token, u.id, u.name, u.email, u.role,
       s.seen_at < clock_timestamp() - interval '1 minute' AS is_due
  FROM user_session AS s
  JOIN app_user AS u ON u.id = s.user_id
 WHERE s.token_digest = :digest
   AND s.user_epoch = u.epoch
   AND u.disabled_at IS NULL
   AND s.expires_at > clock_timestamp()
   AND s.seen_at > clock_timestamp() - CAST(:idle AS interval)
""")

_TOUCH_SESSION = text("""
-- touch_session
-- Note that the session is in use; whoever comes second in the same minute goes on without.
UPDATE user_session SET seen_at = clock_timestamp()
 WHERE token_digest = (SELECT token_digest FROM user_session WHERE token_digest = :subject FOR UPDATE SKIP LOCKED)
""")

_BY_KEY = text("""
-- actor_by_key
-- The key of a prefix and a secret, unless it is revoked or has run out.
SELECT k.id AS subject, k.id, k.name, k.scopes, k.created_by,
       coalesce(k.used_at < clock_timestamp() - interval '1 minute', true) AS is_due
  FROM api_key AS k
 WHERE k.prefix = :prefix
   AND k.secret_digest = :digest
   AND k.revoked_at IS NULL
   AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
""")

_TOUCH_KEY = text("""
-- touch_key
-- Note that the key is in use, at most once a minute.
UPDATE api_key SET used_at = clock_timestamp()
 WHERE id = (SELECT id FROM api_key WHERE id = :subject FOR UPDATE SKIP LOCKED)
""")


class DatabaseAccess:
    """Reads sessions and keys outside of the request's transaction, so that noting their use locks nobody out."""

    def __init__(self, db: Database) -> None:
        self._engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")

    async def by_session(self, token: str) -> Actor | None:
        name = digest(token)
        row = await self._look(_BY_SESSION, {"digest": name, "idle": IDLE}, _TOUCH_SESSION)
        if row is None:
            return None
        role = Role(row.role)
        return Actor(
            kind="user", id=row.id, user_id=row.id, name=row.name or row.email, role=role,
            permissions=permissions_of(role), csrf_token=row.csrf_token, session_digest=name,
        )  # fmt: skip

    async def by_key(self, key: str) -> Actor | None:
        parts = split_key(key)
        if parts is None:
            return None
        row = await self._look(_BY_KEY, {"prefix": parts[0], "digest": parts[1]}, _TOUCH_KEY)
        if row is None:
            return None
        scopes = frozenset(permission for permission in Permission if permission.value in row.scopes)
        return Actor(kind="key", id=row.id, user_id=row.created_by, name=row.name, permissions=scopes)

    async def _look(self, find: TextClause, values: dict[str, Any], touch: TextClause) -> Any:
        async with self._engine.connect() as conn:
            row = (await conn.execute(find, values)).one_or_none()
            if row is not None and row.is_due:
                await conn.execute(touch, {"subject": row.subject})
            return row
