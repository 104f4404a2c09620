"""The outbox: which deliveries are due, who may have them, and how they ended.

`take` decides about consent while it holds the contact's row, so that whoever unsubscribes first has won; what it
returns is committed as `sending` before anything leaves. Only the holder of a row's fence may finish it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from towpath.channels.channel import Receipt, Verdict
from towpath.channels.journal import Fate, Remains
from towpath.contacts.model import TEXT_FIELDS
from towpath.kit.db import Conn, driver
from towpath.messages.model import State
from towpath.messages.retries import next_try

LEASE_S: Final = 120

# Lock due deliveries and their contacts; whoever is being changed at this moment has their turn later. Waiting for
# a lock here could meet somebody who unsubscribes and waits for the delivery.
CLAIM: Final = """
SELECT d.id
  FROM delivery AS d
  JOIN contact AS c ON c.id = d.contact_id
 WHERE d.state IN ('queued', 'deferred') AND d.due_at <= $1 AND NOT d.is_test
   AND NOT (SELECT sending_paused FROM workspace)
 ORDER BY d.due_at, d.id
 LIMIT {limit}
   FOR UPDATE OF d SKIP LOCKED
   FOR SHARE OF c SKIP LOCKED
"""
# Tests do not queue behind a million others, and ask nobody's consent.
_CLAIM_TESTS: Final = """
SELECT d.id
  FROM delivery AS d
 WHERE d.is_test AND d.state IN ('queued', 'deferred') AND d.due_at <= $1
   AND NOT (SELECT sending_paused FROM workspace)
 ORDER BY d.id
 LIMIT {limit}
   FOR UPDATE SKIP LOCKED
"""
_FIELDS: Final = ", ".join(f"c.{name}" for name in TEXT_FIELDS)
_SEEN: Final = ", ".join(f"f.{name}" for name in TEXT_FIELDS)
_CONSENT: Final = """
       LEFT JOIN contact AS c ON c.id = d.contact_id
       LEFT JOIN subscription AS s ON s.contact_id = d.contact_id AND s.topic_id = d.topic_id
       LEFT JOIN suppression AS x ON x.address = lower(CASE WHEN d.is_test THEN d.address ELSE c.email END)
""".strip()
_REFUSAL: Final = """
            CASE WHEN x.reason = 'erased' THEN 'erased'
                 WHEN x.address IS NOT NULL THEN 'suppressed'
                 WHEN d.is_test THEN NULL
                 WHEN c.email IS NULL THEN 'no_address'
                 WHEN d.topic_id IS NULL THEN NULL
                 WHEN s.state = 'unsubscribed' THEN 'unsubscribed'
                 WHEN s.state IS NULL THEN 'no_consent' END
""".strip()
# What the sender would say of a delivery, if there were one now.
_WOULD_REFUSE: Final = f"""
SELECT {_REFUSAL} AS refusal
  FROM (SELECT $1::bigint AS contact_id, $2::bigint AS topic_id, FALSE AS is_test, NULL AS address) AS d
       {_CONSENT}
"""
# Decide about claimed deliveries by what is true now, and lease those that may go.
TAKE: Final = f"""
WITH facts AS (
     SELECT d.id, CASE WHEN d.is_test THEN d.address ELSE c.email END AS to_address, m.slug AS message_slug,
            t.slug AS topic_slug, e.journey_id, c.attributes, c.created_at AS contact_created_at, {_FIELDS},
            {_REFUSAL} AS refusal
       FROM delivery AS d
       JOIN message_version AS v ON v.id = d.message_version_id
       JOIN message AS m ON m.id = v.message_id
       {_CONSENT}
       LEFT JOIN topic AS t ON t.id = d.topic_id
       LEFT JOIN enrollment AS e ON e.id = d.enrollment_id
      WHERE d.id = ANY($1::bigint[]))
UPDATE delivery AS d
   SET state = CASE WHEN f.refusal IS NULL THEN 'sending' ELSE 'suppressed' END, reason = f.refusal,
       address = coalesce(f.to_address, d.address), fence = d.fence + 1, worker = $2,
       attempt = d.attempt + CASE WHEN f.refusal IS NULL THEN 1 ELSE 0 END,
       lease_until = CASE WHEN f.refusal IS NULL THEN clock_timestamp() + make_interval(secs => {LEASE_S}) END
  FROM facts AS f
 WHERE d.id = f.id
