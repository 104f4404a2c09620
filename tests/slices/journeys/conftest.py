"""A small world in which journeys run: the real engine on a clock that stands still."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from tests.factories import a_contact

from towpath.contacts import store as contacts
from towpath.engine.document import as_document
from towpath.events import log
from towpath.journeys import actions, jobs, walking
from towpath.journeys.model import Enrollment, Journey, VersionNode
from towpath.kit.clock import FixedClock
from towpath.wiring import Wiring


class World:
    """Everything a test says about journeys, in verbs."""

    def __init__(self, wiring: Wiring, clock: FixedClock) -> None:
        self.wiring, self.clock, self.db = wiring, clock, wiring.db

    async def publish(self, flow: dict[str, Any], *, include_current: bool = False) -> str:
        """Make a journey of a flow and publish it; return its slug."""
        async with self.db.transaction() as conn:
            slug = await actions.create(conn, as_document(flow))
        await self.publish_again(slug, include_current=include_current)
        return slug

    async def publish_again(self, slug: str, *, include_current: bool = False) -> actions.Published:
        async with self.db.transaction() as conn:
            here = await walking.here_and_now(conn, self.clock)
            return await actions.publish(
                conn, slug, here, self.wiring.registry, include_current=include_current, user=None
            )

    async def add(self, slug: str, *contact_ids: int, data: dict[str, Any] | None = None) -> set[int]:
        async with self.db.transaction() as conn:
            here = await walking.here_and_now(conn, self.clock)
            return await actions.add_people(conn, slug, contact_ids, here, data)

    async def save(self, slug: str, flow: dict[str, Any]) -> None:
        async with self.db.transaction() as conn:
            await actions.save_draft(conn, slug, as_document(flow), None)

    async def move_to(self, contact: int, country: str) -> None:
        async with self.db.transaction() as conn:
            await contacts.set_values(conn, [contact], {"country": country}, self.clock.at)

    async def newcomer(self, country: str) -> int:
        """Make a contact as the product does: whoever watches learns of it."""
        async with self.db.transaction() as conn:
            number = await a_contact(conn, country=country)
            await contacts.note_changes(conn, [number], [contacts.CONTACT])
        return number

    async def did(self, contact: int, name: str, properties: dict[str, Any]) -> None:
        """Let a contact do something now."""
        async with self.db.transaction() as conn:
            event = log.NewEvent(name, contact_id=contact, at=self.clock.at, properties=properties)
            await log.append(conn, [event], self.clock.at)

    async def tick(self, *, after: timedelta = timedelta()) -> int:
        """Let time pass, then do what workers do; return the node executions."""
        self.clock.advance(after)
        w = self.wiring
        await jobs.enter(w.db, w.clock, w.bell, w.settings)
        return await jobs.advance(w.db, w.clock, w.registry, w.bell, w.settings)

    async def positions(self, slug: str) -> dict[str, int]:
        """Return how many wait at each node; `ended` and `set aside` count as places."""
        query = (
            select(VersionNode.key, Enrollment.status)
            .join(Enrollment, Enrollment.node_id == VersionNode.id)
            .join(Journey, Journey.id == Enrollment.journey_id)
            .where(Journey.slug == slug)
        )
        async with self.db.transaction() as conn:
            rows = await conn.execute(query)
        return dict(Counter({1: key, 2: "ended", 3: "set aside"}[status] for key, status in rows))

    async def rows(self, sql: str, **values: Any) -> list[Any]:
        async with self.db.transaction() as conn:
            return [tuple(row) for row in await conn.execute(text(sql), values)]


@pytest.fixture
def world(wiring: Wiring, clock: FixedClock) -> World:
    return World(wiring, clock)
