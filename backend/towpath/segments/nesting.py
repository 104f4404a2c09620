"""Segments in segments: conditions with the conditions of the segments they name put in their place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from towpath.engine.condition import references_of
from towpath.engine.conditions.leaves import GROUPS
from towpath.kit.db import Conn, Json
from towpath.kit.errors import Invalid
from towpath.segments.model import Segment
from towpath.segments.sql.statements import MAX_EXPANDED_DEPTH, MAX_EXPANDED_TESTS

MAX_NESTING = 10


class Definition(msgspec.Struct, frozen=True):
    """What a segment is made of; a fixed one has no condition."""

    slug: str
    name: str
    condition: Json | None


Definitions = Mapping[str, Definition]
_NOTHING: Definitions = {}


class MadeOfItself(Invalid):
    """A segment cannot be made of itself."""

    code = "segment-made-of-itself"


class NestedTooDeep(Invalid):
    """Segments are nested too deep in each other."""

    code = "segments-nested-too-deep"


async def definitions_for(
    conn: Conn, conditions: Iterable[Json | None], *, but: Definitions = _NOTHING
) -> Definitions:
    """Return every segment that the conditions name, also through other segments; `but` stand in for what is stored."""
    found: dict[str, Definition] = {}
    wanted = _named(conditions)
    while wanted:
        found |= {slug: but[slug] for slug in wanted & but.keys()}
        found |= await _load(conn, wanted - but.keys())
        wanted = _named(found[slug].condition for slug in wanted & found.keys()) - found.keys()
    return found


async def _load(conn: Conn, slugs: Iterable[str]) -> dict[str, Definition]:
    query = select(Segment.slug, Segment.name, Segment.kind, Segment.condition).where(
        Segment.slug.in_(list(slugs))
    )
    return {
        row.slug: Definition(row.slug, row.name, row.condition if row.kind == "dynamic" else None)
        for row in await conn.execute(query)
    }


def _named(conditions: Iterable[Json | None]) -> set[str]:
    return {key for raw in conditions for kind, key, _ in references_of(raw or {}) if kind == "segment"}


async def sources_of(conn: Conn, conditions: Sequence[Json]) -> list[bytes]:
    """Return conditions expanded and written in one canonical way: what statements are compiled and cached by."""
    definitions = await definitions_for(conn, conditions)
    return [source_of(condition, definitions) for condition in conditions]


def source_of(condition: Json, definitions: Definitions, own: str = "") -> bytes:
    """Return a condition, expanded, as canonical JSON; `own` is the segment that it belongs to.

    Raises MadeOfItself, NestedTooDeep, Invalid.
    """
    trail = (own,) if own else ()
    try:
        return msgspec.json.encode(_Expansion(definitions).of(condition, trail, 1), order="deterministic")
    except (UnicodeEncodeError, TypeError) as error:
        raise Invalid("This condition has a value in it that cannot be stored.") from error


class _Expansion:
    """Puts conditions in the place of dynamic segments; fixed ones, and what cannot be read, stay as they are."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._tests = 0

    def of(self, condition: Json, trail: tuple[str, ...], depth: int) -> Json:
        if len(trail) > MAX_NESTING:
            raise NestedTooDeep(f"Segments are nested more than {MAX_NESTING} deep: {self._names(trail)}.")
        return self._part(condition, trail, depth)

    def _part(self, part: Any, trail: tuple[str, ...], depth: int) -> Any:
        if not isinstance(part, dict) or depth > MAX_EXPANDED_DEPTH:
            return part
        slug = part.get("segment")
        if isinstance(slug, str) and slug in self._definitions and len(part) == 1:
            return self._segment(self._definitions[slug], trail, depth)
        self._count(trail)
        return {key: self._parts(key, value, trail, depth + 1) for key, value in part.items()}

    def _parts(self, key: str, value: Any, trail: tuple[str, ...], depth: int) -> Any:
        if key == "not":
            return self._part(value, trail, depth)
        if key in GROUPS and isinstance(value, list):
            return [self._part(item, trail, depth) for item in value]
        return value

    def _segment(self, segment: Definition, trail: tuple[str, ...], depth: int) -> Json:
        if segment.slug in trail:
            circle = (*trail[trail.index(segment.slug) :], segment.slug)
            raise MadeOfItself(f"This would make a segment of itself: {self._names(circle)}.")
        if segment.condition is None:
            return {"segment": segment.slug}
        return self.of(segment.condition, (*trail, segment.slug), depth)

    def _count(self, trail: tuple[str, ...]) -> None:
        self._tests += 1
        if self._tests > MAX_EXPANDED_TESTS and trail:
            raise Invalid(
                f"With the segments that it is made of, this has more than {MAX_EXPANDED_TESTS} tests."
            )

    def _names(self, slugs: tuple[str, ...]) -> str:
        return " → ".join(f"“{self._definitions[slug].name}”" for slug in slugs if slug in self._definitions)