RETURNING d.id, d.fence, d.attempt, d.message_version_id, d.contact_id, d.topic_id, d.is_test, d.values, d.address,
          f.refusal, f.message_slug, f.topic_slug, f.journey_id, f.attributes, f.contact_created_at, {_SEEN}
"""
# Write down how leased deliveries ended, and count what was sent, by journey and day (UTC); a lease that somebody else
# took over is left alone. What its journey's pause or end marked while it was under way, and what did not leave, ends
# as they would have it.
_FINISH: Final = """
WITH ended AS (
UPDATE delivery AS d
   SET state = CASE WHEN f.state NOT IN ('queued', 'deferred') THEN f.state
                    WHEN d.reason = 'paused' THEN 'held'
                    WHEN d.reason = 'journey archived' THEN 'cancelled'
                    ELSE f.state END,
       reason = CASE WHEN f.state IN ('queued', 'deferred') THEN coalesce(d.reason, f.reason) ELSE f.reason END,
       due_at = coalesce(f.due_at, d.due_at), worker = NULL, lease_until = NULL,
       attempt = d.attempt - f.unspent, sent_at = CASE WHEN f.state = 'sent' THEN $1::timestamptz END
  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::smallint[])
       AS f (id, fence, state, reason, due_at, unspent)
 WHERE d.id = f.id AND d.fence = f.fence AND d.state = 'sending'
RETURNING d.id, d.state, d.enrollment_id),
counted AS (
INSERT INTO sent_day AS s (journey_id, day, sent)
SELECT e.journey_id, ($1::timestamptz AT TIME ZONE 'UTC')::date, count(*)
  FROM ended
  JOIN enrollment AS e ON e.id = ended.enrollment_id
 WHERE ended.state = 'sent'
 GROUP BY e.journey_id
 ORDER BY e.journey_id
    ON CONFLICT (journey_id, day) DO UPDATE SET sent = s.sent + EXCLUDED.sent)
SELECT id FROM ended
"""
_SUPPRESS: Final = """
INSERT INTO suppression (address, reason, note, at)
SELECT DISTINCT ON (lower(d.address)) lower(d.address), 'hard_bounce', f.reason, $1
  FROM unnest($2::bigint[], $3::text[]) AS f (id, reason)
  JOIN delivery AS d ON d.id = f.id
 WHERE d.address IS NOT NULL
    ON CONFLICT (address) DO NOTHING
"""
_EXTEND: Final = f"""
UPDATE delivery SET lease_until = clock_timestamp() + make_interval(secs => {LEASE_S})
 WHERE id = ANY($1::bigint[]) AND worker = $2 AND state = 'sending'
"""
_LEASED_BY: Final = "SELECT id, fence FROM delivery WHERE state = 'sending' AND worker = $1"
_EXPIRE: Final = """
UPDATE delivery
   SET state = 'in_doubt', reason = 'worker_lost', worker = NULL, lease_until = NULL
 WHERE state = 'sending' AND lease_until < clock_timestamp() AND worker <> $1
RETURNING id
"""
# Whoever a sender holds at this moment is refused by it: it looks at consent after us.
_CANCEL: Final = """
UPDATE delivery AS d SET state = 'cancelled', reason = 'unsubscribed'
  FROM (SELECT id FROM delivery
         WHERE contact_id = $1 AND state IN ('queued', 'deferred', 'held') AND NOT is_test
           AND topic_id IS NOT NULL AND ($2::bigint IS NULL OR topic_id = $2)
           FOR UPDATE SKIP LOCKED) AS owed
 WHERE d.id = owed.id
"""

# Whoever used a link of a message has got it.
_CONFIRM: Final = """
UPDATE delivery SET state = 'sent', reason = 'its link was used', sent_at = $2
 WHERE id = $1 AND state = 'in_doubt'
