"""Journeys and their drafts."""

from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post, put
from litestar.params import HeaderParameter, Parameter
from sqlalchemy import select

from towpath.engine.check import check
from towpath.engine.document import Document, as_document
from towpath.engine.registry import Registry
from towpath.journeys import actions, store
from towpath.journeys.api.shapes import (
    DraftOut,
    FlowJson,
    JourneyIn,
    JourneyOut,
    JourneySlug,
    ReportOut,
    SavedOut,
    journey_out,
    report_out,
)
from towpath.journeys.model import JourneyState, Version
from towpath.journeys.world import load_world, with_resources
from towpath.kit.db import Conn
from towpath.web.auth import Permission, requires
from towpath.web.etags import etag, expected_revision
from towpath.web.paging import Page, decode_cursor, encode_cursor

_ACTIVE = (JourneyState.DRAFT, JourneyState.LIVE, JourneyState.PAUSED)


async def describe(conn: Conn, slug: str) -> JourneyOut:
    """Return a journey with its people and the number of its live version."""
    row = await store.find(conn, slug)
    number = None
    if row.live_version_id:
        query = select(Version.number).where(Version.id == row.live_version_id)
        number = (await conn.execute(query)).scalar_one()
    return journey_out(row, (await store.standing(conn, [row.id])).get(row.id), number)


class JourneysController(Controller):
    """Journeys: what is drawn, and whether it runs."""

    path = "/journeys"
    tags = ["Journeys"]

    @get(guards=[requires(Permission.JOURNEYS_READ)], summary="List journeys, newest first")
    async def list_journeys(
        self,
        conn: Conn,
        cursor: str | None = None,
        limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
        archived: bool = False,
    ) -> Page[JourneyOut]:
        after = decode_cursor(cursor, int)
        states = (JourneyState.ARCHIVED,) if archived else _ACTIVE
        rows = await store.page(conn, after[0] if after else None, limit + 1, states)
        shown = rows[:limit]
        people = await store.standing(conn, [row.id for row in shown])
        items = [journey_out(row, people.get(row.id), row.number) for row in shown]
        return Page(items, encode_cursor(shown[-1].id) if len(rows) > limit else None)

    @post(guards=[requires(Permission.JOURNEYS_WRITE)], summary="Make a journey")
    async def create_journey(self, conn: Conn, data: JourneyIn) -> Response[JourneyOut]:
        document = as_document(data.document) if data.document is not None else Document()
        if data.name:
            document = _named(document, data.name)
        slug = await actions.create(conn, document)
        journey = await describe(conn, slug)
        headers = {"Location": f"/api/v1/journeys/{slug}", "ETag": etag(journey.revision)}
        return Response(journey, headers=headers)

    @post(
        "/check",
        guards=[requires(Permission.JOURNEYS_READ)],
        status_code=200,
        summary="Say every problem of a draft, and the sentence of each node",
        opt={"idempotent": False},
    )
    async def check_document(self, conn: Conn, registry: Registry, data: FlowJson) -> ReportOut:
        document = as_document(data)
        # What a flow file brings along counts as there: so a template can be told before it is imported.
        world = with_resources(await load_world(conn), document.resources)
        return report_out(check(document, registry, world))

    @get("/{journey:str}", guards=[requires(Permission.JOURNEYS_READ)], summary="One journey")
    async def get_journey(self, conn: Conn, journey: JourneySlug) -> JourneyOut:
        return await describe(conn, journey)

    @delete(
        "/{journey:str}",
        guards=[requires(Permission.JOURNEYS_WRITE)],
        summary="Delete a journey that was never published",
    )
    async def delete_journey(self, conn: Conn, journey: JourneySlug) -> None:
        await actions.remove(conn, journey)


class DraftsController(Controller):
    """The draft of a journey, saved as often as one likes."""

    path = "/journeys/{journey:str}/draft"
    tags = ["Journeys"]

    @get(guards=[requires(Permission.JOURNEYS_READ)], summary="The draft, with its ETag")
    async def get_draft(self, conn: Conn, journey: JourneySlug) -> Response[DraftOut]:
        row = await store.find(conn, journey)
        return Response(DraftOut(row.revision, row.draft), headers={"ETag": etag(row.revision)})

    @put(guards=[requires(Permission.JOURNEYS_WRITE)], summary="Save the draft; needs If-Match")
    async def save_draft(
        self,
        conn: Conn,
        registry: Registry,
        journey: JourneySlug,
        data: FlowJson,
        if_match: Annotated[
            str | None, HeaderParameter(name="If-Match", description="The ETag you began with.")
        ] = None,
    ) -> Response[SavedOut]:
        document = as_document(data)
        revision = await actions.save_draft(conn, journey, document, expected_revision(if_match))
        report = report_out(check(document, registry, await load_world(conn)))
        return Response(SavedOut(revision, report), headers={"ETag": etag(revision)})


def _named(document: Document, name: str) -> Document:
    plain: dict[str, Any] = {**store.as_json(document), "name": name}
    return as_document(plain)
