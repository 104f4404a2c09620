"""The words a workspace has for people: custom attributes, tags, topics."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from towpath.contacts.consent import NoSuchTopic
from towpath.contacts.fields import is_key
from towpath.contacts.model import (
    Attribute,
    AttributeType,
    ConsentRecord,
    ContactTag,
    Subscription,
    Tag,
    Topic,
)
from towpath.contacts.store import note_changes
from towpath.kit.db import Conn
from towpath.kit.errors import Conflict, Fault, Invalid, NotFound
from towpath.kit.ids import SLUG_PATTERN, slug_of

# forget_attribute
# Take an attribute's values away from everybody who has one.
_FORGET_ATTRIBUTE = text("""
UPDATE contact
   SET attributes = attributes - CAST(:key AS text)
 WHERE attributes ? CAST(:key AS text)
RETURNING id
""")


class AttributeExists(Conflict):
    """There is an attribute with this key already."""

    code = "attribute-exists"


class NoSuchAttribute(NotFound):
    """There is no such attribute."""

    code = "no-such-attribute"


class TopicExists(Conflict):
    """There is a topic with this slug already."""

    code = "topic-exists"


class TopicInUse(Conflict):
    """Consent is on record for this topic; proof is never deleted, so the topic stays."""

    code = "topic-in-use"


async def declare(conn: Conn, attributes: Sequence[tuple[str, str, AttributeType]]) -> int:
    """Declare custom attributes (key, name, type); those that are there stay as they are. Returns how many are new."""
    wrong = [key for key, _, _ in attributes if not is_key(key)]
    if wrong:
        detail = (
            "A key is snake_case: a-z, digits and _, beginning with a letter, and no built-in field's name."
        )
        raise Invalid(detail, faults=[Fault("/key", detail)])
    if not attributes:
        return 0
    rows = [{"key": key, "name": name, "type": kind.value} for key, name, kind in attributes]
    added = await conn.execute(
        insert(Attribute).values(rows).on_conflict_do_nothing().returning(Attribute.id)
    )
    return len(added.all())


async def rename_attribute(conn: Conn, key: str, name: str) -> None:
    found = await conn.execute(update(Attribute).where(Attribute.key == key).values(name=name))
    if not found.rowcount:
        raise NoSuchAttribute


async def delete_attribute(conn: Conn, key: str) -> None:
    """Remove an attribute and everybody's value of it."""
    found = await conn.execute(delete(Attribute).where(Attribute.key == key))
    if not found.rowcount:
        raise NoSuchAttribute
    changed = list((await conn.execute(_FORGET_ATTRIBUTE, {"key": key})).scalars())
    await note_changes(conn, changed, [f"attribute:{key}"])


async def attributes(conn: Conn) -> Sequence[Any]:
    rows = await conn.execute(
        select(Attribute.key, Attribute.name, Attribute.type, Attribute.created_at).order_by(Attribute.key)
    )
    return rows.all()


async def tags(conn: Conn) -> Sequence[Any]:
    """Return (name, how many contacts have it), by name."""
    count = select(func.count()).where(ContactTag.tag_id == Tag.id).scalar_subquery()
    return (
        await conn.execute(select(Tag.name, count.label("contacts")).order_by(func.lower(Tag.name)))
    ).all()


async def topics(conn: Conn) -> Sequence[Any]:
    """Return (slug, name, description, how many subscribed), by slug."""
    count = (
        select(func.count())
        .where(Subscription.topic_id == Topic.id, Subscription.state == "subscribed")
        .scalar_subquery()
    )
    rows = await conn.execute(
        select(Topic.slug, Topic.name, Topic.description, count.label("subscribed")).order_by(Topic.slug)
    )
    return rows.all()


async def add_topic(conn: Conn, name: str, description: str, slug: str | None) -> str:
    """Add a topic; returns its slug, made from the name where none is given. Raises TopicExists."""
    if slug is None:
        slug = slug_of(name, taken=(await conn.execute(select(Topic.slug))).scalars(), fallback="topic")
    if not re.fullmatch(SLUG_PATTERN, slug):
        raise Invalid(faults=[Fault("/slug", "A slug is made of a-z, digits and hyphens.")])
    added = await conn.execute(
        insert(Topic)
        .values(slug=slug, name=name, description=description)
        .on_conflict_do_nothing()
        .returning(Topic.id)
    )
    if added.first() is None:
        raise TopicExists
    return slug


async def change_topic(conn: Conn, slug: str, values: dict[str, str]) -> None:
    statement = update(Topic).where(Topic.slug == slug).values(values or {"slug": slug})
    if not (await conn.execute(statement)).rowcount:
        raise NoSuchTopic


async def delete_topic(conn: Conn, slug: str) -> None:
    """Delete a topic that nobody ever said anything to. Raises TopicInUse."""
    topic = (
        await conn.execute(select(Topic.id).where(Topic.slug == slug).with_for_update())
    ).scalar_one_or_none()
    if topic is None:
        raise NoSuchTopic
    proof = select(ConsentRecord.id).where(ConsentRecord.topic_id == topic).exists()
    if (await conn.execute(select(proof))).scalar_one():
        raise TopicInUse
    await conn.execute(delete(Topic).where(Topic.id == topic))
