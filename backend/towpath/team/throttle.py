"""Slows down who guesses passwords. Counted in PostgreSQL, so a restart or an empty Redis forgives nothing."""

from datetime import timedelta
from typing import Final

from sqlalchemy import text

from towpath.kit.db import Conn
from towpath.kit.errors import TooSoon
from towpath.kit.ids import digest

_FREE: Final = 5
_LOCKED_AT: Final = 20
# One account from everywhere, or one machine at all accounts: guessing that is spread out.
_LOCKED_WIDELY_AT: Final = 100
_LOCK: Final = timedelta(minutes=15)
_LONGEST_DELAY_S: Final = 60


class TooManyTries(TooSoon):
    """Too many failed tries to sign in."""

    code = "too-many-tries"

    def __init__(self, wait: timedelta) -> None:
        self.retry_after_s = max(1, int(wait.total_seconds() + 0.999))
        minutes, seconds = divmod(self.retry_after_s, 60)
        span = f"{minutes} min" if minutes >= 2 else f"{minutes * 60 + seconds} s"
        super().__init__(f"Too many failed tries to sign in. Wait {span}, then try again.")


_LOCK_SUBJECTS = text("""
-- lock_subjects
-- Let the tries of one subject pass one after the other; always in the same order.
SELECT pg_advisory_xact_lock(hashtextextended(subject, 1))
  FROM (SELECT unnest(CAST(:subjects AS text[])) AS subject ORDER BY 1) AS ordered
""")

_COUNT = text("""
-- count_tries
-- Failed tries of the last hour, and how long ago the latest was.
SELECT s.subject, count(t.id) AS tries, clock_timestamp() - max(t.at) AS since
  FROM unnest(CAST(:subjects AS text[])) AS s (subject)
  LEFT JOIN sign_in_try AS t ON t.subject = s.subject AND t.at > clock_timestamp() - interval '1 hour'
 GROUP BY s.subject
""")

_ADD = text("""
-- add_try
-- A try counts as failed until it has succeeded, so that a thousand at once are not all let through.
INSERT INTO sign_in_try (subject, at)
SELECT subject, clock_timestamp() FROM unnest(CAST(:subjects AS text[])) AS s (subject)
RETURNING id
""")

_FORGET = text("DELETE FROM sign_in_try WHERE at < clock_timestamp() - interval '1 hour'")
_FORGIVE = text("DELETE FROM sign_in_try WHERE id = ANY(:ids) OR subject = :pair")


def subjects_of(email: str, address: str) -> list[str]:
    """Return what a try counts against: this account from this machine, the account, the machine.

    Digests: a list of failed sign-ins is nobody's business.
    """
    account = email.strip().lower()
    return [digest(f"pair {account} {address}"), digest(f"account {account}"), digest(f"machine {address}")]


async def admit(conn: Conn, subjects: list[str]) -> list[int]:
    """Note a try and return its ids; the caller commits before it looks at the password.

    Raises TooManyTries.
    """
    await conn.execute(_LOCK_SUBJECTS, {"subjects": subjects})
    rows = {row.subject: row for row in await conn.execute(_COUNT, {"subjects": subjects})}
    waits = [
        _wait(rows[subject].tries, is_pair=subject == subjects[0]) - (rows[subject].since or timedelta())
        for subject in subjects
    ]
    if max(waits) > timedelta():
        raise TooManyTries(max(waits))
    await conn.execute(_FORGET)
    return list((await conn.execute(_ADD, {"subjects": subjects})).scalars())


async def forgive(conn: Conn, subjects: list[str], ids: list[int]) -> None:
    """Forget a try that succeeded, and the failures of the same account from the same machine."""
    await conn.execute(_FORGIVE, {"ids": ids, "pair": subjects[0]})


def _wait(tries: int, *, is_pair: bool) -> timedelta:
    """Return how long after the latest failure the next try may come."""
    if tries >= (_LOCKED_AT if is_pair else _LOCKED_WIDELY_AT):
        return _LOCK
    if not is_pair or tries < _FREE:
        return timedelta()
    return timedelta(seconds=min(_LONGEST_DELAY_S, 5 * 2 ** (tries - _FREE)))
