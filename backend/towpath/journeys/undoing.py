"""Taking back what a flow file brought: exactly that, and nothing that somebody changed or uses since."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final

import msgspec
from sqlalchemy import delete, select, text, update

from towpath.contacts import vocabulary
from towpath.engine.document import Resources
from towpath.journeys import imports, store
from towpath.journeys.imports import Item, Kind, Written
from towpath.journeys.model import FlowImport, Journey
from towpath.kit.db import Conn, Json, Record
from towpath.kit.errors import NotFound
from towpath.messages import store as messages
from towpath.segments import actions as segments

# What is made of other things goes before them.
_ORDER: Final[tuple[Kind, ...]] = ("message", "segment", "topic", "attribute")
_PARTS: Final[dict[Kind, str]] = {
    "topic": "topics", "attribute": "attributes", "segment": "segments", "message": "messages",
}  # fmt: skip

# users
# Journeys and segments in which a name stands, whatever it may mean there: rather one too many than one too few.
_USERS: Final = text("""
SELECT j.name
  FROM journey AS j
 WHERE jsonb_path_exists(j.draft->'nodes', '$.** ? (@ == $name)', jsonb_build_object('name', CAST(:name AS text)))
    OR EXISTS (SELECT FROM version AS v
                WHERE v.journey_id = j.id
                  AND jsonb_path_exists(v.document->'nodes', '$.** ? (@ == $name)',
                                        jsonb_build_object('name', CAST(:name AS text))))
UNION ALL
SELECT s.name
  FROM segment AS s
 WHERE s.slug <> :name
   AND jsonb_path_exists(s.condition, '$.** ? (@ == $name)', jsonb_build_object('name', CAST(:name AS text)))
 LIMIT 1
""")
# Messages that speak of an attribute.
_SPEAKS: Final = text("""
SELECT m.name
  FROM message AS m
  JOIN message_version AS v ON v.id = m.version_id
 WHERE strpos(concat_ws(' ', v.subject, v.preheader, v.html, v.text), 'contact.' || :name) > 0
 LIMIT 1
""")
_HAS_VALUES: Final = text("SELECT EXISTS (SELECT FROM contact WHERE attributes ? CAST(:name AS text))")
_HAS_SAID: Final = text("""
SELECT EXISTS (SELECT FROM subscription AS s JOIN topic AS t ON t.id = s.topic_id WHERE t.slug = :name)
""")


class NoSuchFlowImport(NotFound):
    """There is no such import; it may have been taken back already."""

    code = "no-such-flow-import"


class Left(msgspec.Struct, frozen=True):
    """A thing that an import made or changed. `why` says why it stays."""

    kind: str
    slug: str
    name: str
    why: str = ""


class Undone(msgspec.Struct, frozen=True):
    """What was deleted, what is again as it was before the import, and what stays and why."""

    removed: list[Left] = []
    restored: list[Left] = []
    kept: list[Left] = []


async def undo(conn: Conn, number: int, *, changed: bool) -> Undone:
    """Take back an import. `changed`: also its journey when the steps were changed since. Raises NoSuchFlowImport.

    What is kept can be tried again later: then only that is left of the import.
    """
    query = select(FlowImport).where(FlowImport.id == number).with_for_update()
    found = (await conn.execute(query)).one_or_none()
    if found is None:
        raise NoSuchFlowImport
    done = Undone()
    await _undo_journey(conn, found, done, changed=changed)
    items = msgspec.convert(found.items, list[Written])
    still = [item for item in _in_order(items) if not await _undo_item(conn, item, done)]
    if done.kept:
        values = {"items": [msgspec.to_builtins(item) for item in still]}
        await conn.execute(update(FlowImport).where(FlowImport.id == number).values(values))
    else:
        await conn.execute(delete(FlowImport).where(FlowImport.id == number))
    return done


async def _undo_journey(conn: Conn, found: Record, done: Undone, *, changed: bool) -> None:
    if found.journey_id is None:
        return
    query = select(Journey.slug, Journey.name, Journey.fingerprint).where(Journey.id == found.journey_id)
    journey = (await conn.execute(query.with_for_update())).one()
    why = ""
    if await store.versions(conn, found.journey_id):
        why = "It was published: its history tells why people got mail."
    elif not changed and journey.fingerprint != found.fingerprint:
        why = "Its steps were changed since."
    if not why:
        await conn.execute(delete(Journey).where(Journey.id == found.journey_id))
    (done.kept if why else done.removed).append(Left("journey", journey.slug, journey.name, why))


def _in_order(items: Sequence[Written]) -> Iterator[Written]:
    for kind in _ORDER:
        of_kind = [item for item in items if item.kind == kind]
        # A segment before those that it names.
        while of_kind:
            named = {text for item in of_kind for text in _texts(item.after.get("condition"))}
            free = [item for item in of_kind if item.slug not in named] or of_kind
            yield from free
            of_kind = [item for item in of_kind if item not in free]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _texts(child)


async def _undo_item(conn: Conn, item: Written, done: Undone) -> bool:
    """Take one resource back; tell whether nothing of it is left to do."""
    here = (await imports.parts_here(conn, item.kind, [item.slug])).get(item.slug)
    if here is None:
        return True
    why = "It was changed since." if here != item.after else ""
    if not why and item.before is None:
        why = await _why_kept(conn, item)
    left = Left(item.kind, item.slug, item.name, why)
    if why:
        done.kept.append(left)
    elif item.before is None:
        await _REMOVE[item.kind](conn, item.slug)
        done.removed.append(left)
    else:
        await _restore(conn, item, item.before)
        done.restored.append(left)
    return not why


async def _restore(conn: Conn, item: Written, before: Json) -> None:
    resources = msgspec.convert({_PARTS[item.kind]: {item.slug: before}}, Resources)
    await imports.write(conn, Item(item.kind, item.slug, item.name, "update", item.slug), resources)


async def _why_kept(conn: Conn, item: Written) -> str:
    name = {"name": item.slug}
    user = (await conn.execute(_USERS, name)).scalar()
    if user is None and item.kind == "attribute":
        user = (await conn.execute(_SPEAKS, name)).scalar()
    if user is not None:
        return f"“{user}” uses it."
    if item.kind == "message" and await messages.was_owed(conn, item.slug):
        return "It was sent already, if only as a test."
    if item.kind == "topic" and (await conn.execute(_HAS_SAID, name)).scalar_one():
        return "People have said yes or no to it."
    if item.kind == "attribute" and (await conn.execute(_HAS_VALUES, name)).scalar_one():
        return "Contacts have values for it."
    return ""


_REMOVE: Final[dict[Kind, Callable[[Conn, str], Awaitable[None]]]] = {
    "message": messages.remove, "segment": segments.remove, "topic": vocabulary.delete_topic,
    "attribute": vocabulary.delete_attribute,
}  # fmt: skip
