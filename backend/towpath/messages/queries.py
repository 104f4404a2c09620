"""Looking at deliveries: what is owed, what was sent, what is in doubt."""

from typing import Any, Final

import msgspec
from sqlalchemy import select

from towpath.contacts.model import Topic
from towpath.kit.db import Conn
from towpath.kit.errors import NotFound
from towpath.messages.model import Delivery, Message, MessageVersion


class NoSuchDelivery(NotFound):
    """There is no such delivery."""

    code = "no-such-delivery"


_DELIVERIES: Final = (
    select(
        Delivery.id, Delivery.contact_id, Delivery.state, Delivery.reason, Delivery.address, Delivery.attempt,
        Delivery.is_test, Delivery.due_at, Delivery.created_at, Delivery.sent_at, Message.slug.label("message"),
        MessageVersion.number.label("version"), Topic.slug.label("topic"),
    )
    .join(MessageVersion, MessageVersion.id == Delivery.message_version_id)
    .join(Message, Message.id == MessageVersion.message_id)
    .outerjoin(Topic, Topic.id == Delivery.topic_id)
)  # fmt: skip


class Wanted(msgspec.Struct, frozen=True):
    """Which deliveries are asked for; None: all."""

    state: str | None = None
    contact_id: int | None = None
    message: str | None = None


async def page(conn: Conn, wanted: Wanted, *, before: int | None, limit: int) -> list[Any]:
    """Return deliveries, newest first."""
    query = _DELIVERIES
    if wanted.state is not None:
        query = query.where(Delivery.state == wanted.state)
    if wanted.contact_id is not None:
        query = query.where(Delivery.contact_id == wanted.contact_id)
    if wanted.message is not None:
        query = query.where(Message.slug == wanted.message)
    if before is not None:
        query = query.where(Delivery.id < before)
    return list(await conn.execute(query.order_by(Delivery.id.desc()).limit(limit)))


async def delivery(conn: Conn, number: int) -> Any:
    """Return a row. Raises NoSuchDelivery."""
    row = (await conn.execute(_DELIVERIES.where(Delivery.id == number))).one_or_none()
    if row is None:
        raise NoSuchDelivery
    return row
