"""Flow files: what a journey takes along when it is exported."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from towpath.contacts.model import Attribute, Topic
from towpath.engine.canonical import canonical
from towpath.engine.condition import references_of
from towpath.engine.document import Document, as_document
from towpath.engine.node import Reference
from towpath.engine.registry import Registry
from towpath.journeys import store
from towpath.kit.db import Conn, Json
from towpath.messages.model import Message, MessageVersion
from towpath.segments.model import Segment

Wanted = dict[str, set[str]]


async def export(conn: Conn, document: Document, registry: Registry) -> bytes:
    """Return the flow file of a document: itself and everything it names, nothing else, always the same bytes."""
    wanted = references(document, registry)
    resources = {
        "segments": await _segments(conn, wanted),
        "messages": await messages_by_slug(conn, wanted["message"]),
        "topics": await topics_by_slug(conn, wanted["topic"]),
        "attributes": await attributes_by_key(conn, wanted["attribute"]),
        "tags": sorted(wanted["tag"]),
    }
    whole = {**store.as_json(document), "resources": {k: v for k, v in resources.items() if v}}
    return canonical(as_document(whole))


def references(document: Document, registry: Registry) -> Wanted:
    """Return the keys of everything that the nodes name, by kind."""
    wanted: Wanted = {kind: set() for kind in ("segment", "message", "topic", "attribute", "tag", "event")}
    for _, ref in node_references(document, registry):
        wanted[ref.kind].add(ref.key)
    return wanted


def node_references(document: Document, registry: Registry) -> Iterable[tuple[str, Reference]]:
    """Yield (node key, reference) for every node that can be read."""
    for key, spec in document.nodes.items():
        node = registry.build(spec.type, spec.config)[0] if spec.type in registry.types else None
        for ref in node.refers() if node else ():
            yield key, ref


async def _segments(conn: Conn, wanted: Wanted) -> dict[str, Json]:
    """Collect segments with the segments that they name, and note what else their conditions need."""
    found: dict[str, Json] = {}
    missing = set(wanted["segment"])
    while missing:
        rows = await segments_by_slug(conn, missing)
        found |= rows
        for part in rows.values():
            for kind, key, _ in references_of(part.get("condition") or {}):
                wanted[kind].add(key)
        missing = wanted["segment"] - found.keys() - missing
    return dict(sorted(found.items()))


async def segments_by_slug(conn: Conn, slugs: Iterable[str]) -> dict[str, Json]:
    query = select(Segment.slug, Segment.name, Segment.description, Segment.kind, Segment.condition)
    rows = await conn.execute(query.where(Segment.slug.in_(list(slugs))))
    return {
        row.slug: _without_empty(
            {"name": row.name, "description": row.description, "kind": row.kind, "condition": row.condition}
        )
        for row in rows
    }


async def messages_by_slug(conn: Conn, slugs: Iterable[str]) -> dict[str, Json]:
    query = (
        select(Message.slug, Message.name, Message.channel, MessageVersion)
        .join(MessageVersion, MessageVersion.id == Message.version_id)
        .where(Message.slug.in_(list(slugs)))
        .order_by(Message.slug)
    )
    return {row.slug: _message(row) for row in await conn.execute(query)}


def _message(row: Any) -> Json:
    body = {"mjml": row.mjml or "", "html": "" if row.mjml else row.html, "text": row.text}
    return _without_empty({
        "name": row.name, "channel": row.channel, "subject": row.subject, "preheader": row.preheader,
        "from_name": row.from_name, "from_address": row.from_address, "body": _without_empty(body),
    })  # fmt: skip


async def topics_by_slug(conn: Conn, slugs: Iterable[str]) -> dict[str, Json]:
    query = select(Topic.slug, Topic.name, Topic.description).where(Topic.slug.in_(list(slugs)))
    rows = await conn.execute(query.order_by(Topic.slug))
    return {row.slug: _without_empty({"name": row.name, "description": row.description}) for row in rows}


async def attributes_by_key(conn: Conn, keys: Iterable[str]) -> dict[str, Json]:
    query = select(Attribute.key, Attribute.name, Attribute.type).where(Attribute.key.in_(list(keys)))
    rows = await conn.execute(query.order_by(Attribute.key))
    return {row.key: {"name": row.name, "type": row.type} for row in rows}


def _without_empty(values: Json) -> Json:
    return {key: value for key, value in values.items() if value not in ("", None, {})}
