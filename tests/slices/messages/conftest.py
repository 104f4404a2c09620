"""A mail server that behaves as it is told, a sender that delivers to it, and deliveries to send."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from backend.bench.smtp_sink import Manners, listen, shut
from sqlalchemy import select, text, update
from tests.factories import a_contact, a_message, a_topic

from towpath.channels.smtp import Patience, Smtp
from towpath.messages import store
from towpath.messages.jobs import Sender
from towpath.messages.model import Delivery
from towpath.team.model import Workspace
from towpath.wiring import Wiring


@dataclass
class Sink:
    """A running mail server. `manners` may be changed while it runs."""

    port: int
    log: Path
    manners: Manners

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def accepted(self) -> list[tuple[str, str]]:
        """(Message-ID, recipient) of everything that arrived."""
        lines = self.log.read_text().splitlines()
        return [tuple(line.split(" ")) for line in lines]  # type: ignore[misc]

    def recipients(self) -> Counter[str]:
        return Counter(recipient for _, recipient in self.accepted())


@pytest.fixture
async def sink(tmp_path: Path) -> AsyncIterator[Sink]:
    manners = Manners()
    server = await listen(0, tmp_path / "accepted.txt", manners)
    yield Sink(server.sockets[0].getsockname()[1], tmp_path / "accepted.txt", manners)
    await shut(server, manners)


QUICK = Patience(connect_s=2, reply_s=2, dot_s=2)


@dataclass
class Post:
    """The messages slice with a workspace that may send."""

    wiring: Wiring
    sink: Sink

    async def owe(
        self, count: int = 1, *, topic: str | None = "news", html: str = "", **contact: Any
    ) -> list[int]:
        """Owe a message to `count` new contacts, subscribed to the news; return the ids of the contacts."""
        async with self.wiring.db.transaction() as conn:
            slug = f"message-{await self._next(conn)}"
            version = await a_message(conn, slug, *([html] if html else []))
            topic_id = await a_topic(conn, topic) if topic else None
            people = [await a_contact(conn, **contact) for _ in range(count)]
            now = await self.wiring.clock.now(conn)
            await store.owe(conn, [(person, None, None, 0, version, topic_id) for person in people], now)
        return people

    async def _next(self, conn: Any) -> int:
        return (await conn.execute(text("SELECT count(*) FROM message"))).scalar_one()

    async def now(self) -> datetime:
        async with self.wiring.db.transaction() as conn:
            return await self.wiring.clock.now(conn)

    async def rows(self) -> Sequence[Any]:
        async with self.wiring.db.transaction() as conn:
            return (await conn.execute(select(Delivery.__table__).order_by(Delivery.id))).all()

    async def states(self) -> Counter[str]:
        return Counter(row.state for row in await self.rows())

    async def execute(self, statement: str, **values: Any) -> Any:
        async with self.wiring.db.transaction() as conn:
            return await conn.execute(text(statement), values)


@pytest.fixture
async def post(wiring: Wiring, sink: Sink) -> Post:
    async with wiring.db.transaction() as conn:
        await conn.execute(
            update(Workspace).values(
                from_name="Towpath Mail",
                from_address="hello@towpath.test",
                postal_address="1 Canal Street\nLeeds",
            )
        )
    return Post(wiring, sink)


MakeSender = Callable[..., Awaitable[Sender]]


@pytest.fixture
async def make_sender(wiring: Wiring, sink: Sink) -> AsyncIterator[MakeSender]:
    """Make senders to the sink; all are closed at the end."""
    made: list[Sender] = []

    async def make(*, patience: Patience = QUICK, connections: int = 4, **parts: Any) -> Sender:
        settings = parts.pop("settings", wiring.settings)
        settings = replace(settings, smtp_url=sink.url, smtp_connections=connections)
        parts.setdefault("channel", Smtp(sink.url, patience=patience))
        db = parts.pop("db", wiring.db)
        sender = Sender(db, wiring.clock, settings, wiring.signer, **parts)
        made.append(sender)
        return sender

    yield make
    await asyncio.gather(*(sender.close() for sender in made))


@pytest.fixture
async def sender(make_sender: MakeSender) -> Sender:
    return await make_sender()
