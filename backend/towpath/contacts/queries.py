"""Reading contacts, their consent and the suppressions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, or_, select

from towpath.contacts.model import (
    TEXT_FIELDS,
    ConsentRecord,
    Contact,
    ContactTag,
    Subscription,
    Suppression,
    Tag,
    Topic,
)  # fmt: skip
from towpath.kit.db import Conn


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A contact as it is shown."""

    id: int
    external_id: str | None
    email: str | None
    phone: str | None
    first_name: str | None
    last_name: str | None
    company: str | None
    city: str | None
    country: str | None
    language: str | None
    time_zone: str | None
    attributes: dict[str, Any]
    tags: list[str]
    created_at: datetime
    updated_at: datetime


_PERSON = select(
    Contact.id, *(getattr(Contact, key) for key in TEXT_FIELDS), Contact.attributes, Contact.created_at,
    Contact.updated_at,
)  # fmt: skip


async def contacts(
    conn: Conn,
    *,
    search: str | None,
    tag: str | None,
    before: int | None,
    limit: int,
    ids: Sequence[int] | None = None,
) -> list[Person]:
    """Return the newest contacts first; `search` looks into address, names and company, and for an external id."""
    query = _PERSON.order_by(Contact.id.desc()).limit(limit)
    if ids is not None:
        query = query.where(Contact.id.in_(ids))
    if before is not None:
        query = query.where(Contact.id < before)
    if search:
        query = query.where(matches(search.strip()))
    if tag is not None:
        tagged = (
            select(ContactTag.contact_id).join(Tag, Tag.id == ContactTag.tag_id)
            .where(func.lower(Tag.name) == func.lower(tag.strip()))
        )  # fmt: skip
        query = query.where(Contact.id.in_(tagged))
    return await _people(conn, (await conn.execute(query)).all())


def matches(search: str) -> ColumnElement[bool]:
    """Return the test that a search text passes: part of the address or the names, or the whole external id."""
    names = func.concat_ws(" ", Contact.first_name, Contact.last_name, Contact.company)
    return or_(
        func.lower(Contact.email).contains(search.lower(), autoescape=True),
        func.lower(names).contains(search.lower(), autoescape=True),
        Contact.external_id == search,
    )


async def contact(conn: Conn, contact_id: int) -> Person | None:
    people = await _people(conn, (await conn.execute(_PERSON.where(Contact.id == contact_id))).all())
    return people[0] if people else None


async def _people(conn: Conn, rows: Sequence[Any]) -> list[Person]:
    tags: dict[int, list[str]] = {}
    query = (
        select(ContactTag.contact_id, Tag.name).join(Tag, Tag.id == ContactTag.tag_id)
        .where(ContactTag.contact_id.in_([row.id for row in rows])).order_by(func.lower(Tag.name))
    )  # fmt: skip
    for row in await conn.execute(query):
        tags.setdefault(row.contact_id, []).append(row.name)
    return [Person(**row._mapping, tags=tags.get(row.id, [])) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


async def subscriptions(conn: Conn, contact_id: int) -> Sequence[Any]:
    """Return (slug, name, state, at) for every topic; state and at are None where nothing was said."""
    query = (
        select(Topic.slug, Topic.name, Subscription.state, Subscription.at)
        .outerjoin(
            Subscription, (Subscription.topic_id == Topic.id) & (Subscription.contact_id == contact_id)
        )
        .order_by(Topic.slug)
    )
    return (await conn.execute(query)).all()


async def consent_records(conn: Conn, contact_id: int, *, before: int | None, limit: int) -> Sequence[Any]:
    """Return the proofs of consent of a contact, the newest first."""
    query = (
        select(
            ConsentRecord.id, Topic.slug.label("topic"), ConsentRecord.state, ConsentRecord.source,
            ConsentRecord.wording, ConsentRecord.at,
        )
        .join(Topic, Topic.id == ConsentRecord.topic_id)
        .where(ConsentRecord.contact_id == contact_id)
        .order_by(ConsentRecord.id.desc())
        .limit(limit)
    )  # fmt: skip
    if before is not None:
        query = query.where(ConsentRecord.id < before)
    return (await conn.execute(query)).all()


async def suppressions(conn: Conn, *, search: str | None, after: str | None, limit: int) -> Sequence[Any]:
    """Return suppressed addresses in alphabetical order."""
    query = select(Suppression.address, Suppression.reason, Suppression.note, Suppression.at)
    if search:
        query = query.where(Suppression.address.contains(search.lower(), autoescape=True))
    if after is not None:
        query = query.where(Suppression.address > after)
    return (await conn.execute(query.order_by(Suppression.address).limit(limit))).all()


async def is_suppressed(conn: Conn, email: str | None) -> bool:
    found = select(Suppression.address).where(Suppression.address == (email or "").lower())
    return (await conn.execute(select(found.exists()))).scalar_one()
