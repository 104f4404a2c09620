"""Made-up people for benchmarks: contacts, events and a journey, written by the server itself."""

from datetime import UTC, datetime

from sqlalchemy import text

from towpath.engine.document import as_document
from towpath.journeys import actions, walking
from towpath.wiring import Wiring

START = datetime(2030, 1, 7, 9, tzinfo=UTC)

PARAGRAPH = (
    "<p>Dear {{ contact.first_name }} {{ contact.last_name }}, in {{ contact.city }} ({{ contact.country }}) people of"
    " your plan {{ contact.plan }} ask us about {{ contact.interest }} every day. Your number is {{ contact.external_id }}"
    " and we write to {{ contact.email }}. We hope that you are well and that what follows is of use to you.</p>\n"
)
FILLER = (
    "<p>"
    + "A sentence that stands for the rest of a newsletter and says nothing in particular. " * 3
    + "</p>\n"
)
# About 5 KB with eight fields.
HTML = f"<html><body>{PARAGRAPH}{FILLER * 18}</body></html>"

REFERENCE = {
    "name": "Reference",
    "nodes": {
        "in": {"type": "manual_entry", "config": {}},
        "mark": {"type": "tag", "config": {"add": ["in-reference"]}},
        "pro": {
            "type": "branch",
            "config": {"condition": {"attribute": "plan", "op": "equals", "value": "pro"}},
        },
        "mail": {"type": "send_email", "config": {"message": "letter", "topic": "news"}},
        "wait": {"type": "wait", "config": {"for": "P1D"}},
        "active": {"type": "branch", "config": {"condition": {"event": "visited", "within": "P20D"}}},
        "active-tag": {"type": "tag", "config": {"add": ["active"]}},
        "out": {"type": "exit", "config": {}},
    },
    "edges": [
        {"from": "in", "port": "next", "to": "mark"},
        {"from": "mark", "port": "next", "to": "pro"},
        {"from": "pro", "port": "yes", "to": "mail"},
        {"from": "pro", "port": "no", "to": "wait"},
        {"from": "mail", "port": "next", "to": "out"},
        {"from": "wait", "port": "next", "to": "active"},
        {"from": "active", "port": "yes", "to": "active-tag"},
        {"from": "active", "port": "no", "to": "out"},
        {"from": "active-tag", "port": "next", "to": "out"},
    ],
}

_CONTACTS = """
INSERT INTO contact (external_id, email, first_name, last_name, city, country, attributes, created_at)
SELECT 'c' || n, 'person' || n || '@example.com', 'First' || n % 900, 'Last' || n % 7000, 'City' || n % 300,
       (ARRAY['DE','FR','US','GB','AT'])[1 + n % 5],
       jsonb_build_object('plan', CASE n % 2 WHEN 0 THEN 'pro' ELSE 'free' END, 'interest', 'topic' || n % 40,
                          'age', 18 + n % 60, 'points', n % 1000, 'a1', n % 3, 'a2', n % 5, 'a3', 'x' || n % 9,
                          'a4', n % 11, 'a5', n % 13, 'a6', 'y' || n % 17, 'a7', n % 19, 'a8', n % 23),
       CAST(:start AS timestamptz)
  FROM generate_series(1, :count) AS n
"""
_EVENTS = """
INSERT INTO event (contact_id, name_id, at, properties)
SELECT c.id, (SELECT id FROM event_name WHERE name = 'visited'),
       CAST(:start AS timestamptz) - make_interval(days => CAST((c.id * 7 + k * 13) % 60 AS int)), '{}'
  FROM contact AS c CROSS JOIN generate_series(1, :each) AS k
"""
_STATS = """
INSERT INTO event_stat (contact_id, name_id, first_at, last_at, count)
SELECT contact_id, name_id, min(at), max(at), count(*) FROM event GROUP BY contact_id, name_id
"""


async def populate(wiring: Wiring, count: int, *, events_each: int = 10) -> None:
    """Make `count` contacts, half of them on the plan pro, subscribed to the news, with events before START."""
    values = {"start": START, "count": count, "each": events_each}
    async with wiring.db.transaction() as conn:
        await conn.execute(
            text("UPDATE workspace SET clock_offset = CAST(:start AS timestamptz) - now()"), values
        )
        await conn.execute(text("INSERT INTO topic (slug, name) VALUES ('news', 'News')"))
        for key in ("plan", "interest"):
            await conn.execute(
                text("INSERT INTO attribute (key, name, type) VALUES (:key, :key, 'text')"), {"key": key}
            )
        await conn.execute(text("INSERT INTO event_name (name) VALUES ('visited')"))
        await conn.execute(text(_CONTACTS), values)
        if events_each:
            for month in ("2029_11", "2029_12", "2030_01"):
                year, number = month.split("_")
                following = (
                    f"{year}-12-01"
                    if number == "11"
                    else f"{int(year) + 1}-01-01"
                    if number == "12"
                    else f"{year}-02-01"
                )
                await conn.execute(
                    text(
                        f"CREATE TABLE event_{month} PARTITION OF event "
                        f"FOR VALUES FROM ('{year}-{number}-01T00:00Z') TO ('{following}T00:00Z')"
                    )
                )
            await conn.execute(text(_EVENTS), values)
            await conn.execute(text(_STATS))
        await conn.execute(
            text(
                "INSERT INTO subscription (contact_id, topic_id, state) SELECT id, 1, 'subscribed' FROM contact"
            )
        )
        await _letter(conn)
    async with wiring.db.engine.connect() as conn:
        await (await conn.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))


async def _letter(conn) -> None:
    message = text("INSERT INTO message (slug, name) VALUES ('letter', 'Letter') RETURNING id")
    number = (await conn.execute(message)).scalar_one()
    version = text(
        "INSERT INTO message_version (message_id, number, subject, html)"
        " VALUES (:id, 1, 'News for {{ contact.first_name }}', :html) RETURNING id"
    )
    values = {"id": number, "html": HTML}
    version_id = (await conn.execute(version, values)).scalar_one()
    await conn.execute(
        text("UPDATE message SET version_id = :v WHERE id = :id"), {"v": version_id, "id": number}
    )


async def publish_reference(wiring: Wiring) -> str:
    """Publish the reference journey; return its slug."""
    async with wiring.db.transaction() as conn:
        slug = await actions.create(conn, as_document(REFERENCE))
        here = await walking.here_and_now(conn, wiring.clock)
        await actions.publish(conn, slug, here, wiring.registry, include_current=False, user=None)
    return slug


async def enroll_all(wiring: Wiring, slug: str) -> int:
    """Let every contact in; return how many came in."""
    async with wiring.db.transaction() as conn:
        ids = (await conn.execute(text("SELECT id FROM contact ORDER BY id"))).scalars().all()
        here = await walking.here_and_now(conn, wiring.clock)
        return len(await actions.add_people(conn, slug, ids, here))


async def pass_a_day(wiring: Wiring) -> None:
    async with wiring.db.transaction() as conn:
        await conn.execute(text("UPDATE workspace SET clock_offset = clock_offset + interval '25 hours'"))
