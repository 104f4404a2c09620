"""Looking at a message before it goes out: a preview, a test to oneself."""

from datetime import datetime

from litestar import Controller, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import JSONBody

from towpath.contacts.store import attribute_types
from towpath.kit.bell import SEND, Bell
from towpath.kit.db import Conn
from towpath.messages import actions, previews, queries, store
from towpath.messages.api.deliveries import delivery_out
from towpath.messages.api.shapes import (
    ContentIn,
    DeliveryOut,
    DraftPreviewIn,
    MessageSlug,
    PreviewIn,
    PreviewOut,
    TestIn,
    content_in,
)
from towpath.messages.compose import contact_of, sample_of
from towpath.messages.content import prepare
from towpath.settings import Settings
from towpath.team.store import workspace
from towpath.web.auth import Permission, requires


class TryingController(Controller):
    """Previews and tests of a message."""

    path = "/messages"
    tags = ["Messages"]

    @post(
        "/preview",
        guards=[requires(Permission.MESSAGES_READ)],
        status_code=200,
        summary="See a content that is not saved as one person would get it",
        operation_id="preview_content",
        opt={"idempotent": False},
    )
    async def preview_content(
        self,
        conn: NamedDependency[Conn],
        settings: NamedDependency[Settings],
        now: NamedDependency[datetime],
        data: JSONBody[DraftPreviewIn],
    ) -> PreviewOut:
        return await _previewed(conn, settings, now, data.content, data)

    @post(
        "/{message:str}/preview",
        guards=[requires(Permission.MESSAGES_READ)],
        status_code=200,
        summary="See a message as one person would get it",
        operation_id="preview_message",
        opt={"idempotent": False},
    )
    async def preview(
        self,
        conn: NamedDependency[Conn],
        settings: NamedDependency[Settings],
        now: NamedDependency[datetime],
        message: MessageSlug,
        data: JSONBody[PreviewIn],
    ) -> PreviewOut:
        saved = await store.find(conn, message)
        return await _previewed(conn, settings, now, data.content or content_in(saved), data)

    @post(
        "/{message:str}/tests",
        guards=[requires(Permission.MESSAGES_WRITE)],
        status_code=202,
        summary="Send a test of the newest version",
        operation_id="test_message",
    )
    async def test(
        self,
        conn: NamedDependency[Conn],
        bell: NamedDependency[Bell],
        now: NamedDependency[datetime],
        message: MessageSlug,
        data: JSONBody[TestIn],
    ) -> Response[DeliveryOut]:
        """It goes the way of all messages, marked as a test; look at the delivery for what became of it."""
        number = await actions.send_test(
            conn, message, data.to, contact_id=data.contact_id, data=data.data, now=now
        )
        delivery = delivery_out(await queries.delivery(conn, number))
        headers = {"Location": f"/api/v1/deliveries/{number}"}
        return Response(delivery, headers=headers, background=BackgroundTask(bell.ring, SEND))


async def _previewed(
    conn: Conn, settings: Settings, now: datetime, content: ContentIn, asked: PreviewIn | DraftPreviewIn
) -> PreviewOut:
    types = await attribute_types(conn)
    prepared = prepare(content, types)
    contact = sample_of(types)
    if asked.contact_id is not None:
        contact = contact_of(await actions.contact_row(conn, asked.contact_id))
    shown = previews.preview_of(
        prepared, previews.Reader(contact, asked.data), await workspace(conn), now,
        url=f"{settings.base_url}/u/preview", is_marketing=not asked.transactional,
    )  # fmt: skip
    return PreviewOut(shown.subject, shown.preheader, shown.html, shown.text, shown.problem, shown.problems)
