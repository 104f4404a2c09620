"""What exists around journeys: the names that a draft may use."""

from collections.abc import Mapping

from sqlalchemy import select, union_all
from sqlalchemy.sql import literal

from towpath.contacts.model import BUILT_IN, LABELS, Attribute, Tag, Topic
from towpath.engine.check import World
from towpath.engine.document import Resources
from towpath.events.model import EventName
from towpath.kit.db import Conn
from towpath.messages.model import Message
from towpath.segments.model import Segment


async def load_world(conn: Conn) -> World:
    """Return the readable name of everything that a journey can refer to."""
    query = union_all(
        select(literal("message"), Message.slug, Message.name).where(Message.archived_at.is_(None)),
        select(literal("segment"), Segment.slug, Segment.name),
        select(literal("topic"), Topic.slug, Topic.name),
        select(literal("tag"), Tag.name, Tag.name),
        select(literal("event"), EventName.name, EventName.name),
        select(literal("attribute"), Attribute.key, Attribute.name),
    )
    known: dict[str, dict[str, str]] = {"attribute": dict(LABELS)}
    for kind, key, name in await conn.execute(query):
        known.setdefault(kind, {})[key] = name
    types: dict[str, str] = {k: t for k, t in await conn.execute(select(Attribute.key, Attribute.type))}
    return World(known, BUILT_IN | types)


def with_resources(world: World, resources: Resources) -> World:
    """Return `world` with everything in it that a flow file brings along."""
    more: dict[str, Mapping[str, str]] = {
        "message": {slug: part.name or part.subject for slug, part in resources.messages.items()},
        "segment": {slug: part.name for slug, part in resources.segments.items()},
        "topic": {slug: part.name for slug, part in resources.topics.items()},
        "attribute": {key: part.name for key, part in resources.attributes.items()},
        "tag": {tag: tag for tag in resources.tags},
    }
    return world.and_these(more, {key: part.type for key, part in resources.attributes.items()})
