"""Whatever changes and however time goes, the members of a watched segment are those for whom its condition holds."""

import json
import random
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.slices.segments.condition_oracle import Done, Oracle, Person
from tests.slices.segments.condition_worlds import (
    BASE,
    DYNAMIC,
    EVENTS,
    FIXED,
    KEYS,
    TAGS,
    VALUES,
    ZONES,
    a_deed,
    conditions,
    events,
    make_world,
    read,
    written,
)  # fmt: skip

from towpath.contacts.store import note_changes
from towpath.events.log import NewEvent, append
from towpath.kit.db import Conn, Database, driver
from towpath.segments.store import refresh, watch

SLUGS = ["one", "two", "three"]
_EMPTY = """
TRUNCATE contact, event, event_stat, contact_change, segment_member, segment_recheck, watched_fact, segment, tag, topic,
         subscription, contact_tag CASCADE
"""


class World:
    """A database, what the oracle knows of it, and the things that can happen."""

    def __init__(self, conn: Conn, people: list[Person], watched: dict[str, Any], seed: int) -> None:
        self.conn, self.people, self.watched = conn, people, watched
        self.now, self.zone, self.dice = BASE, "UTC", random.Random(seed)
        self.kept: dict[str, set[int]] = {}

    async def start(self) -> None:
        raw = await driver(self.conn)
        for slug, condition in self.watched.items():
            await raw.execute(
                "INSERT INTO segment (slug, name, condition) VALUES ($1, $1, $2)", slug, json.dumps(condition)
            )
        await watch(self.conn, self.watched, self.now, self.zone)
        self.kept = self.expected()
        assert await self.members() == self.kept

    def expected(self) -> dict[str, set[int]]:
        oracle = Oracle(self.now, self.zone, DYNAMIC)
        return {slug: oracle.matching(condition, self.people) for slug, condition in self.watched.items()}

    async def members(self) -> dict[str, set[int]]:
        raw = await driver(self.conn)
        found: dict[str, set[int]] = {slug: set() for slug in self.watched}
        for row in await raw.fetch(
            "SELECT slug, contact_id FROM segment_member JOIN segment ON segment.id = segment_id WHERE is_watched"
        ):
            found[row["slug"]].add(row["contact_id"])
        return found

    async def check(self) -> None:
        raw = await driver(self.conn)
        slugs = dict(await raw.fetch("SELECT id, slug FROM segment"))
        news: dict[str, set[int]] = {slug: set() for slug in self.watched}
        more = True
        while more:
            fresh = await refresh(self.conn, self.now, self.zone, 5)
            for segment, ids in fresh.joined + fresh.left:
                news[slugs[segment]] ^= set(ids)
            more = fresh.more
        expected, alive = self.expected(), {person.id for person in self.people}
        assert await self.members() == expected
        assert news == {slug: (self.kept[slug] ^ expected[slug]) & alive for slug in expected}
        self.kept = expected

    async def happen(self, what: str, amount: int) -> None:
        person = self.people[amount % len(self.people)] if self.people else None
        if person or what in ("wait", "next", "back", "zone", "edit"):
            await getattr(self, f"_{what}")(person, amount)

    async def _wait(self, _: Person, amount: int) -> None:
        steps = [1, 1800, 3600, 86_399, 86_400, 86_401, 172_800, 2_600_000, 31_536_000, 200_000_000]
        self.now += timedelta(seconds=steps[amount % len(steps)], microseconds=amount % 2)

    async def _next(self, _: Person, amount: int) -> None:
        raw = await driver(self.conn)
        at = await raw.fetchval("SELECT min(at) FROM segment_recheck WHERE at > $1", self.now)
        if at is not None and at.year < 9000:
            self.now = max(self.now, at + timedelta(microseconds=amount % 3 - 1))

    async def _back(self, _: Person, amount: int) -> None:
        self.now -= timedelta(seconds=10 + amount * 3600)

    async def _zone(self, _: Person, amount: int) -> None:
        self.zone = ["UTC", "Europe/Berlin", "Pacific/Kiritimati"][amount % 3]

    async def _edit(self, _: Person, amount: int) -> None:
        raw = await driver(self.conn)
        slug, condition = SLUGS[amount % 2], self.watched["three"]
        await raw.execute("UPDATE segment SET condition = $2 WHERE slug = $1", slug, json.dumps(condition))
        self.watched[slug] = condition

    async def _attribute(self, person: Person, amount: int) -> None:
        raw, key = await driver(self.conn), KEYS[amount % len(KEYS)]
        person.attributes[key] = read(self.dice.choice(VALUES))
        await raw.execute(
            "UPDATE contact SET attributes = $2 WHERE id = $1", person.id, written(person.attributes)
        )
        await note_changes(self.conn, [person.id], [f"attribute:{key}"])

    async def _move(self, person: Person, amount: int) -> None:
        raw = await driver(self.conn)
        person.fields["time_zone"] = ZONES[amount % len(ZONES)]
        await raw.execute(
            "UPDATE contact SET time_zone = $2 WHERE id = $1", person.id, person.fields["time_zone"]
        )
        await note_changes(self.conn, [person.id], ["attribute:time_zone"])

    async def _tag(self, person: Person, amount: int) -> None:
        raw, tag = await driver(self.conn), TAGS[amount % len(TAGS)]
        person.tags ^= {tag}
        sql = (
            "INSERT INTO contact_tag (contact_id, tag_id) SELECT $1, id FROM tag WHERE name = $2"
            if tag in person.tags
            else "DELETE FROM contact_tag WHERE contact_id = $1 AND tag_id = (SELECT id FROM tag WHERE name = $2)"
        )
        await raw.execute(sql, person.id, tag)
        await note_changes(self.conn, [person.id], [f"tag:{tag.lower()}"])

    async def _list(self, person: Person, _: int) -> None:
        raw, slug = await driver(self.conn), FIXED[0]
        person.lists ^= {slug}
        sql = (
            "INSERT INTO segment_member (contact_id, segment_id) SELECT $1, id FROM segment WHERE slug = $2"
            if slug in person.lists
            else "DELETE FROM segment_member WHERE contact_id = $1"
            " AND segment_id = (SELECT id FROM segment WHERE slug = $2)"
        )
        await raw.execute(sql, person.id, slug)
        await note_changes(self.conn, [person.id], [f"segment:{slug}"])

    async def _do(self, person: Person, amount: int) -> None:
        late = timedelta(seconds=[0, 0, 0, 5, 90_000, -3600, -86_400][amount % 7])
        deed = Done(EVENTS[amount % len(EVENTS)], self.now - late, a_deed(self.dice).properties)
        person.events.append(deed)
        properties = written(deed.properties).encode()
        event = NewEvent(deed.name, contact_id=person.id, at=deed.at, properties=properties)
        await append(self.conn, [event], self.now)

    async def _delete(self, person: Person, _: int) -> None:
        self.people.remove(person)
        raw = await driver(self.conn)
        await raw.execute("DELETE FROM contact WHERE id = $1", person.id)

    async def _create(self, _: Person, __: int) -> None:
        raw = await driver(self.conn)
        fields = {
            "country": "DE",
            "city": None,
            "time_zone": None,
            "created_at": self.now,
            "updated_at": self.now,
        }
        number = await raw.fetchval(
            "INSERT INTO contact (country, created_at, updated_at) VALUES ('DE', $1, $1) RETURNING id",
            self.now,
        )
        self.people.append(Person(number, fields, {}))
        await note_changes(self.conn, [number], ["contact"])


