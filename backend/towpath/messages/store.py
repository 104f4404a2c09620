"""Messages and what is owed: the SQL of this slice that others build on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import and_, delete, func, insert, or_, select, update

from towpath.contacts.store import attribute_types
from towpath.kit.db import Conn, driver
from towpath.kit.errors import Conflict, NotFound, Stale
from towpath.messages.content import BadMessage, Content, Prepared, prepare
from towpath.messages.model import Delivery, Message, MessageVersion
from towpath.messages.sheet import Wording

# Words that stand in addresses where a slug could stand.
RESERVED: Final = ("preview", "new")
_OWED: Final = (
    "contact_id", "enrollment_id", "node_id", "visit", "message_version_id", "topic_id", "values",
    "due_at", "created_at",
)  # fmt: skip


class NoSuchMessage(NotFound):
    """There is no such message."""

    code = "no-such-message"


class SlugTaken(Conflict):
    """Another message already has this slug."""

    code = "slug-taken"


async def owe(conn: Conn, rows: Sequence[tuple[Any, ...]], now: datetime) -> None:
    """Owe messages to contacts, due at once: one COPY.

    A row is (contact_id, enrollment_id, node_id, visit, message_version_id, topic_id or None), and may
    end with the values frozen at the step (JSON text or None), which templates see as `data` and `event`.
    Without a topic the message is transactional.
    """
    if rows:
        ends = (None, now, now) if len(rows[0]) == len(_OWED) - 3 else (now, now)
        raw = await driver(conn)
        await raw.copy_records_to_table("delivery", records=[(*row, *ends) for row in rows], columns=_OWED)


async def names(conn: Conn) -> dict[str, str]:
    """Return the name of every message that is not archived, by slug."""
    rows = await conn.execute(select(Message.slug, Message.name).where(Message.archived_at.is_(None)))
    return {row.slug: row.name for row in rows}


async def current_versions(conn: Conn, slugs: Collection[str]) -> dict[str, int]:
    """Return the newest version's id of each of these messages that exists, by slug."""
    query = select(Message.slug, Message.version_id).where(
        Message.slug.in_(slugs), Message.version_id.is_not(None)
    )
    return {row.slug: row.version_id for row in await conn.execute(query)}


class Saved(msgspec.Struct, frozen=True):
    """A message with its newest version. `number` counts versions, `revision` every change (its ETag)."""

    id: int
    slug: str
    name: str
    revision: int
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version_id: int
    number: int
    mjml: str | None
    wording: Wording


_MESSAGE: Final = (
    Message.id, Message.slug, Message.name, Message.revision, Message.archived_at, Message.created_at,
    Message.updated_at, Message.version_id,
)  # fmt: skip
_WORDING: Final = (
    MessageVersion.subject, MessageVersion.preheader, MessageVersion.html, MessageVersion.text,
    MessageVersion.from_name, MessageVersion.from_address,
)  # fmt: skip
_SAVED: Final = select(*_MESSAGE, MessageVersion.number, MessageVersion.mjml, *_WORDING).join(
    MessageVersion, MessageVersion.id == Message.version_id
)


async def find(conn: Conn, slug: str, *, for_update: bool = False) -> Saved:
    """Raises NoSuchMessage."""
    query = _SAVED.where(Message.slug == slug)
    if for_update:
        query = query.with_for_update(of=Message)
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        raise NoSuchMessage
    return _saved(row)


async def page(
    conn: Conn, *, after: tuple[Any, ...] | None, limit: int, search: str, archived: bool
) -> list[Saved]:
    """Return messages by name, after (name, id)."""
    query = _SAVED.where(Message.archived_at.is_not(None) if archived else Message.archived_at.is_(None))
    if search:
        query = query.where(Message.name.icontains(search, autoescape=True))
    if after:
        name, number = after
        query = query.where(or_(Message.name > name, and_(Message.name == name, Message.id > number)))
    return [_saved(row) for row in await conn.execute(query.order_by(Message.name, Message.id).limit(limit))]


async def versions(conn: Conn, slug: str, *, before: int | None, limit: int) -> list[Any]:
    """Return rows of a message's versions, newest first."""
    query = (
        select(MessageVersion.number, MessageVersion.created_at, MessageVersion.mjml, *_WORDING)
        .join(Message, Message.id == MessageVersion.message_id)
        .where(Message.slug == slug)
    )
    if before is not None:
        query = query.where(MessageVersion.number < before)
    return list(await conn.execute(query.order_by(MessageVersion.number.desc()).limit(limit)))


async def slugs_like(conn: Conn, base: str) -> list[str]:
    return list((await conn.execute(select(Message.slug).where(Message.slug.startswith(base)))).scalars())


