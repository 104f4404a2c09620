"""Which segments are watched, as what, and which facts about contacts they depend on."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
import structlog

from towpath.engine.condition import references_of
from towpath.kit.db import Conn, Json, driver
from towpath.kit.errors import DomainError
from towpath.segments.nesting import Definition, definitions_for, source_of
from towpath.segments.sql import statements, upkeep

_log = structlog.get_logger()


class Watched(msgspec.Struct, frozen=True):
    """A watched segment. `source` is its expanded condition (None: a fixed list), `mark` a digest of what it asks."""

    id: int
    slug: str
    source: bytes | None
    mark: str
    watched_as: str | None
    looked_at: datetime | None
    looked_to: int | None

    @property
    def asked(self) -> bytes:
        if self.source is None:
            raise ValueError(f"The segment {self.slug} is a list and asks nothing.")
        return self.source


async def load_watched(conn: Conn, zone: str) -> list[Watched]:
    """Return the watched segments with their conditions as of now."""
    raw = await driver(conn)
    rows = await raw.fetch(upkeep.WATCHED_SEGMENTS)
    conditions: dict[int, Json] = {row["id"]: row["condition"] for row in rows if row["kind"] == "dynamic"}
    definitions = {
        row["slug"]: Definition(row["slug"], row["name"], conditions.get(row["id"])) for row in rows
    }
    definitions |= await definitions_for(conn, conditions.values(), but=definitions)
    found = []
    for row in rows:
        source = None
        if row["id"] in conditions:
            try:
                source = source_of(conditions[row["id"]], definitions, row["slug"])
                statements.look(source)
            except DomainError as error:
                # Saving refuses such conditions; one that slipped in must not stop all others.
                _log.error("segment_unusable", segment=row["slug"], reason=error.detail)
                continue
        kept = (row["watched_as"], row["looked_at"], row["looked_to"])
        found.append(Watched(row["id"], row["slug"], source, _mark(source, zone), *kept))
    return found


def _mark(source: bytes | None, zone: str) -> str:
    if source is None:
        return "list"
    asked = source + zone.encode() if statements.look(source).compiled.binds.uses_zone else source
    return sha256(asked).hexdigest()[:32]


def facts_of(watched: Iterable[Watched]) -> set[str]:
    """Return the facts about contacts that may change who is in; see contacts/store.py for their names."""
    facts: set[str] = set()
    for segment in watched:
        if segment.source is None:
            continue
        if statements.look(segment.source).compiled.binds.uses_zone:
            facts.add("attribute:time_zone")
        facts |= {_fact(kind, key) for kind, key, _ in references_of(msgspec.json.decode(segment.source))}
    return facts


def _fact(kind: Any, key: str) -> str:
    return f"tag:{key.strip().lower()}" if kind == "tag" else f"{kind}:{key}"


async def write_facts(conn: Conn, watched: Iterable[Watched]) -> None:
    """Have exactly the facts told that these segments depend on. The caller holds the watch lock alone."""
    facts = sorted(facts_of(watched))
    raw = await driver(conn)
    await raw.execute(upkeep.FORGET_FACTS, facts)
    await raw.execute(upkeep.WRITE_FACTS, facts)
