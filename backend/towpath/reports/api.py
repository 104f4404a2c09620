"""Timelines and the first page over HTTP."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import Controller, get
from litestar.params import Parameter

from towpath.engine.registry import Registry
from towpath.journeys.versions import book_of
from towpath.kit.db import Conn, Database
from towpath.kit.errors import NotFound
from towpath.reports import queries
from towpath.reports.home import Home, home
from towpath.reports.timeline import Moment, Teller, Waiting
from towpath.settings import Settings
from towpath.web.auth import Actor, Permission, requires
from towpath.web.paging import decode_cursor, encode_cursor

_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


class TimelineOut(msgspec.Struct, frozen=True):
    """What happened to one person, newest first; and, on the first page, where they stand now."""

    waiting: list[Waiting]
    items: list[Moment]
    next: str | None


class TimelineController(Controller):
    """Why did they get this? Everything that happened to a contact, in sentences."""

    path = "/contacts/{contact:int}/timeline"
    tags = ["Contacts"]

    @get(
        guards=[requires(Permission.CONTACTS_READ, Permission.JOURNEYS_READ)],
        summary="What happened to a contact, and why",
    )
    async def get_timeline(
        self,
        conn: Conn,
        db: Database,
        registry: Registry,
        contact: Annotated[int, Parameter(ge=1, le=2**63 - 1)],
        cursor: str | None = None,
        limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
    ) -> TimelineOut:
        if not await queries.contact_exists(conn, contact):
            raise NotFound(f"There is no contact {contact}.")
        after = decode_cursor(cursor, datetime, int)
        until, skip = after or (_END_OF_TIME, 0)
        teller = Teller(conn, book_of(db), registry)
        moments = (await teller.moments(contact, until, limit + skip + 1))[skip:]
        waiting = [] if after else await teller.waiting(contact)
        return TimelineOut(waiting, moments[:limit], _next(moments, limit, until, skip))


class HomeController(Controller):
    """The first page: what needs you and what is running."""

    path = "/home"
    tags = ["Home"]

    @get(guards=[requires(Permission.JOURNEYS_READ)], summary="What needs me, and what is running")
    async def get_home(
        self, conn: Conn, now: datetime, registry: Registry, settings: Settings, actor: Actor
    ) -> Home:
        """Tasks are those that you may do. Each has the place where it is done."""
        return await home(conn, now, registry, settings, actor.permissions)


def _next(moments: list[Moment], limit: int, until: datetime, skip: int) -> str | None:
    """Return the cursor behind the page: the last moment, and how many of that moment were shown."""
    if len(moments) <= limit:
        return None
    last = moments[limit - 1].at
    shown = sum(moment.at == last for moment in moments[:limit])
    return encode_cursor(last, shown + (skip if last == until else 0))


ROUTES = [TimelineController, HomeController]
