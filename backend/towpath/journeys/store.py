"""Reading and writing journeys, drafts and versions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import func, insert, literal_column, select, update

from towpath.engine.canonical import fingerprint
from towpath.engine.document import Document
from towpath.engine.walk import Standing
from towpath.journeys.model import (
    Enrollment,
    EnteredDay,
    FlowImport,
    Journey,
    JourneyState,
    NodeCount,
    Version,
    VersionNode,
)
from towpath.kit.db import Conn, Json, Record
from towpath.kit.errors import NotFound
from towpath.kit.ids import slug_of
from towpath.messages.model import SentDay

_COLUMNS = (
    Journey.id, Journey.slug, Journey.name, Journey.description, Journey.state, Journey.revision, Journey.fingerprint,
    Journey.live_version_id, Journey.created_at, Journey.updated_at,
)  # fmt: skip
# Ports by which people leave a journey: an exit, and the end of the journey itself.
_EXITS = ("end", "archived")
# Words that stand in addresses where a slug could stand.
RESERVED = ("check",)


class NoSuchJourney(NotFound):
    """There is no such journey."""

    code = "no-such-journey"


async def find(conn: Conn, slug: str, *, lock: bool = False) -> Record:
    """Return the journey's row with its draft; `lock` makes other changes wait. Raises NoSuchJourney."""
    query = select(*_COLUMNS, Journey.draft).where(Journey.slug == slug)
    row = (await conn.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NoSuchJourney(f"There is no journey “{slug}”.")
    return row


async def page(
    conn: Conn, after: int | None, limit: int, states: Sequence[str], search: str = ""
) -> Sequence[Record]:
    """Return up to `limit` journeys, newest first, with number and fingerprint of the live version."""
    query = _with_version().where(Journey.state.in_(states)).order_by(Journey.id.desc()).limit(limit)
    if after is not None:
        query = query.where(Journey.id < after)
    if search:
        query = query.where(Journey.name.icontains(search, autoescape=True))
    return (await conn.execute(query)).all()


async def listed(conn: Conn, slug: str) -> Record:
    """Return one journey as `page` does. Raises NoSuchJourney."""
    row = (await conn.execute(_with_version().where(Journey.slug == slug))).one_or_none()
    if row is None:
        raise NoSuchJourney(f"There is no journey “{slug}”.")
    return row


def _with_version() -> Any:
    live = (Version.number, Version.fingerprint.label("live_fingerprint"))
    return select(*_COLUMNS, *live).outerjoin(Version, Version.id == Journey.live_version_id)


async def drafts(conn: Conn, journey_ids: Iterable[int]) -> dict[int, Json]:
    """Return the drafts of these journeys."""
    query = select(Journey.id, Journey.draft).where(Journey.id.in_(list(journey_ids)))
    return {number: draft for number, draft in await conn.execute(query)}


async def standing(conn: Conn, journey_ids: Iterable[int]) -> dict[int, dict[Standing, int]]:
    """Return, for each journey, how many stand where: waiting, set aside, and how many have ended.

    Whoever has ended is not counted row by row: the ports by which people leave are.
    """
    ids = list(journey_ids)
    here = (
        select(Enrollment.journey_id, Enrollment.status, func.count())
        # As a literal, so that the partial index fits.
        .where(Enrollment.journey_id.in_(ids), Enrollment.status != literal_column("2"))
        .group_by(Enrollment.journey_id, Enrollment.status)
    )
    gone = (
        select(Version.journey_id, func.sum(NodeCount.passed))
        .join(VersionNode, VersionNode.version_id == Version.id)
        .join(NodeCount, NodeCount.node_id == VersionNode.id)
        .where(Version.journey_id.in_(ids), NodeCount.port.in_(_EXITS))
        .group_by(Version.journey_id)
    )
    result: dict[int, dict[Standing, int]] = {}
    for journey_id, status, count in await conn.execute(here):
        result.setdefault(journey_id, {})[Standing(status)] = count
    for journey_id, count in await conn.execute(gone):
        result.setdefault(journey_id, {})[Standing.ENDED] = int(count)
    return result


async def lately(conn: Conn, journey_ids: Iterable[int], since: date) -> dict[int, tuple[int, int]]:
    """Return, for each journey, how many came in and how many messages were sent from a day (UTC) on."""
    ids = list(journey_ids)
    sums: list[dict[int, int]] = []
    for table, column in ((EnteredDay, EnteredDay.entered), (SentDay, SentDay.sent)):
        query = select(table.journey_id, func.sum(column)).where(
            table.journey_id.in_(ids), table.day >= since
        )
        rows = await conn.execute(query.group_by(table.journey_id))
        sums.append({number: int(total) for number, total in rows})
    entered, sent = sums
    return {number: (entered.get(number, 0), sent.get(number, 0)) for number in ids}


async def free_slug(conn: Conn, name: str) -> str:
    """Return a slug for `name` that no journey has."""
    base = slug_of(name, fallback="journey")
    query = select(Journey.slug).where(Journey.slug.startswith(base, autoescape=True))
    taken = (*RESERVED, *(await conn.execute(query)).scalars())
    return slug_of(name, taken=taken, fallback="journey")


async def add(conn: Conn, slug: str, document: Document) -> int:
    """Write a new journey with its draft."""
    values = {"slug": slug, **_draft_values(document)}
    return (await conn.execute(insert(Journey).values(values).returning(Journey.id))).scalar_one()


async def add_import(conn: Conn, slug: str, items: list[Json]) -> int:
    """Note what a flow file brought, beside the journey."""
    journey = select(Journey.id, Journey.fingerprint).where(Journey.slug == slug)
    journey_id, steps = (await conn.execute(journey)).one()
    values = {"journey_id": journey_id, "fingerprint": steps, "items": items}
    return (await conn.execute(insert(FlowImport).values(values).returning(FlowImport.id))).scalar_one()


async def write_draft(conn: Conn, journey_id: int, document: Document) -> int:
    """Write the draft and return its new revision."""
    query = (
        update(Journey)
        .where(Journey.id == journey_id)
        .values(**_draft_values(document), revision=Journey.revision + 1, updated_at=func.now())
        .returning(Journey.revision)
    )
    return (await conn.execute(query)).scalar_one()


def _draft_values(document: Document) -> dict[str, Any]:
    return {
        "name": document.name or "Untitled journey",
        "description": document.description,
        "draft": as_json(document),
        "fingerprint": fingerprint(document),
    }


def as_json(document: Document) -> Json:
    return msgspec.to_builtins(document, str_keys=True)


async def set_state(conn: Conn, journey_id: int, state: JourneyState) -> None:
    await conn.execute(
        update(Journey).where(Journey.id == journey_id).values(state=state, updated_at=func.now())
    )


async def versions(conn: Conn, journey_id: int) -> Sequence[Record]:
    """Return all versions, newest first, without their documents."""
    query = (
        select(Version.id, Version.number, Version.fingerprint, Version.published_at, Version.published_by)
        .where(Version.journey_id == journey_id)
        .order_by(Version.number.desc())
    )
    return (await conn.execute(query)).all()


async def last_version(conn: Conn, journey_id: int) -> Record | None:
    """Return the newest version with its document and bindings, if there is one."""
    query = select(Version.number, Version.document, Version.fingerprint, Version.bindings)
    query = query.where(Version.journey_id == journey_id).order_by(Version.number.desc()).limit(1)
    return (await conn.execute(query)).one_or_none()


async def version(conn: Conn, journey_id: int, number: int) -> Record:
    """Return one version with its document. Raises NotFound."""
    query = select(Version).where(Version.journey_id == journey_id, Version.number == number)
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        raise NotFound(f"There is no version {number}.")
    return row


async def counts(
    conn: Conn, version_id: int
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, int], int]]:
    """Return how many passed each (node, port), and how many stand at each (node, standing)."""
    passed = (
        select(VersionNode.key, NodeCount.port, NodeCount.passed)
        .join(NodeCount, NodeCount.node_id == VersionNode.id)
        .where(VersionNode.version_id == version_id)
    )
    here = (
        select(VersionNode.key, Enrollment.status, func.count())
        .join(VersionNode, VersionNode.id == Enrollment.node_id)
        .where(Enrollment.version_id == version_id, Enrollment.status != Standing.ENDED)
        .group_by(VersionNode.key, Enrollment.status)
    )
    return (
        {(key, port): n for key, port, n in await conn.execute(passed)},
        {(key, status): n for key, status, n in await conn.execute(here)},
    )