async def add(conn: Conn, slug: str, name: str, prepared: Prepared) -> Saved:
    """Write a new message with its first version. Raises SlugTaken."""
    if slug in (*RESERVED, *await slugs_like(conn, slug)):
        raise SlugTaken(f"There already is a message “{slug}”.")
    values = {"slug": slug, "name": name}
    message_id = (await conn.execute(insert(Message).values(values).returning(Message.id))).scalar_one()
    await _add_version(conn, message_id, 1, prepared)
    return await find(conn, slug)


async def change(
    conn: Conn, slug: str, expected: int | None, name: str | None, prepared: Prepared | None
) -> Saved:
    """Save what changed: a name, a content (as a new version), or nothing.

    Raises Stale when the message is no longer at the revision `expected` (None: whatever it is).
    """
    saved = await find(conn, slug, for_update=True)
    if expected is not None and expected != saved.revision:
        raise Stale
    is_renamed = name is not None and name != saved.name
    is_rewritten = prepared is not None and not says(saved, prepared)
    if prepared is not None and is_rewritten:
        await _add_version(conn, saved.id, saved.number + 1, prepared)
    if is_renamed:
        await _touch(conn, saved.id, name=name)
    elif is_rewritten:
        await _touch(conn, saved.id)
    return await find(conn, slug)


async def archive(conn: Conn, slug: str, now: datetime | None) -> Saved:
    """Put a message away, or with None back. Journeys that are live go on using their version."""
    saved = await find(conn, slug, for_update=True)
    if (saved.archived_at is None) != (now is None):
        await _touch(conn, saved.id, archived_at=now)
    return await find(conn, slug)


async def ensure(conn: Conn, slug: str, name: str, content: Content) -> int:
    """Make a message say exactly this: add it, or a version to it, or nothing. Returns the version's id.

    Raises BadMessage.
    """
    prepared = prepare(content, await attribute_types(conn))
    if not prepared.is_good:
        raise BadMessage(prepared.problems)
    if slug in await slugs_like(conn, slug):
        return (await change(conn, slug, None, name, prepared)).version_id
    return (await add(conn, slug, name, prepared)).version_id


async def was_owed(conn: Conn, slug: str) -> bool:
    """Whether a message ever was owed to anybody, also as a test: then it is history and stays."""
    owed = select(Delivery.id).join(MessageVersion, MessageVersion.id == Delivery.message_version_id)
    query = owed.join(Message, Message.id == MessageVersion.message_id).where(Message.slug == slug)
    return (await conn.execute(select(query.exists()))).scalar_one()


async def remove(conn: Conn, slug: str) -> None:
    """Delete a message with its versions; the caller knows that it never was owed and that nobody uses it."""
    await conn.execute(delete(Message).where(Message.slug == slug))


def says(saved: Saved, prepared: Prepared) -> bool:
    """Whether a saved message already has this content. MJML is compared as it was written."""
    if (saved.mjml or None) != prepared.mjml:
        return False
    old, new = saved.wording, prepared.wording
    if prepared.mjml:
        old = msgspec.structs.replace(old, html=new.html)
    return old == new


async def _add_version(conn: Conn, message_id: int, number: int, prepared: Prepared) -> None:
    wording = prepared.wording
    values = {"message_id": message_id, "number": number, "mjml": prepared.mjml, **_columns(wording)}
    added = await conn.execute(insert(MessageVersion).values(values).returning(MessageVersion.id))
    await conn.execute(update(Message).where(Message.id == message_id).values(version_id=added.scalar_one()))


async def _touch(conn: Conn, message_id: int, **values: Any) -> None:
    values |= {"revision": Message.revision + 1, "updated_at": func.now()}
    await conn.execute(update(Message).where(Message.id == message_id).values(values))


async def wordings(conn: Conn, version_ids: Collection[int]) -> dict[int, Wording]:
    """Return what these versions say."""
    if not version_ids:
        return {}
    rows = await conn.execute(select(MessageVersion.id, *_WORDING).where(MessageVersion.id.in_(version_ids)))
    return {row.id: wording_of(row) for row in rows}


def wording_of(row: Any) -> Wording:
    return Wording(**{column.key: getattr(row, column.key) for column in _WORDING})


def _columns(wording: Wording) -> Mapping[str, Any]:
    return {column.key: getattr(wording, column.key) for column in _WORDING}


def _saved(row: Any) -> Saved:
    return Saved(
        id=row.id, slug=row.slug, name=row.name, revision=row.revision, archived_at=row.archived_at,
        created_at=row.created_at, updated_at=row.updated_at, version_id=row.version_id, number=row.number,
        mjml=row.mjml, wording=wording_of(row),
    )  # fmt: skip
