"""The captive mailbox: a mail server on this machine that lets nothing out and shows what it got."""

import asyncio
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from functools import partial
from typing import Any, Final, cast

import msgspec
import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import BigInteger, column, delete, func, or_, select, table
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from towpath.kit.db import Conn, Database, driver
from towpath.kit.errors import NotFound
from towpath.messages.model import MailboxItem
from towpath.settings import Settings

_log = structlog.get_logger()
_HOST: Final = "127.0.0.1"
_MAX_BYTES: Final = 10 * 1024 * 1024
_COLUMNS: Final = ("sender", "recipient", "subject", "message_id", "raw")
_headers_of = BytesHeaderParser(policy=policy.default).parsebytes
_message_of = BytesParser(policy=policy.default).parsebytes

Kept = tuple[str, str, str, str, bytes]


class NoSuchItem(NotFound):
    """There is no such message in the mailbox."""

    code = "no-such-mailbox-item"


class Mailbox:
    """A running captive mailbox. A message is acknowledged when it is in the database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[tuple[Sequence[Kept], asyncio.Future[None]]] = []
        self._news = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._keeper: asyncio.Task[None] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The smtp:// address to send to."""
        return f"smtp://{_HOST}:{self.port}"

    async def open(self, port: int) -> None:
        """Listen on `port`, 0: any free one. Raises OSError."""
        make = partial(
            SMTP, self, hostname="towpath.localhost", ident="Towpath mailbox", data_size_limit=_MAX_BYTES
        )
        self._server = await asyncio.get_running_loop().create_server(make, _HOST, port)
        self.port = self._server.sockets[0].getsockname()[1]
        self._keeper = asyncio.create_task(self._keep_forever())

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd for each message."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((kept_of(envelope), done))
        self._news.set()
        try:
            await done
        except Exception as error:  # noqa: BLE001 - whatever the database has, the sender may try again
            _log.warning("mail_not_kept", error=str(error)[:200])
            return "451 4.3.0 The mailbox cannot keep this now"
        return "250 2.0.0 Kept"

    async def _keep_forever(self) -> None:
        """Write what has gathered, again and again: while one group is written, the next one gathers."""
        while True:
            await self._news.wait()
            self._news.clear()
            group, self._waiting = self._waiting, []
            try:
                await self._keep([kept for items, _ in group for kept in items])
            except Exception as error:  # noqa: BLE001 - told to the senders of this group
                for _, done in group:
                    done.set_exception(error)
            else:
                for _, done in group:
                    done.set_result(None)

    async def _keep(self, items: list[Kept]) -> None:
        async with self._db.transaction() as conn:
            raw = await driver(conn)
            await raw.copy_records_to_table("mailbox_item", records=items, columns=_COLUMNS)


async def serve_mailbox(db: Database, settings: Settings) -> Mailbox:
    """Start the captive mailbox on settings.mailbox_port. Close it at the end."""
    mailbox = Mailbox(db)
    await mailbox.open(settings.mailbox_port)
    return mailbox


def kept_of(envelope: Envelope) -> list[Kept]:
    """Return a row for each recipient."""
    raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    headers = _headers_of(raw)
    subject, message_id = (_line(headers.get(name)) for name in ("subject", "message-id"))
    sender = _line(envelope.mail_from)
    return [(sender, _line(recipient), subject, message_id, raw) for recipient in envelope.rcpt_tos]


def _line(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:998]


class Opened(msgspec.Struct, frozen=True):
    """A kept message taken apart. Everything in it is somebody's text, to be shown as data."""

    headers: list[tuple[str, str]]
    text: str
    html: str


def opened(raw: bytes) -> Opened:
    """Take a message apart; what cannot be read is empty."""
    message = _message_of(raw)
    headers = [(name, _line(value)) for name, value in message.items()]
    return Opened(headers, _body(message, "plain"), _body(message, "html"))


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((cast(Any, kind),))
    try:
        return "" if part is None else str(part.get_content())
    except (KeyError, LookupError, ValueError):
        return ""


_LISTED: Final = (
    MailboxItem.id, MailboxItem.received_at, MailboxItem.sender, MailboxItem.recipient, MailboxItem.subject,
    MailboxItem.message_id,
)  # fmt: skip
# Which journey a message is of stands in its Feedback-ID (compose.py), among the headers at its beginning.
_HEAD: Final = func.encode(func.substring(MailboxItem.raw, 1, 8192), "escape")
_JOURNEY_ID: Final = sql_cast(func.substring(_HEAD, r"(?n)^Feedback-ID: journey-(\d{1,18}):"), BigInteger)
_JOURNEY: Final = table("journey", column("id"), column("slug"), column("name"))
_SHOWN: Final = select(
    *_LISTED, _JOURNEY.c.slug.label("journey"), _JOURNEY.c.name.label("journey_name")
).outerjoin(_JOURNEY, _JOURNEY.c.id == _JOURNEY_ID)


async def page(
    conn: Conn, *, before: int | None, limit: int, recipient: str = "", search: str = ""
) -> list[Any]:
    """Return rows without content, newest first; `search` is a part of the address or the subject."""
    query = _SHOWN
    if search:
        places = (MailboxItem.recipient, MailboxItem.subject)
        query = query.where(or_(*(place.icontains(search, autoescape=True) for place in places)))
    if before is not None:
        query = query.where(MailboxItem.id < before)
    if recipient:
        query = query.where(func.lower(MailboxItem.recipient) == recipient.lower())
    return list(await conn.execute(query.order_by(MailboxItem.id.desc()).limit(limit)))


async def find(conn: Conn, number: int) -> Any:
    """Return a row with its content and the numbers of its neighbours. Raises NoSuchItem."""
    other = aliased(MailboxItem)
    newer = select(func.min(other.id)).where(other.id > number).scalar_subquery()
    older = select(func.max(other.id)).where(other.id < number).scalar_subquery()
    query = _SHOWN.add_columns(MailboxItem.raw, newer.label("newer"), older.label("older")).where(
        MailboxItem.id == number
    )
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        raise NoSuchItem
    return row


async def empty(conn: Conn) -> None:
    await conn.execute(delete(MailboxItem))
