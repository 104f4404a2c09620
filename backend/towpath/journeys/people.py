"""Who is inside a journey, and where."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from towpath.contacts.model import Contact
from towpath.engine.walk import Standing
from towpath.journeys.model import Enrollment, Journey, Version, VersionNode
from towpath.kit.db import Conn, Record

_COLUMNS = (
    Enrollment.id, Enrollment.contact_id, Enrollment.status, Enrollment.wake_at, Enrollment.arrived_at,
    Enrollment.entered_at, Enrollment.ended_at, Enrollment.reason, Enrollment.data,
    VersionNode.key.label("node"), Version.number.label("version"), Journey.slug.label("journey"),
    Contact.email, Contact.external_id,
)  # fmt: skip


def _query() -> Any:
    return (
        select(*_COLUMNS)
        .join(VersionNode, VersionNode.id == Enrollment.node_id)
        .join(Version, Version.id == Enrollment.version_id)
        .join(Journey, Journey.id == Enrollment.journey_id)
        .join(Contact, Contact.id == Enrollment.contact_id)
    )


async def page(
    conn: Conn, journey_id: int, after: int | None, limit: int, *, node: str | None, standing: Standing | None
) -> Sequence[Record]:
    """Return up to `limit` enrollments of a journey, newest first."""
    query = _query().where(Enrollment.journey_id == journey_id).order_by(Enrollment.id.desc()).limit(limit)
    if after is not None:
        query = query.where(Enrollment.id < after)
    if node is not None:
        query = query.where(VersionNode.key == node)
    if standing is not None:
        query = query.where(Enrollment.status == standing)
    return (await conn.execute(query)).all()


async def one(conn: Conn, enrollment_id: int) -> Record | None:
    """Return one enrollment."""
    return (await conn.execute(_query().where(Enrollment.id == enrollment_id))).one_or_none()


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
