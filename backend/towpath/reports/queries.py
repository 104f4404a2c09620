"""The rows behind a contact's timeline, newest first, source by source."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import TextClause, text

from towpath.kit.db import Conn, Record

# Every source answers: at, id (to order what happened at one moment), and its own columns.
EVENTS = text("""
SELECT e.at, e.id, n.name, e.properties
  FROM event AS e
  JOIN event_name AS n ON n.id = e.name_id
 WHERE e.contact_id = :contact AND e.at <= :until
 ORDER BY e.at DESC, e.id DESC
 LIMIT :limit
""")
ENTERED = text("""
SELECT e.entered_at AS at, e.id, j.name AS journey, j.slug, v.number AS version
  FROM enrollment AS e
  JOIN journey AS j ON j.id = e.journey_id
  JOIN version AS v ON v.id = e.version_id
 WHERE e.contact_id = :contact AND e.entered_at <= :until
 ORDER BY e.entered_at DESC, e.id DESC
 LIMIT :limit
""")
RUNS = text("""
SELECT r.at, r.enrollment_id AS id, p.steps, r.why, e.version_id, j.name AS journey, j.slug
  FROM enrollment AS e
  JOIN run AS r ON r.enrollment_id = e.id
  JOIN path AS p ON p.id = r.path_id
  JOIN journey AS j ON j.id = e.journey_id
 WHERE e.contact_id = :contact AND r.at <= :until
 ORDER BY r.at DESC, r.enrollment_id DESC
 LIMIT :limit
""")
ENDED = text("""
SELECT coalesce(e.ended_at, e.wake_at) AS at, e.id, e.status, e.reason, j.name AS journey, j.slug,
       n.key AS node, e.version_id
  FROM enrollment AS e
  JOIN journey AS j ON j.id = e.journey_id
  JOIN version_node AS n ON n.id = e.node_id
 WHERE e.contact_id = :contact AND e.status <> 1 AND coalesce(e.ended_at, e.wake_at) <= :until
 ORDER BY coalesce(e.ended_at, e.wake_at) DESC, e.id DESC
 LIMIT :limit
""")
DELIVERIES = text("""
SELECT coalesce(d.sent_at, d.created_at) AS at, d.id, d.state, d.reason, m.name AS message, m.slug AS message_slug,
       t.name AS topic, d.due_at, j.name AS journey, j.slug
  FROM delivery AS d
  JOIN message_version AS mv ON mv.id = d.message_version_id
  JOIN message AS m ON m.id = mv.message_id
  LEFT JOIN topic AS t ON t.id = d.topic_id
  LEFT JOIN enrollment AS e ON e.id = d.enrollment_id
  LEFT JOIN journey AS j ON j.id = e.journey_id
 WHERE d.contact_id = :contact AND NOT d.is_test AND coalesce(d.sent_at, d.created_at) <= :until
 ORDER BY coalesce(d.sent_at, d.created_at) DESC, d.id DESC
 LIMIT :limit
""")
CONSENTS = text("""
SELECT c.at, c.id, c.state, c.source, c.wording, t.name AS topic
  FROM consent_record AS c
  JOIN topic AS t ON t.id = c.topic_id
 WHERE c.contact_id = :contact AND c.at <= :until
 ORDER BY c.at DESC, c.id DESC
 LIMIT :limit
""")
# Where somebody waits now, and until when.
WAITING = text("""
SELECT e.id, e.version_id, n.key AS node, e.arrived_at, e.wake_at, j.name AS journey, j.slug, j.state
  FROM enrollment AS e
  JOIN journey AS j ON j.id = e.journey_id
  JOIN version_node AS n ON n.id = e.node_id
 WHERE e.contact_id = :contact AND e.status = 1
 ORDER BY e.wake_at
 LIMIT 200
""")
_EXISTS = text("SELECT 1 FROM contact WHERE id = :contact")


async def rows(conn: Conn, source: TextClause, contact: int, until: datetime, limit: int) -> Sequence[Record]:
    """Return up to `limit` rows of a source that are not later than `until`."""
    return (await conn.execute(source, {"contact": contact, "until": until, "limit": limit})).all()


async def waiting(conn: Conn, contact: int) -> Sequence[Record]:
    return (await conn.execute(WAITING, {"contact": contact})).all()


async def contact_exists(conn: Conn, contact: int) -> bool:
    return (await conn.execute(_EXISTS, {"contact": contact})).scalar() is not None
