"""Plain rows for tests: only what matters is named, everything else has a sensible value."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from towpath.contacts.model import Attribute, Contact, ContactTag, Subscription, Tag, Topic
from towpath.kit.db import Conn
from towpath.messages.model import Message, MessageVersion
from towpath.segments.model import Segment


async def a_topic(conn: Conn, slug: str = "news") -> int:
    await conn.execute(upsert(Topic).values(slug=slug, name=slug.title()).on_conflict_do_nothing())
    return (await conn.execute(select(Topic.id).where(Topic.slug == slug))).scalar_one()


async def a_contact(
    conn: Conn,
    email: str | None = None,
    *,
    subscribed: Sequence[str] = ("news",),
    tags: Sequence[str] = (),
    **fields: Any,
) -> int:
    """Make a contact who is subscribed to the news."""
    number = (
        await conn.execute(insert(Contact).values(email=email, **fields).returning(Contact.id))
    ).scalar_one()
    if email is None:
        await conn.execute(
            Contact.__table__.update()
            .where(Contact.id == number)
            .values(email=f"person-{number}@example.com")  # type: ignore[attr-defined]
        )
    for slug in subscribed:
        topic = await a_topic(conn, slug)
        await conn.execute(insert(Subscription).values(contact_id=number, topic_id=topic, state="subscribed"))
    for name in tags:
        await conn.execute(upsert(Tag).values(name=name).on_conflict_do_nothing())
        tag = (await conn.execute(select(Tag.id).where(Tag.name == name))).scalar_one()
        await conn.execute(insert(ContactTag).values(contact_id=number, tag_id=tag))
    return number


async def contacts(conn: Conn, count: int, **fields: Any) -> list[int]:
    return [await a_contact(conn, **fields) for _ in range(count)]


async def a_message(
    conn: Conn, slug: str = "hello", html: str = "<p>Hello {{ contact.first_name }}</p>"
) -> int:
    """Make a message with one version; return the version's id."""
    number = (
        await conn.execute(insert(Message).values(slug=slug, name=slug.title()).returning(Message.id))
    ).scalar_one()
    values = {"message_id": number, "number": 1, "subject": f"Subject of {slug}", "html": html}
    version = (
        await conn.execute(insert(MessageVersion).values(values).returning(MessageVersion.id))
    ).scalar_one()
    await conn.execute(Message.__table__.update().where(Message.id == number).values(version_id=version))  # type: ignore[attr-defined]
    return version


async def an_attribute(conn: Conn, key: str, kind: str = "text") -> None:
    await conn.execute(insert(Attribute).values(key=key, name=key.title(), type=kind))


async def a_segment(conn: Conn, slug: str, condition: dict[str, Any]) -> int:
    values = {"slug": slug, "name": slug.replace("-", " ").title(), "condition": condition}
    return (await conn.execute(insert(Segment).values(values).returning(Segment.id))).scalar_one()


def a_flow(nodes: dict[str, Any], *edges: str, name: str = "Test journey") -> dict[str, Any]:
    """Write a flow document; edges read `from:port>to`, and a type alone stands for its default settings."""
    parts = [edge.replace(">", ":").split(":") for edge in edges]
    return {
        "format": "towpath.flow/1",
        "name": name,
        "nodes": {
            k: {"type": v} if isinstance(v, str) else {"type": v[0], "config": v[1]} for k, v in nodes.items()
        },
        "edges": [{"from": a, "port": b, "to": c} for a, b, c in parts],
    }
