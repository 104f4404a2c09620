"""Who is inside a journey, and where."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import func, literal_column, select

from towpath.contacts.model import Contact
from towpath.engine.walk import Standing
from towpath.journeys.model import Enrollment, Journey, Path, Version, VersionNode, run
from towpath.kit.db import Conn, Record

_COLUMNS = (
    Enrollment.id, Enrollment.contact_id, Enrollment.status, Enrollment.wake_at, Enrollment.arrived_at,
    Enrollment.entered_at, Enrollment.ended_at, Enrollment.reason, Enrollment.data,
    VersionNode.key.label("node"), Version.number.label("version"), Journey.slug.label("journey"),
    Enrollment.version_id, Contact.email, Contact.external_id, Contact.first_name, Contact.last_name,
)  # fmt: skip


def _query() -> Any:
    return (
        select(*_COLUMNS)
        .join(VersionNode, VersionNode.id == Enrollment.node_id)
        .join(Version, Version.id == Enrollment.version_id)
        .join(Journey, Journey.id == Enrollment.journey_id)
        .join(Contact, Contact.id == Enrollment.contact_id)
    )


class Wanted(msgspec.Struct, frozen=True):
    """Which enrollments are asked for; None: all."""

    node: str | None = None
    standing: Standing | None = None
    version: int | None = None


async def page(
    conn: Conn, journey_id: int, after: int | None, limit: int, wanted: Wanted
) -> Sequence[Record]:
    """Return up to `limit` enrollments of a journey, newest first."""
    query = _query().where(Enrollment.journey_id == journey_id).order_by(Enrollment.id.desc()).limit(limit)
    if after is not None:
        query = query.where(Enrollment.id < after)
    if wanted.node is not None or wanted.version is not None:
        query = query.where(Enrollment.version_id.in_(await _versions(conn, journey_id, wanted.version)))
    if wanted.node is not None:
        query = query.where(Enrollment.node_id.in_(await _nodes(conn, journey_id, wanted.node)))
    if wanted.standing is not None:
        # As a literal, so that the partial indexes of enrollment fit.
        query = query.where(Enrollment.status == literal_column(str(int(wanted.standing))))
    return (await conn.execute(query)).all()


async def _versions(conn: Conn, journey_id: int, number: int | None) -> Sequence[int]:
    query = select(Version.id).where(Version.journey_id == journey_id)
    if number is not None:
        query = query.where(Version.number == number)
    return (await conn.execute(query)).scalars().all()


async def _nodes(conn: Conn, journey_id: int, key: str) -> Sequence[int]:
    """Return the rows of a node in all versions: a key is the same step in each."""
    query = select(VersionNode.id).join(Version, Version.id == VersionNode.version_id)
    return (
        (await conn.execute(query.where(Version.journey_id == journey_id, VersionNode.key == key)))
        .scalars()
        .all()
    )


async def one(conn: Conn, enrollment_id: int) -> Record | None:
    """Return one enrollment."""
    return (await conn.execute(_query().where(Enrollment.id == enrollment_id))).one_or_none()


async def runs(conn: Conn, enrollment_id: int) -> Sequence[Record]:
    """Return what one person walked, wake by wake: at, steps (`node:port`), and what decided by node."""
    query = (
        select(run.c.at, Path.steps, run.c.why)
        .join(Path, Path.id == run.c.path_id)
        .where(run.c.enrollment_id == enrollment_id)
        .order_by(run.c.at)
    )
    return (await conn.execute(query)).all()


async def resolve(
    conn: Conn, ids: set[int], emails: set[str], external_ids: set[str]
) -> dict[tuple[str, Any], int]:
    """Return the contact id of each given id, e-mail (lower case) and external id that exists."""
    query = select(Contact.id, func.lower(Contact.email), Contact.external_id).where(
        Contact.id.in_(ids) | func.lower(Contact.email).in_(emails) | Contact.external_id.in_(external_ids)
    )
    found: dict[tuple[str, Any], int] = {}
    for contact_id, email, external_id in await conn.execute(query):
        found["id", contact_id] = contact_id
        found["email", email] = contact_id
        found["external_id", external_id] = contact_id
    return found
