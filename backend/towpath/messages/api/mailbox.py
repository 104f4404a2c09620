"""The captive mailbox over HTTP: other people's text, always shown as data or in a sandbox."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import Controller, MediaType, Response, delete, get
from litestar.di import NamedDependency
from litestar.params import Parameter
from sqlalchemy import Row

from towpath.kit.db import Conn
from towpath.messages import mailbox
from towpath.messages.api.deliveries import Number
from towpath.messages.api.shapes import Cursor, Limit
from towpath.web.auth import Permission, requires
from towpath.web.paging import Page, decode_cursor, encode_cursor

# No scripts, no forms, no cookies of ours, no way to the page around it; pictures and styles of the message only.
_SANDBOX: Final = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src https: http: data:; "
    "style-src 'unsafe-inline'; font-src https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class ItemOut(msgspec.Struct, frozen=True):
    """A message in the mailbox; `journey` is the slug of the one that sent it, null for tests and others."""

    id: int
    received_at: datetime
    sender: str
    recipient: str
    subject: str
    message_id: str
    journey: str | None
    journey_name: str | None


class HeaderOut(msgspec.Struct, frozen=True):
    """A header of a message, decoded."""

    name: str
    value: str


class WholeItemOut(ItemOut, frozen=True):
    """A message with its headers and both bodies, as text; `newer` and `older` are the ones beside it."""

    headers: list[HeaderOut]
    text: str
    html: str
    size: int
    newer: int | None
    older: int | None


def _item_out(row: Row[Any]) -> ItemOut:
    return ItemOut(
        row.id, row.received_at, row.sender, row.recipient, row.subject, row.message_id, row.journey,
        row.journey_name,
    )  # fmt: skip


class MailboxController(Controller):
    """The captive mailbox: what would have gone out, while no mail server is set."""

    path = "/mailbox"
    tags = ["Mailbox"]

    @get(
        guards=[requires(Permission.MAILBOX_READ)],
        summary="List kept messages, newest first",
        operation_id="list_mailbox",
    )
    async def index(
        self,
        conn: NamedDependency[Conn],
        cursor: Cursor = None,
        limit: Limit = 50,
        recipient: Annotated[str, Parameter(description="Only to this address.", max_length=320)] = "",
        q: Annotated[str, Parameter(description="Part of the address or the subject.", max_length=200)] = "",
    ) -> Page[ItemOut]:
        before = decode_cursor(cursor, int)
        rows = await mailbox.page(
            conn, before=before[0] if before else None, limit=limit + 1, recipient=recipient.strip(),
            search=q.replace("\0", "").strip(),
        )  # fmt: skip
        shown = rows[:limit]
        more = encode_cursor(shown[-1].id) if len(rows) > limit else None
        return Page([_item_out(row) for row in shown], more)

    @delete(
        guards=[requires(Permission.MESSAGES_WRITE)],
        summary="Empty the mailbox",
        operation_id="empty_mailbox",
    )
    async def empty(self, conn: NamedDependency[Conn]) -> None:
        await mailbox.empty(conn)

    @get(
        "/{number:int}",
        guards=[requires(Permission.MAILBOX_READ)],
        summary="One kept message",
        operation_id="get_mailbox_item",
    )
    async def show(self, conn: NamedDependency[Conn], number: Number) -> WholeItemOut:
        row = await mailbox.find(conn, number)
        opened = mailbox.opened(row.raw)
        headers = [HeaderOut(name, value) for name, value in opened.headers]
        return WholeItemOut(
            row.id, row.received_at, row.sender, row.recipient, row.subject, row.message_id, row.journey,
            row.journey_name, headers, opened.text, opened.html, len(row.raw), row.newer, row.older,
        )  # fmt: skip

    @get(
        "/{number:int}/html",
        guards=[requires(Permission.MAILBOX_READ)],
        summary="The HTML of a kept message, in a sandbox",
        operation_id="get_mailbox_html",
        media_type=MediaType.HTML,
    )
    async def html(self, conn: NamedDependency[Conn], number: Number) -> Response[str]:
        """Safe to show in a frame: it can run nothing, and reaches nothing of this site."""
        opened = mailbox.opened((await mailbox.find(conn, number)).raw)
        headers = {
            "Content-Security-Policy": _SANDBOX, "X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "no-referrer",
        }  # fmt: skip
        return Response(opened.html, media_type=MediaType.HTML, headers=headers)

    @get(
        "/{number:int}/raw",
        guards=[requires(Permission.MAILBOX_READ)],
        summary="A kept message as it travelled",
        operation_id="get_mailbox_raw",
        media_type="message/rfc822",
    )
    async def raw(self, conn: NamedDependency[Conn], number: Number) -> Response[bytes]:
        raw = (await mailbox.find(conn, number)).raw
        headers = {"Content-Disposition": f'attachment; filename="message-{number}.eml"'}
        return Response(raw, media_type="message/rfc822", headers=headers)
