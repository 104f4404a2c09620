"""Journeys and their drafts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post, put
from litestar.params import HeaderParameter, Parameter

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
    More,
    ReportOut,
    SavedOut,
    journey_out,
    report_out,
)
from towpath.journeys.gallery import drawing_of
from towpath.journeys.model import JourneyState
from towpath.journeys.world import load_world, with_resources
from towpath.kit.db import Conn, Record
from towpath.web.auth import Permission, requires
from towpath.web.etags import etag, expected_revision
from towpath.web.paging import Page, decode_cursor, encode_cursor

_ACTIVE = (JourneyState.DRAFT, JourneyState.LIVE, JourneyState.PAUSED)


async def describe(conn: Conn, slug: str, now: datetime) -> JourneyOut:
    """Return a journey with its people and the number of its live version."""
    (item,) = await _described(conn, [await store.listed(conn, slug)], now, {})
    return item


async def _described(
    conn: Conn, rows: Sequence[Record], now: datetime, more: Mapping[int, More]
) -> list[JourneyOut]:
    ids = [row.id for row in rows]
    people = await store.standing(conn, ids)
    lately = await store.lately(conn, ids, (now.astimezone(UTC) - timedelta(days=29)).date())
    return [
        journey_out(row, people.get(row.id), lately[row.id], more.get(row.id, (None, None))) for row in rows
    ]


class JourneysController(Controller):
    """Journeys: what is drawn, and whether it runs."""

    path = "/journeys"
    tags = ["Journeys"]

    @get(guards=[requires(Permission.JOURNEYS_READ)], summary="List journeys, newest first")
    async def list_journeys(
        self,
        conn: Conn,
        registry: Registry,
        now: datetime,
        cursor: str | None = None,
        limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
        archived: bool = False,
        q: Annotated[str, Parameter(description="Part of the name.", max_length=200)] = "",
        errors: Annotated[bool, Parameter(description="Also check every draft.")] = False,
        drawing: Annotated[bool, Parameter(description="Also the steps and ways of every draft.")] = False,
    ) -> Page[JourneyOut]:
        after = decode_cursor(cursor, int)
        states = (JourneyState.ARCHIVED,) if archived else _ACTIVE
        search = q.replace("\0", "").strip()
        rows = await store.page(conn, after[0] if after else None, limit + 1, states, search)
        shown = rows[:limit]
        more: dict[int, More] = {}
        if errors or drawing:
            world = await load_world(conn)
            for number, draft in (await store.drafts(conn, [row.id for row in shown])).items():
                document = as_document(draft)
                left = len(check(document, registry, world).errors) if errors else None
                more[number] = left, drawing_of(document) if drawing else None
        items = await _described(conn, shown, now, more)
        return Page(items, encode_cursor(shown[-1].id) if len(rows) > limit else None)

    @post(guards=[requires(Permission.JOURNEYS_WRITE)], summary="Make a journey")
    async def create_journey(self, conn: Conn, now: datetime, data: JourneyIn) -> Response[JourneyOut]:
        document = as_document(data.document) if data.document is not None else Document()
        if data.name:
            document = _named(document, data.name)
        slug = await actions.create(conn, document)
        journey = await describe(conn, slug, now)
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
    async def get_journey(self, conn: Conn, now: datetime, journey: JourneySlug) -> JourneyOut:
        return await describe(conn, journey, now)

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
