"""What would go out, if it were sent now: to whom, with which subject, or why not."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import select

from towpath.contacts.model import Topic
from towpath.kit.db import Conn
from towpath.messages import outbox, previews
from towpath.messages.actions import contact_row
from towpath.messages.compose import contact_of
from towpath.messages.model import Message, MessageVersion
from towpath.messages.refusals import words_of
from towpath.messages.sheet import BadTemplate
from towpath.messages.store import wordings
from towpath.team.store import workspace

_MESSAGE: Final = select(Message.slug, Message.name).join(
    MessageVersion, MessageVersion.message_id == Message.id
)


class Mail(msgspec.Struct, frozen=True):
    """A message to one person as it would be now. `withheld` says why it would not go out, if that is so."""

    message: str
    name: str
    topic: str | None
    subject: str
    withheld: str | None


async def foresee(conn: Conn, owed: tuple[Any, ...], now: datetime, base_url: str) -> Mail:
    """Look at a message that is owed (a row of store.owe) without owing it."""
    contact_id, _, _, _, version_id, topic_id, values = owed
    slug, name = (await conn.execute(_MESSAGE.where(MessageVersion.id == version_id))).one()
    topic = (await conn.execute(select(Topic.name).where(Topic.id == topic_id))).scalar_one_or_none()
    brought = msgspec.json.decode(values) if values else {}
    reader = previews.Reader(contact_of(await contact_row(conn, contact_id)), brought)
    shown = await _shown(conn, version_id, reader, now, base_url, is_marketing=topic_id is not None)
    withheld = words_of(await outbox.would_refuse(conn, contact_id, topic_id), topic) or shown.problem
    return Mail(slug, name, topic, shown.subject, withheld)


async def _shown(
    conn: Conn, version_id: int, reader: previews.Reader, now: datetime, base_url: str, *, is_marketing: bool
) -> previews.Preview:
    wording = (await wordings(conn, [version_id]))[version_id]
    facts, url = await workspace(conn), f"{base_url}/u/preview"
    try:
        return previews.preview(wording, reader, facts, now, url=url, is_marketing=is_marketing)
    except BadTemplate as error:
        return previews.Preview(problem=f"the template cannot be used: {error.detail}")
