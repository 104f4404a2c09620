"""First answers under an Idempotency-Key, kept for 24 hours; their bodies are encrypted, for some hold secrets."""

import os
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from towpath.kit.db import Conn
from towpath.kit.errors import Conflict
from towpath.kit.tokens import Signer
from towpath.web.idempotency import Answer, StillRunning

_PATIENCE: Final = "2s"
_NONCE_BYTES: Final = 12
_LOCK_NOT_AVAILABLE: Final = "55P03"

_BE_PATIENT = text(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
_BE_AS_EVER = text("SET LOCAL lock_timeout TO DEFAULT")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 2))")

_FIND = text("""
-- find_answer
-- The answer that this actor got under this key within the last day.
SELECT fingerprint, status, headers, body
  FROM idempotent_answer
 WHERE actor = :actor AND key = :key AND created_at > clock_timestamp() - interval '24 hours'
""")

_KEEP = text("""
-- keep_answer
-- The first answer; one that is older than a day gives way.
INSERT INTO idempotent_answer (actor, key, fingerprint, status, headers, body, created_at)
VALUES (:actor, :key, :fingerprint, :status, CAST(:headers AS jsonb), :body, clock_timestamp())
ON CONFLICT (actor, key) DO UPDATE
   SET fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
       body = excluded.body, created_at = excluded.created_at
""")

_FORGET = text("""
-- forget_answers
-- Old answers go, a few at a time; rows that somebody else is at are left to them.
DELETE FROM idempotent_answer
 WHERE (actor, key) IN (
       SELECT actor, key FROM idempotent_answer
        WHERE created_at < clock_timestamp() - interval '24 hours'
        LIMIT 100
          FOR UPDATE SKIP LOCKED)
""")


class StoredAnswers:
    """Keeps answers in PostgreSQL."""

    def __init__(self, signer: Signer) -> None:
        self._cipher = AESGCM(signer.key("idempotent-answer"))

    async def claim(self, conn: Conn, actor: str, key: str) -> Answer | None:
        await conn.execute(_BE_PATIENT)
        try:
            await conn.execute(_LOCK, {"name": _name(actor, key)})
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
                raise StillRunning(
                    "The first request with this key is still running. Ask again in 2 seconds."
                ) from None
            raise
        await conn.execute(_BE_AS_EVER)
        row = (await conn.execute(_FIND, {"actor": actor, "key": key})).one_or_none()
        if row is None:
            return None
        body = self._opened(row.body, _name(actor, key))
        return Answer(fingerprint=row.fingerprint, status=row.status, headers=row.headers, body=body)

    async def keep(self, conn: Conn, actor: str, key: str, answer: Answer) -> None:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, answer.body, _name(actor, key).encode())
        values = {
            "actor": actor, "key": key, "fingerprint": answer.fingerprint, "status": answer.status,
            "headers": msgspec.json.encode(answer.headers).decode(), "body": sealed,
        }  # fmt: skip
        await conn.execute(_KEEP, values)
        await conn.execute(_FORGET)

    def _opened(self, sealed: bytes, name: str) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except InvalidTag:
            raise Conflict(
                "This was done before, but its answer can no longer be read: the secret key was changed."
            ) from None


def _name(actor: str, key: str) -> str:
    return f"{actor} {key}"
