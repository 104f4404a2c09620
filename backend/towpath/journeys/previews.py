"""What publishing would do, before anybody does it."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from sqlalchemy import text

from towpath.engine.check import World, check
from towpath.engine.document import Document, as_document
from towpath.engine.node import Door, Entry, Reentry
from towpath.engine.registry import Registry
from towpath.journeys import actions, store
from towpath.journeys.changes import Changes, changes
from towpath.journeys.model import JourneyState
from towpath.journeys.walking import Here
from towpath.journeys.world import load_world
from towpath.kit.db import Conn, Record
from towpath.segments.queries import patiently

# Of everybody in a segment now: how many there are, and how many would come in.
_MATCHING: Final = """
SELECT count(*) AS matching,
       count(*) FILTER (WHERE NOT EXISTS (
         SELECT FROM enrollment AS e
          WHERE e.journey_id = $1 AND e.contact_id = inside.id AND ($2 OR e.status <> 2))) AS entering
  FROM ({ids}) AS inside
"""
_INSIDE: Final = text("""
SELECT v.number, count(*) AS people
  FROM enrollment AS e
  JOIN version AS v ON v.id = e.version_id
 WHERE e.journey_id = :journey AND e.status = 1
 GROUP BY v.number
 ORDER BY v.number DESC
""")


class Matching(msgspec.Struct, frozen=True):
    """People in the segment of a start: all who match now, and those of them who would come in.

    Both null: it took too long to count.
    """

    node: str
    segment: str
    name: str
    matching: int | None
    entering: int | None


class Inside(msgspec.Struct, frozen=True):
    """People who walk a version and stay on it."""

    version: int
    people: int


class NewMessage(msgspec.Struct, frozen=True):
    """A message that was written anew since the last version; publishing takes the new text."""

    message: str
    name: str


class PublishPreview(msgspec.Struct, frozen=True):
    """What publishing the draft would do. `obstacles` say why it cannot be published, each in a sentence.

    `version` is the number of the last version, null if there is none; `changes` are since then.
    """

    can_publish: bool
    obstacles: list[str]
    errors: int
    notices: int
    is_first: bool
    version: int | None
    changes: Changes
    messages: list[NewMessage]
    would_enter: list[Matching]
    people_inside: list[Inside]


async def preview(conn: Conn, slug: str, here: Here, registry: Registry) -> PublishPreview:
    """Say what publishing the draft would do, and what stands in its way."""
    journey = await store.find(conn, slug)
    document = as_document(journey.draft)
    world = await load_world(conn)
    report = check(document, registry, world)
    last = await store.last_version(conn, journey.id)
    bindings = await actions.bind(conn, document, registry)
    is_same = last and (last.fingerprint, last.bindings) == (journey.fingerprint, bindings)
    obstacles = list(_obstacles(journey, len(report.errors), last.number if last and is_same else None))
    inside = await conn.execute(_INSIDE, {"journey": journey.id})
    return PublishPreview(
        can_publish=not obstacles,
        obstacles=obstacles,
        errors=len(report.errors),
        notices=len(report.problems) - len(report.errors),
        is_first=last is None,
        version=last.number if last else None,
        changes=changes(as_document(last.document) if last else Document(), document, registry, world),
        messages=_rewritten(last.bindings if last else {}, bindings, world),
        would_enter=[
            await _matching(conn, journey.id, key, door, here, world)
            for key, door in _segment_doors(document, registry)
            if world.has("segment", door.target)
        ],
        people_inside=[Inside(number, people) for number, people in inside],
    )


def _obstacles(journey: Record, errors: int, same_as: int | None) -> Iterator[str]:
    if journey.state == JourneyState.ARCHIVED:
        yield "This journey is archived. Restore it first."
    if errors:
        yield "One problem is left." if errors == 1 else f"{errors} problems are left."
    if same_as is not None:
        yield f"Nothing changed since version {same_as}."


def _rewritten(
    before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]], world: World
) -> list[NewMessage]:
    old = before.get("messages", {})
    slugs = [slug for slug, version in after["messages"].items() if slug in old and old[slug] != version]
    return [NewMessage(slug, world.name("message", slug)) for slug in sorted(slugs)]


def _segment_doors(document: Document, registry: Registry) -> Iterator[tuple[str, Door]]:
    for key, spec in document.nodes.items():
        node = registry.build(spec.type, spec.config)[0] if spec.type in registry.types else None
        if isinstance(node, Entry) and node.door().kind == "segment":
            yield key, node.door()


async def _matching(conn: Conn, journey_id: int, key: str, door: Door, here: Here, world: World) -> Matching:
    condition, asked = {"segment": door.target}, (journey_id, door.reentry is Reentry.NEVER)
    rows = await patiently(conn, condition, _MATCHING, asked, here.now, here.zone)
    matching, entering = (rows[0]["matching"], rows[0]["entering"]) if rows else (None, None)
    return Matching(key, door.target, world.name("segment", door.target), matching, entering)
