"""The readable names of what conditions name, and what of it does not exist."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from sqlalchemy import select

from towpath.contacts.model import BUILT_IN, LABELS, Attribute, Topic
from towpath.engine.condition import faults_of, misfits_of, pointer_of, references_of
from towpath.kit.db import Conn, Json
from towpath.kit.errors import Fault
from towpath.segments.model import Segment

_MUST_EXIST = ("segment", "topic", "attribute")


class KnownNames(msgspec.Struct, frozen=True):
    """Names by kind and key, and the types of attributes (the Names of engine/node.py)."""

    known: Mapping[str, Mapping[str, str]]
    types: Mapping[str, str]

    def name(self, kind: str, key: str) -> str:
        return self.known.get(kind, {}).get(key) or key

    def type_of(self, attribute: str) -> str | None:
        return self.types.get(attribute)


async def names_in(conn: Conn, conditions: Iterable[Json | None]) -> KnownNames:
    """Return the names of everything that these conditions name and that exists."""
    wanted: dict[str, set[str]] = {kind: set() for kind in _MUST_EXIST}
    for condition in conditions:
        for kind, key, _ in references_of(condition or {}):
            wanted.setdefault(kind, set()).add(key)
    segments = select(Segment.slug, Segment.name).where(Segment.slug.in_(wanted["segment"]))
    topics = select(Topic.slug, Topic.name).where(Topic.slug.in_(wanted["topic"]))
    attributes = select(Attribute.key, Attribute.name, Attribute.type).where(
        Attribute.key.in_(wanted["attribute"])
    )
    found = (await conn.execute(attributes)).all() if wanted["attribute"] - BUILT_IN.keys() else []
    known: dict[str, dict[str, str]] = {
        "segment": {slug: name for slug, name in await conn.execute(segments)} if wanted["segment"] else {},
        "topic": {slug: name for slug, name in await conn.execute(topics)} if wanted["topic"] else {},
        "attribute": LABELS | {row.key: row.name for row in found},
    }
    return KnownNames(known, BUILT_IN | {row.key: row.type for row in found})


def faults_in(condition: Json, names: KnownNames, place: str = "/condition") -> Iterator[Fault]:
    """Yield everything that is wrong with a condition in itself and in view of what exists."""
    for path, detail in (*faults_of(condition), *_unknown(condition, names), *misfits_of(condition, names)):
        yield Fault(f"{place}{pointer_of(path)}", detail)


def _unknown(condition: Json, names: KnownNames) -> Iterator[tuple[str, str]]:
    for kind, key, path in references_of(condition):
        if kind in _MUST_EXIST and key not in names.known[kind]:
            yield path, f"There is no {kind} “{key}”. Choose another, or make this one first."
