"""A segment's own row."""

from datetime import datetime

import msgspec
from sqlalchemy import select

from towpath.kit.db import Conn, Json
from towpath.kit.errors import NotFound
from towpath.segments.model import Segment


class NoSuchSegment(NotFound):
    """There is no such segment."""

    code = "no-such-segment"


class SegmentRow(msgspec.Struct, frozen=True):
    """A segment as it is stored; a fixed one (`kind`) has no condition."""

    id: int
    slug: str
    name: str
    description: str
    kind: str
    condition: Json | None
    is_watched: bool
    revision: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_list(self) -> bool:
        return self.kind == "fixed"


COLUMNS = tuple(getattr(Segment, name) for name in SegmentRow.__struct_fields__)


async def find(conn: Conn, slug: str, *, lock: bool = False) -> SegmentRow:
    """Return a segment; `lock` keeps others from changing it until commit. Raises NoSuchSegment."""
    query = select(*COLUMNS).where(Segment.slug == slug)
    row = (await conn.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NoSuchSegment(f"There is no segment “{slug}”.")
    return SegmentRow(*row)
