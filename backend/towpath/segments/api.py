"""Segments over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from litestar import Controller, Response, delete, get, patch, post, put
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody, Parameter, QueryParameter

from towpath.engine.condition import words_of
from towpath.engine.conditions.catalogue import Catalogue, catalogue
from towpath.kit.bell import ENTER, Bell
from towpath.kit.db import Conn
from towpath.kit.errors import Fault, Invalid
from towpath.segments import actions, queries
from towpath.segments.actions import Draft, ListChange
from towpath.segments.names import faults_in, names_in
from towpath.segments.nesting import sources_of
from towpath.segments.queries import Member
from towpath.segments.rows import SegmentRow, find
from towpath.segments.shapes import (
    DraftCountOut,
    DraftIn,
    MembersIn,
    SegmentIn,
    SegmentItemOut,
    SegmentOut,
    SegmentPut,
    draft_out,
    item_out,
    segment_out,
)  # fmt: skip
from towpath.segments.sql import statements
from towpath.team.store import workspace
from towpath.web.auth import Permission, requires
from towpath.web.etags import etag, expected_revision
from towpath.web.paging import Page, decode_cursor, encode_cursor

Slug = Annotated[str, Parameter(description="The segment's slug.", max_length=64)]
Cursor = Annotated[str | None, QueryParameter(description="The `next` of the page before.", max_length=1000)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", description="The ETag you began with.")]
_A_LIST = "People put in by hand"


class Segments(Controller):
    """Segments: everybody for whom a condition holds, or a list that is kept by hand."""

    path = "/segments"
    tags = ["Segments"]

    @get(summary="List segments by name", operation_id="list_segments",
         guards=[requires(Permission.SEGMENTS_READ)])  # fmt: skip
    async def index(
        self, conn: NamedDependency[Conn], cursor: Cursor = None, limit: Limit = 50,
        q: Annotated[str, QueryParameter(description="Part of the name.", max_length=200)] = "",
    ) -> Page[SegmentItemOut]:  # fmt: skip
        after = decode_cursor(cursor, str, int)
        found = await queries.page(conn, after=after, limit=limit + 1, search=q)
        shown = found[:limit]
        words = await _words(conn, shown)
        more = encode_cursor(shown[-1].name, shown[-1].id) if len(found) > limit else None
        return Page([item_out(row, said, row.count) for row, said in zip(shown, words, strict=True)], more)

    @post(summary="Make a segment", operation_id="create_segment",
          guards=[requires(Permission.SEGMENTS_WRITE)])  # fmt: skip
    async def create(
        self, data: JSONBody[SegmentIn], conn: NamedDependency[Conn], now: NamedDependency[datetime]
    ) -> Response[SegmentOut]:
        """A condition with a fault is refused with all its faults; try it at /segments/count first."""
        draft = Draft(data.name, data.description, data.kind, data.condition)
        segment = await actions.create(conn, draft, data.slug, now)
        answer = await _answer(conn, segment, now)
        answer.headers["Location"] = f"/api/v1/segments/{segment.slug}"
        return answer

    @post("/count", summary="Try a condition", operation_id="count_condition", status_code=200,
          guards=[requires(Permission.SEGMENTS_READ, Permission.CONTACTS_READ)])  # fmt: skip
    async def count(
        self, data: JSONBody[DraftIn], conn: NamedDependency[Conn], now: NamedDependency[datetime]
    ) -> DraftCountOut:
        """Say a draft in words, name its faults, count whom it selects and show the first five."""
        names = await names_in(conn, [data.condition])
        faults = list(faults_in(data.condition, names)) or await _nesting_faults(conn, data)
        zone = (await workspace(conn)).time_zone
        counted = None if faults else await queries.counted(conn, data.condition, now, zone)
        return draft_out(words_of(data.condition, names), faults, counted)

    @get("/{segment:str}", summary="Show a segment", operation_id="get_segment",
         guards=[requires(Permission.SEGMENTS_READ)])  # fmt: skip
    async def show(
        self, segment: Slug, conn: NamedDependency[Conn], now: NamedDependency[datetime]
    ) -> Response[SegmentOut]:
        return await _answer(conn, await find(conn, segment), now)

    @put("/{segment:str}", summary="Save a segment; needs If-Match", operation_id="save_segment",
         guards=[requires(Permission.SEGMENTS_WRITE)])  # fmt: skip
    async def save(
        self, segment: Slug, data: JSONBody[SegmentPut], conn: NamedDependency[Conn],
        now: NamedDependency[datetime], bell: NamedDependency[Bell], if_match: IfMatch = None,
    ) -> Response[SegmentOut]:  # fmt: skip
        """Of a segment that a live journey starts from, whoever joins by the change enters the journey."""
        kind = (await find(conn, segment)).kind
        draft = Draft(data.name, data.description, "fixed" if kind == "fixed" else "dynamic", data.condition)
        saved = await actions.change(conn, segment, draft, expected_revision(if_match), now)
        answer = await _answer(conn, saved, now)
        answer.background = BackgroundTask(bell.ring, ENTER)
        return answer

    @delete("/{segment:str}", summary="Delete a segment that nobody uses", operation_id="delete_segment",
            guards=[requires(Permission.SEGMENTS_WRITE)])  # fmt: skip
    async def remove(self, segment: Slug, conn: NamedDependency[Conn]) -> None:
        await actions.remove(conn, segment)

    @get("/{segment:str}/contacts", summary="List who is in a segment", operation_id="list_segment_contacts",
         guards=[requires(Permission.SEGMENTS_READ, Permission.CONTACTS_READ)])  # fmt: skip
    async def contacts(
        self, segment: Slug, conn: NamedDependency[Conn], now: NamedDependency[datetime], cursor: Cursor = None,
        limit: Limit = 50,
        q: Annotated[str, QueryParameter(description="Part of an address or name.", max_length=200)] = "",
    ) -> Page[Member]:  # fmt: skip
        after = decode_cursor(cursor, int)
        zone = (await workspace(conn)).time_zone
        wanted = queries.Wanted(after[0] if after else 0, limit + 1, q.replace("\0", "").strip())
        found = await queries.members(conn, await find(conn, segment), wanted, now, zone)
        return Page(found[:limit], encode_cursor(found[limit - 1].id) if len(found) > limit else None)

    @patch("/{segment:str}/contacts", summary="Put contacts into a fixed segment and take others out",
           operation_id="change_segment_contacts", guards=[requires(Permission.SEGMENTS_WRITE)])  # fmt: skip
    async def change_contacts(
        self, segment: Slug, data: JSONBody[MembersIn], conn: NamedDependency[Conn],
        now: NamedDependency[datetime], bell: NamedDependency[Bell],
    ) -> Response[ListChange]:  # fmt: skip
        """Up to 10,000 ids each; `unknown` in the answer are ids that no contact has. Whoever is named twice is out."""
        changed = await actions.change_list(conn, segment, data.add, data.remove, now)
        return Response(changed, background=BackgroundTask(bell.ring, ENTER))


class ConditionTypes(Controller):
    """What conditions can ask."""

    path = "/condition-types"
    tags = ["Segments"]

    @get(summary="List tests, groups and comparisons", operation_id="list_condition_types",
         guards=[requires(Permission.SEGMENTS_READ)])  # fmt: skip
    async def index(self) -> Catalogue:
        """With labels, value kinds and widgets, so that a form can be built from it."""
        return catalogue()


async def _words(conn: Conn, segments: Sequence[SegmentRow]) -> list[str]:
    names = await names_in(conn, [segment.condition for segment in segments])
    return [_A_LIST if s.is_list else words_of(s.condition or {}, names) for s in segments]


async def _answer(conn: Conn, segment: SegmentRow, now: datetime) -> Response[SegmentOut]:
    zone = (await workspace(conn)).time_zone
    (words,) = await _words(conn, [segment])
    count = await queries.count_of(conn, segment, now, zone)
    found = segment_out(segment, words, count, await queries.used_by(conn, segment))
    return Response(found, headers={"ETag": etag(segment.revision)})


async def _nesting_faults(conn: Conn, data: DraftIn) -> list[Fault]:
    """Return what is wrong once the conditions of other segments are put in."""
    try:
        for source in await sources_of(conn, [data.condition]):
            statements.tree_of(source)
    except Invalid as error:
        return [Fault("/condition", error.detail)]
    return []


ROUTES = [Segments, ConditionTypes]
