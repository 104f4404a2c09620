"""Walks the person of a flow's test through the real engine, by the real clock parameter, on the real database."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from tests.factories import a_contact

from towpath.contacts import store as contacts
from towpath.engine.document import Document, FlowTest, as_document
from towpath.engine.duration import parse_duration
from towpath.events import log
from towpath.journeys import actions, files, imports, jobs, store, walking
from towpath.journeys.entering import OpenDoor, enroll
from towpath.kit.clock import FixedClock
from towpath.messages.jobs import Sender
from towpath.wiring import Wiring

LONGEST = timedelta(days=400)

_NEXT = text("SELECT min(wake_at) FROM enrollment WHERE status = 1")
_PATH = text("""
SELECT p.steps FROM run AS r JOIN path AS p ON p.id = r.path_id ORDER BY r.at
""")
_TAGS = text("SELECT t.name FROM contact_tag AS c JOIN tag AS t ON t.id = c.tag_id ORDER BY t.name")
# The consent gate is the sender's: what it would let out, in order.
_MESSAGES = text("""
SELECT m.slug FROM delivery AS d
  JOIN message_version AS v ON v.id = d.message_version_id
  JOIN message AS m ON m.id = v.message_id
 WHERE d.state = 'sent'
 ORDER BY d.created_at, d.id
""")


class FlowWalker:
    """One flow, imported and published into an empty workspace."""

    def __init__(self, wiring: Wiring, clock: FixedClock, sender: Sender) -> None:
        self.w, self.clock, self.sender = wiring, clock, sender

    async def publish(self, document: Document) -> str:
        async with self.w.db.transaction() as conn:
            imported = await imports.apply(conn, document, self.w.registry, {}, {})
            here = await walking.here_and_now(conn, self.clock)
            await actions.publish(
                conn, imported.journey, here, self.w.registry, include_current=False, user=None
            )
        return imported.journey

    async def walk(self, document: Document, test: FlowTest) -> dict[str, Any]:
        """Let the test's person in by its entry and through time; return path, messages and tags."""
        await self.publish(document)
        return await self.go(document, test, await self.person(document, test))

    async def go(self, document: Document, test: FlowTest, person: int) -> dict[str, Any]:
        """Let a person who is there into the published flow."""
        started = self.clock.at
        await self._enter(document, test, person)
        events = sorted((parse_duration(e.after).after(started, "UTC"), e) for e in test.given.events)
        while (moment := await self._next(events)) is not None:
            assert moment - started < LONGEST, "the person never comes to an end"
            self.clock.at = max(moment, self.clock.at)
            while events and events[0][0] <= self.clock.at:
                await self._does(person, events.pop(0)[1])
            await jobs.advance(self.w.db, self.clock, self.w.registry, self.w.bell, self.w.settings)
            await self.sender.run()
        return await self._story()

    async def export(self, slug: str) -> bytes:
        async with self.w.db.transaction() as conn:
            row = await store.find(conn, slug)
            return await files.export(conn, as_document(row.draft), self.w.registry)

    async def person(self, document: Document, test: FlowTest) -> int:
        """Make the person that a test tells of."""
        given = test.given
        subscribed = (
            list(document.resources.topics) if not isinstance(given.subscribed, list) else given.subscribed
        )
        async with self.w.db.transaction() as conn:
            person = await a_contact(conn, subscribed=subscribed, tags=given.tags)
            if given.attributes:
                await contacts.set_values(conn, [person], given.attributes, self.clock.at)
        return person

    async def _enter(self, document: Document, test: FlowTest, person: int) -> None:
        keys = [
            k for k, spec in document.nodes.items() if hasattr(self.w.registry.types[spec.type](), "door")
        ]
        entry = test.entry or keys[0]
        async with self.w.db.transaction() as conn:
            query = text(
                "SELECT v.journey_id, v.id, n.id FROM version AS v"
                " JOIN version_node AS n ON n.version_id = v.id WHERE n.key = :k"
            )
            journey, version, node = (await conn.execute(query, {"k": entry})).one()
            door = self.w.registry.build(document.nodes[entry].type, document.nodes[entry].config)[0].door()
            await enroll(conn, OpenDoor(journey, version, node, door.reentry), [person], self.clock.at)

    async def _next(self, events: list[Any]) -> datetime | None:
        async with self.w.db.transaction() as conn:
            wake = (await conn.execute(_NEXT)).scalar()
        if wake is None:
            return None
        return min([wake, *(at for at, _ in events)])

    async def _does(self, person: int, event: Any) -> None:
        async with self.w.db.transaction() as conn:
            new = log.NewEvent(event.name, contact_id=person, at=self.clock.at, properties=event.properties)
            await log.append(conn, [new], self.clock.at)

    async def _story(self) -> dict[str, Any]:
        async with self.w.db.transaction() as conn:
            steps = [step for (path,) in await conn.execute(_PATH) for step in path]
            messages = [slug for (slug,) in await conn.execute(_MESSAGES)]
            tags = [name for (name,) in await conn.execute(_TAGS)]
        return {"path": [step.partition(":")[0] for step in steps], "messages": messages, "tags": tags}
