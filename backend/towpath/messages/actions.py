"""What may happen to messages and to what they owe: one function for each change of state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import insert, select, update

from towpath.contacts import actions as contacts
from towpath.contacts import store as contact_store
from towpath.contacts.address import BadAddress, normalize_email
from towpath.contacts.model import TEXT_FIELDS, Contact, Topic
from towpath.kit.db import Conn
from towpath.kit.errors import Conflict, Fault, Invalid, NotFound
from towpath.kit.ids import slug_of
from towpath.messages import outbox, queries, store
from towpath.messages.content import BadMessage, Content, Prepared, prepare
from towpath.messages.model import Delivery, State
from towpath.messages.store import Saved
from towpath.team.store import workspace


class NoSuchContact(NotFound):
    """There is no such contact."""

    code = "no-such-contact"


class SendingIsPaused(Conflict):
    """Sending is paused for the whole workspace; nothing leaves until it goes on."""

    code = "sending-paused"


class NotInDoubt(Conflict):
    """It is known how this delivery ended; only one in doubt can be decided."""

    code = "not-in-doubt"


async def create_message(conn: Conn, slug: str, name: str, content: Content) -> tuple[Saved, Prepared]:
    """Add a message; without a slug one is made of the name. Raises BadMessage or SlugTaken."""
    prepared = await prepared_or_refused(conn, content)
    if not slug:
        base = slug_of(name, fallback="message")
        taken = (*store.RESERVED, *await store.slugs_like(conn, base[:50]))
        slug = slug_of(name, taken=taken, fallback="message")
    return await store.add(conn, slug, name, prepared), prepared


async def change_message(
    conn: Conn, slug: str, expected: int | None, name: str | None, content: Content | None
) -> Saved:
    """Save a name, or a content as a new version. Raises BadMessage, Stale or NoSuchMessage."""
    prepared = await prepared_or_refused(conn, content) if content is not None else None
    return await store.change(conn, slug, expected, name, prepared)


async def prepared_or_refused(conn: Conn, content: Content) -> Prepared:
    prepared = prepare(content, await contact_store.attribute_types(conn))
    if not prepared.is_good:
        raise BadMessage(prepared.problems)
    return prepared


async def send_test(
    conn: Conn, slug: str, to: str, *, contact_id: int | None, data: Mapping[str, Any], now: datetime
) -> int:
    """Owe a test of the newest version to an address; returns the delivery's id. Raises Conflict or Invalid."""
    address = _address(to)
    if (await workspace(conn)).sending_paused:
        raise SendingIsPaused
    saved = await store.find(conn, slug)
    if contact_id is not None:
        await contact_row(conn, contact_id)
    row = {
        "contact_id": contact_id, "message_version_id": saved.version_id, "is_test": True, "address": address,
        "values": dict(data) or None, "due_at": now, "created_at": now,
    }  # fmt: skip
    return (await conn.execute(insert(Delivery).values(row).returning(Delivery.id))).scalar_one()


def _address(to: str) -> str:
    try:
        return normalize_email(to)
    except BadAddress as error:
        detail = f"This address cannot be used: {error}."
        raise Invalid(detail, faults=[Fault("/to", detail)]) from None


async def contact_row(conn: Conn, contact_id: int) -> Mapping[str, Any]:
    """Return a contact as `compose.contact_of` wants it. Raises NoSuchContact."""
    fields = [getattr(Contact, name) for name in TEXT_FIELDS]
    query = select(
        Contact.id.label("contact_id"),
        Contact.attributes,
        Contact.created_at.label("contact_created_at"),
        *fields,
    )
    row = (await conn.execute(query.where(Contact.id == contact_id))).mappings().one_or_none()
    if row is None:
        raise NoSuchContact
    return {str(name): value for name, value in row.items()}


class Unsubscribable(msgspec.Struct, frozen=True):
    """Whom the link in a message belongs to. `topic` is empty in a service message."""

    delivery_id: int
    contact_id: int | None
    topic_id: int | None
    topic: str
    is_test: bool


async def find_unsubscribable(conn: Conn, delivery: int) -> Unsubscribable | None:
    """Return what an unsubscribe link is about; None when the contact was erased since."""
    query = (
        select(Delivery.contact_id, Delivery.topic_id, Delivery.is_test, Topic.name)
        .outerjoin(Topic, Topic.id == Delivery.topic_id)
        .where(Delivery.id == delivery)
    )
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        return None
    topic_id = row.topic_id if row.name is not None else None
    return Unsubscribable(delivery, row.contact_id, topic_id, row.name or "", row.is_test)


async def unsubscribe(
    conn: Conn, whom: Unsubscribable, *, from_all: bool, source: str, now: datetime
) -> None:
    """Carry out the wish of an unsubscribe link, and take back what waits. Twice is as good as once."""
    if whom.contact_id is None or whom.is_test:
        return
    await outbox.confirm(conn, whom.delivery_id, now)
    topic_id = None if from_all else whom.topic_id
    await contacts.unsubscribe(conn, whom.contact_id, topic_id, source, now)
    await outbox.cancel_unwanted(conn, whom.contact_id, topic_id)


Decision = Literal["sent", "resend"]
_DECIDED: Final[Mapping[Decision, State]] = {"sent": State.SENT, "resend": State.QUEUED}


async def decide_doubt(conn: Conn, delivery: int, decision: Decision, now: datetime) -> None:
    """Let a person say how a delivery in doubt ended, or have it sent again, which may make it arrive twice."""
    values: dict[str, Any] = {
        "state": _DECIDED[decision].value,
        "reason": f"decided: {decision}",
        "due_at": now,
    }
    if decision == "sent":
        values["sent_at"] = now
    changed = await conn.execute(
        update(Delivery).where(Delivery.id == delivery, Delivery.state == State.IN_DOUBT.value).values(values)
    )
    if not changed.rowcount:
        await queries.delivery(conn, delivery)
        raise NotInDoubt