happenings = st.tuples(
    st.sampled_from(
        ["wait", "wait", "next", "next", "next", "back", "zone", "edit", "attribute", "attribute", "move", "tag",
         "list", "do", "do", "do", "delete", "create"]
    ),
    st.integers(0, 1000),
)  # fmt: skip
TIMELY = [
    {"event": "purchase", "within": "P1D"},
    {"event": "visit", "count": {"exactly": 2}, "within": "PT48H"},
    {"event": "visit", "count": {"at_most": 1}, "within": "P1M"},
    {"event": "purchase", "sum": "amount", "op": "at_least", "value": 5, "within": "P2D"},
    {"event": "purchase", "where": [{"property": "when", "op": "in_next", "value": "P2D"}]},
    {"attribute": "birthday", "op": "anniversary_within", "value": "P3D"},
    {"attribute": "birthday", "op": "in_last", "value": "P1DT1H"},
    {"attribute": "created_at", "op": "in_last", "value": "P2D"},
    {"attribute": "created_at", "op": "anniversary_within", "value": "P1D"},
    {"all": [{"segment": "lately"}, {"not": {"segment": "good-buyers"}}]},
]
asked = st.one_of(st.sampled_from(TIMELY), conditions, events)


@given(st.tuples(asked, asked, asked), st.lists(happenings, min_size=1, max_size=14), st.integers(0, 50))
@settings(max_examples=2500, deadline=None, suppress_health_check=list(HealthCheck))
async def test_members_are_always_those_who_match(
    db: Database, watched: tuple[Any, ...], story: list[tuple[str, int]], seed: int
) -> None:
    async with db.transaction() as conn:
        await (await driver(conn)).execute(_EMPTY)
        world = World(conn, await make_world(conn, seed, 10), dict(zip(SLUGS, watched, strict=True)), seed)
        await world.start()

        for what, amount in story:
            await world.happen(what, amount)
            await world.check()