"""


async def take(conn: Conn, worker: str, limit: int, now: datetime) -> list[Mapping[str, Any]]:
    """Lease up to `limit` due deliveries for `worker`, tests first; refuse those that nobody may send.

    Returns all rows that were decided; `refusal` is null in those that may leave.
    """
    raw = await driver(conn)
    ids = [row[0] for row in await raw.fetch(_CLAIM_TESTS.format(limit=limit), now)]
    if len(ids) < limit:
        ids += [row[0] for row in await raw.fetch(CLAIM.format(limit=limit - len(ids)), now)]
    return list(await raw.fetch(TAKE, ids, worker)) if ids else []


async def would_refuse(conn: Conn, contact_id: int, topic_id: int | None) -> str | None:
    """Return why a message to a contact would not leave now, in a word; None: it would."""
    return await (await driver(conn)).fetchval(_WOULD_REFUSE, contact_id, topic_id)


async def finish(conn: Conn, receipts: Collection[tuple[Receipt, int]], now: datetime) -> int:
    """Write down receipts, each with the number of its attempt. Returns how many still were ours."""
    rows = [_ending(receipt, attempt, now) for receipt, attempt in receipts]
    if not rows:
        return 0
    raw = await driver(conn)
    ended = {row[0] for row in await raw.fetch(_FINISH, now, *map(list, zip(*rows, strict=True)))}
    dead = [r for r, _ in receipts if r.is_dead_address and r.id in ended]
    if dead:
        await raw.execute(_SUPPRESS, now, [r.id for r in dead], [r.reason for r in dead])
    return len(ended)


def _ending(receipt: Receipt, attempt: int, now: datetime) -> tuple[Any, ...]:
    state, reason, due, unspent = receipt.verdict.value, receipt.reason, None, 0
    if receipt.verdict is Verdict.UNTRIED:
        state, unspent = (State.DEFERRED if reason else State.QUEUED).value, 1
    elif receipt.verdict is Verdict.DEFERRED:
        due = next_try(receipt.id, attempt, now)
        if due is None:
            state, reason = State.FAILED.value, f"gave_up: {reason}"
    return receipt.id, receipt.fence, state, _storable(reason), due, unspent


def _storable(reason: str | None) -> str | None:
    """What other people's servers say must never stop the writing of receipts."""
    return reason and reason.replace("\0", "").encode("utf-8", "replace").decode()[:400]


async def extend(conn: Conn, worker: str, ids: Sequence[int]) -> None:
    """Keep the leases of what is still under way."""
    await (await driver(conn)).execute(_EXTEND, list(ids), worker)


async def expire(conn: Conn, own: str) -> int:
    """Put in doubt what workers other than `own` leased and never finished. Returns how many."""
    return len(await (await driver(conn)).fetch(_EXPIRE, own))


async def settle(
    conn: Conn, remains: Remains, now: datetime, *, keep: Collection[int] = ()
) -> dict[str, int]:
    """End the leases of a dead worker by what its journal tells; `keep` are ids that live on. Returns counts."""
    raw = await driver(conn)
    leased = await raw.fetch(_LEASED_BY, remains.worker)
    rows = [_resolved(remains, row[0], row[1]) for row in leased if row[0] not in keep]
    counts: dict[str, int] = {}
    if rows:
        await raw.fetch(_FINISH, now, *map(list, zip(*rows, strict=True)))
    for row in rows:
        counts[row[2]] = counts.get(row[2], 0) + 1
    return counts


def _resolved(remains: Remains, delivery: int, fence: int) -> tuple[Any, ...]:
    fate = remains.fates.get((delivery, fence))
    if fate is Fate.DONE:
        return delivery, fence, State.SENT.value, None, None, 0
    if fate is Fate.BEGUN or (fate is None and not remains.is_complete):
        return delivery, fence, State.IN_DOUBT.value, "worker_lost", None, 0
    return delivery, fence, State.QUEUED.value, None, None, 0 if fate is Fate.REFUSED else 1


async def confirm(conn: Conn, delivery: int, now: datetime) -> None:
    """End the doubt about a delivery that evidently arrived."""
    await (await driver(conn)).execute(_CONFIRM, delivery, now)


async def cancel_unwanted(conn: Conn, contact_id: int, topic_id: int | None) -> None:
    """Take back what waits for a contact who unsubscribed from a topic, or from all."""
    await (await driver(conn)).execute(_CANCEL, contact_id, topic_id)
