"""Messages and their versions."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody, Parameter
from msgspec import UNSET

from towpath.contacts.store import attribute_types
from towpath.kit.db import Conn
from towpath.messages import actions, store
from towpath.messages.api.shapes import (
    Cursor,
    Limit,
    MessageChangeIn,
    MessageIn,
    MessageItemOut,
    MessageOut,
    MessageSlug,
    VersionItemOut,
    VersionOut,
    content_in,
    content_out,
    item_out,
    message_out,
)  # fmt: skip
from towpath.messages.content import prepare
from towpath.messages.store import NoSuchMessage, Saved
from towpath.web.auth import Permission, requires
from towpath.web.etags import etag, expected_revision
from towpath.web.paging import Page, decode_cursor, encode_cursor

IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", description="The ETag you began with.")]


class MessagesController(Controller):
    """Messages: what is written to people. Each change of content is a new version; versions never change."""

    path = "/messages"
    tags = ["Messages"]

    @get(
        guards=[requires(Permission.MESSAGES_READ)],
        summary="List messages by name",
        operation_id="list_messages",
    )
    async def index(
        self,
        conn: NamedDependency[Conn],
        cursor: Cursor = None,
        limit: Limit = 50,
        q: Annotated[str, Parameter(description="Part of the name.", max_length=200)] = "",
        archived: bool = False,
    ) -> Page[MessageItemOut]:
        after = decode_cursor(cursor, str, int)
        found = await store.page(conn, after=after, limit=limit + 1, search=q, archived=archived)
        shown = found[:limit]
        more = encode_cursor(shown[-1].name, shown[-1].id) if len(found) > limit else None
        return Page([item_out(saved) for saved in shown], more)

    @post(
        guards=[requires(Permission.MESSAGES_WRITE)], summary="Write a message", operation_id="create_message"
    )
    async def create(self, conn: NamedDependency[Conn], data: JSONBody[MessageIn]) -> Response[MessageOut]:
        saved, prepared = await actions.create_message(conn, data.slug or "", data.name, data.content)
        headers = {"Location": f"/api/v1/messages/{saved.slug}", "ETag": etag(saved.revision)}
        return Response(message_out(saved, prepared.problems), headers=headers)

    @get(
        "/{message:str}",
        guards=[requires(Permission.MESSAGES_READ)],
        summary="One message",
        operation_id="get_message",
    )
    async def show(self, conn: NamedDependency[Conn], message: MessageSlug) -> Response[MessageOut]:
        return await _answer(conn, await store.find(conn, message))

    @patch(
        "/{message:str}",
        guards=[requires(Permission.MESSAGES_WRITE)],
        summary="Change a message; needs If-Match",
        operation_id="change_message",
    )
    async def change(
        self,
        conn: NamedDependency[Conn],
        message: MessageSlug,
        data: JSONBody[MessageChangeIn],
        if_match: IfMatch = None,
    ) -> Response[MessageOut]:
        """Journeys that are live keep the version they were published with."""
        expected = expected_revision(if_match)
        name = None if data.name is UNSET else data.name
        content = None if data.content is UNSET else data.content
        return await _answer(conn, await actions.change_message(conn, message, expected, name, content))

    @put(
        "/{message:str}/archive",
        guards=[requires(Permission.MESSAGES_WRITE)],
        summary="Put a message away",
        operation_id="archive_message",
    )
    async def archive(
        self, conn: NamedDependency[Conn], message: MessageSlug, now: NamedDependency[datetime]
    ) -> Response[MessageOut]:
        """It can no longer be chosen. Journeys that are live go on sending it."""
        return await _answer(conn, await store.archive(conn, message, now))

    @delete(
        "/{message:str}/archive",
        guards=[requires(Permission.MESSAGES_WRITE)],
        summary="Take a message back out of the archive",
        operation_id="unarchive_message",
        status_code=200,
    )
    async def unarchive(self, conn: NamedDependency[Conn], message: MessageSlug) -> Response[MessageOut]:
        return await _answer(conn, await store.archive(conn, message, None))

    @get(
        "/{message:str}/versions",
        guards=[requires(Permission.MESSAGES_READ)],
        summary="List a message's versions, newest first",
        operation_id="list_message_versions",
    )
    async def list_versions(
        self, conn: NamedDependency[Conn], message: MessageSlug, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[VersionItemOut]:
        await store.find(conn, message)
        before = decode_cursor(cursor, int)
        rows = await store.versions(conn, message, before=before[0] if before else None, limit=limit + 1)
        shown = rows[:limit]
        more = encode_cursor(shown[-1].number) if len(rows) > limit else None
        return Page([VersionItemOut(row.number, row.subject, row.created_at) for row in shown], more)

    @get(
        "/{message:str}/versions/{number:int}",
        guards=[requires(Permission.MESSAGES_READ)],
        summary="One version of a message",
        operation_id="get_message_version",
    )
    async def show_version(
        self,
        conn: NamedDependency[Conn],
        message: MessageSlug,
        number: Annotated[int, Parameter(ge=1, le=2**31 - 2)],
    ) -> VersionOut:
        rows = await store.versions(conn, message, before=number + 1, limit=1)
        if not rows or rows[0].number != number:
            raise NoSuchMessage("There is no such version.")
        row = rows[0]
        return VersionOut(row.number, row.created_at, content_out(store.wording_of(row), row.mjml))


async def _answer(conn: Conn, saved: Saved) -> Response[MessageOut]:
    problems = prepare(content_in(saved), await attribute_types(conn)).problems
    return Response(message_out(saved, problems), headers={"ETag": etag(saved.revision)})
