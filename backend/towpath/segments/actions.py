"""What can be done to segments: one function for each change of state."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from towpath.contacts import sql as contacts_sql
from towpath.contacts.store import note_changes
from towpath.kit.db import Conn, Json, driver
from towpath.kit.errors import Conflict, Fault, Invalid, Stale
from towpath.kit.ids import slug_of
from towpath.segments import queries
from towpath.segments.model import Segment
from towpath.segments.names import faults_in, names_in
from towpath.segments.nesting import Definition, definitions_for, source_of
from towpath.segments.rows import SegmentRow, find
from towpath.segments.sql import statements, upkeep

# Words that stand in addresses where a slug could stand.
RESERVED = ("count", "new")

# lock_segments
# One change of conditions at a time, so that two changes cannot make a circle together.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('towpath.segments'))")

# made_of
# The segments whose condition names a segment.
_MADE_OF = text("""
SELECT slug, name, condition
  FROM segment
 WHERE kind = 'dynamic'
   AND jsonb_path_exists(condition, '$.**.segment ? (@ == $slug)',
                         jsonb_build_object('slug', CAST(:slug AS text)))
""")


class SlugTaken(Conflict):
    """Another segment already has this slug."""

    code = "segment-slug-taken"


class SegmentInUse(Conflict):
    """This segment is in use and cannot be deleted."""

    code = "segment-in-use"


class NotAList(Conflict):
    """The members of this segment follow from its condition and cannot be changed by hand."""

    code = "segment-not-a-list"


class Draft(msgspec.Struct, frozen=True):
    """What a segment is to be. A dynamic one has a condition, a fixed one has none."""

    name: str
    description: str
    kind: Literal["dynamic", "fixed"]
    condition: Json | None


class ListChange(msgspec.Struct, frozen=True):
    """Who was added and removed; `unknown` are ids that no contact has."""

    added: int
    removed: int
    unknown: list[int]


async def create(conn: Conn, draft: Draft, slug: str | None, now: datetime) -> SegmentRow:
    """Make a segment; without a slug one is made of the name. Raises Invalid, SlugTaken."""
    await conn.execute(_LOCK)
    taken = {*RESERVED, *(await conn.execute(select(Segment.slug))).scalars()}
    if slug in taken:
        raise SlugTaken(f"There is a segment with the slug “{slug}” already.")
    slug = slug or slug_of(draft.name, taken=taken, fallback="segment")
    await _check(conn, slug, draft)
    values = {**msgspec.structs.asdict(draft), "slug": slug, "created_at": now, "updated_at": now}
    await conn.execute(insert(Segment).values(values))
    return await find(conn, slug)


async def change(conn: Conn, slug: str, draft: Draft, revision: int | None, now: datetime) -> SegmentRow:
    """Save a segment over `revision` (None: whatever is there); its kind stays. Raises Stale, Invalid.

    If it is watched, the next refresh finds its members anew and tells who joined and left.
    """
    await conn.execute(_LOCK)
    segment = await find(conn, slug, lock=True)
    if revision is not None and revision != segment.revision:
        raise Stale
    if draft.kind != segment.kind:
        raise Invalid(faults=[Fault("/kind", "The kind of a segment cannot be changed.")])
    await _check(conn, slug, draft)
    values = {**msgspec.structs.asdict(draft), "updated_at": now, "revision": segment.revision + 1}
    await conn.execute(update(Segment).where(Segment.id == segment.id).values(values))
    return await find(conn, slug)


async def bring(conn: Conn, slug: str, draft: Draft) -> None:
    """Make or overwrite a segment as a flow file brings it; what its condition names may still be missing.

    Raises MadeOfItself, NestedTooDeep, Invalid.
    """
    await conn.execute(_LOCK)
    values = msgspec.structs.asdict(draft)
    query = upsert(Segment).values(slug=slug, **values)
    newer = {**values, "revision": Segment.revision + 1, "updated_at": func.now()}
    await conn.execute(query.on_conflict_do_update(index_elements=[Segment.slug], set_=newer))
    await _check_whole(conn, Definition(slug, draft.name, draft.condition))


async def remove(conn: Conn, slug: str) -> None:
    """Delete a segment that nobody uses. Raises SegmentInUse, naming who does."""
    await conn.execute(_LOCK)
    # Nobody can begin to watch it now.
    await (await driver(conn)).execute(upkeep.LOCK_WATCH)
    segment = await find(conn, slug, lock=True)
    users = await queries.used_by(conn, segment)
    if users or segment.is_watched:
        named = ", ".join(f"the {user.kind} “{user.name}”" for user in users) or "a live journey"
        raise SegmentInUse(f"“{segment.name}” is used by {named}. Take it out there first.")
    await conn.execute(delete(Segment).where(Segment.id == segment.id))


async def change_list(
    conn: Conn, slug: str, add: Sequence[int], remove: Sequence[int], now: datetime
) -> ListChange:
    """Put contacts into a fixed segment and take others out. Raises NotAList.

    Whoever is named in both ends outside.
    """
    raw = await driver(conn)
    # Before it is read whether the segment is watched; see contacts/sql.py.
    await raw.execute(contacts_sql.LOCK_WATCH)
    segment = await find(conn, slug)
    if not segment.is_list:
        raise NotAList(f"Who is in “{segment.name}” follows from its condition.")
    come = sorted(set(add) - set(remove))
    added = [row["contact_id"] for row in await raw.fetch(upkeep.ADD_MEMBERS, segment.id, come, now)]
    gone = [
        row["contact_id"] for row in await raw.fetch(upkeep.REMOVE_MEMBERS, segment.id, sorted(set(remove)))
    ]
    await note_changes(conn, [*added, *gone], [f"segment:{slug}"])
    if segment.is_watched:
        await raw.execute(upkeep.TELL_LATER, segment.id, [*added, *gone], now)
    known = {
        row["id"] for row in await raw.fetch("SELECT id FROM contact WHERE id = ANY ($1::bigint[])", come)
    }
    return ListChange(len(added), len(gone), [contact for contact in come if contact not in known])


async def _check(conn: Conn, slug: str, draft: Draft) -> None:
    """Raise Invalid with everything that is wrong with a draft."""
    if draft.kind == "fixed":
        if draft.condition is not None:
            raise Invalid(
                faults=[Fault("/condition", "A fixed segment has no condition; add contacts by hand.")]
            )
        return
    condition = draft.condition or {}
    faults = list(faults_in(condition, await names_in(conn, [condition])))
    if faults:
        raise Invalid(faults[0].detail, faults=faults)
    await _check_whole(conn, Definition(slug, draft.name, condition))


async def _check_whole(conn: Conn, segment: Definition) -> None:
    """Raise where a segment, or one that is made of it, would be made of itself or grow too large."""
    changed = {segment.slug: segment}
    for one in (segment, *await _above(conn, segment.slug)):
        if one.condition is not None:
            await _check_nesting(conn, one, changed)


async def _check_nesting(conn: Conn, segment: Definition, changed: dict[str, Definition]) -> None:
    known = {**changed, segment.slug: changed.get(segment.slug, segment)}
    definitions = {**await definitions_for(conn, [segment.condition], but=known), **known}
    try:
        statements.tree_of(source_of(segment.condition or {}, definitions, segment.slug))
    except Invalid as error:
        where = "" if segment.slug in changed else f"In “{segment.name}”, which is made of this segment: "
        error.detail = f"{where}{error.detail}"
        error.faults = [Fault("/condition", error.detail)]
        raise


async def _above(conn: Conn, slug: str) -> Iterable[Definition]:
    """Return the segments that are made of a segment, also through others."""
    found: dict[str, Definition] = {}
    waiting = [slug]
    while waiting:
        for row in await conn.execute(_MADE_OF, {"slug": waiting.pop()}):
            if row.slug not in found and row.slug != slug:
                found[row.slug] = Definition(row.slug, row.name, row.condition)
                waiting.append(row.slug)
    return found.values()
