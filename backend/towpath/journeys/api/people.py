"""The people inside a journey, and how to add them."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, get, post
from litestar.params import Parameter
from msgspec import Meta

from towpath.engine.registry import Registry
from towpath.engine.walk import Standing
from towpath.journeys import actions, people, store
from towpath.journeys.api.shapes import JourneySlug
from towpath.journeys.telling import opened, sentence_of
from towpath.journeys.versions import book_of
from towpath.journeys.walking import here_and_now
from towpath.journeys.world import load_world
from towpath.kit.bell import ADVANCE, Bell
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database, Record
from towpath.kit.errors import Fault, Invalid, NotFound
from towpath.segments import store as segments
from towpath.web.auth import Permission, requires
from towpath.web.paging import Page, decode_cursor, encode_cursor

_WORDS = {Standing.WAITING: "waiting", Standing.ENDED: "ended", Standing.SET_ASIDE: "set_aside"}
_STANDING = {word: standing for standing, word in _WORDS.items()}


class Who(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person, by exactly one of these."""

    contact_id: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    email: Annotated[str, Meta(max_length=320, examples=["ada@example.com"])] | None = None
    external_id: Annotated[str, Meta(max_length=255)] | None = None

    def key(self) -> tuple[str, Any] | None:
        """Return how to look this person up; None unless exactly one field is given."""
        given = [
            ("id", self.contact_id),
            ("email", self.email and self.email.lower()),
            ("external_id", self.external_id),
        ]
        given = [(name, value) for name, value in given if value is not None]
        return given[0] if len(given) == 1 else None


class EnrollIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Add people: named ones (up to 10,000), or everybody in a segment. `data` is there for messages to use."""

    contacts: Annotated[list[Who], Meta(max_length=10_000, examples=[[{"email": "ada@example.com"}]])] = []
    segment: Annotated[str, Meta(max_length=64)] | None = None
    data: dict[str, Any] | None = None


class RowOut(msgspec.Struct, frozen=True):
    """What became of one row: entered, or skipped and why."""

    index: int
    result: Literal["entered", "skipped"]
    reason: str | None = None


class EnrolledOut(msgspec.Struct, frozen=True):
    """How many came in. `rows` answers for each named contact in turn."""

    entered: int
    skipped: int
    rows: list[RowOut]


class EnrollmentOut(msgspec.Struct, frozen=True):
    """One person's way through one version. They stand at `node` since `arrived_at`; `wake_at` is when they go on at
    the latest."""

    id: int
    journey: str
    version: int
    contact_id: int
    email: str | None
    external_id: str | None
    first_name: str | None
    last_name: str | None
    node: str
    standing: str
    entered_at: datetime
    arrived_at: datetime
    wake_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    data: dict[str, Any] | None


class StepOut(msgspec.Struct, frozen=True):
    """A step that was walked: at which node, and out by which port (`end`: there the journey ended).

    `why` is the value, special to this person, that decided.
    """

    at: datetime
    node: str
    port: str
    sentence: str
    why: Any


class EnrollmentDetailOut(EnrollmentOut, frozen=True):
    """One person's way, with every step so far, in the order in which they were walked."""

    steps: list[StepOut]


class PeopleController(Controller):
    """Enrollments: people inside journeys."""

    tags = ["People in journeys"]

    @post(
        "/journeys/{journey:str}/enrollments",
        guards=[requires(Permission.JOURNEYS_PUBLISH)],
        status_code=200,
        summary="Add people by hand, with a result for each",
    )
    async def enroll(
        self, conn: Conn, clock: Clock, bell: Bell, journey: JourneySlug, data: EnrollIn
    ) -> EnrolledOut:
        if bool(data.contacts) == bool(data.segment):
            raise Invalid(faults=[Fault("/contacts", "Name some contacts, or a segment: one of the two.")])
        here = await here_and_now(conn, clock)
        keys = [who.key() for who in data.contacts]
        found = await _found(conn, keys)
        ids = [found[key] for key in keys if key in found]
        if data.segment:
            ids = await segments.member_ids(conn, data.segment, here.now, here.zone)
        entered = await actions.add_people(conn, journey, ids, here, data.data)
        await bell.ring(ADVANCE)
        rows = _rows(keys, found, entered)
        skipped = sum(row.result == "skipped" for row in rows) if rows else len(ids) - len(entered)
        return EnrolledOut(len(entered), skipped, rows)

    @get(
        "/journeys/{journey:str}/enrollments",
        guards=[requires(Permission.JOURNEYS_READ, Permission.CONTACTS_READ)],
        summary="Who is inside, newest first",
    )
    async def list_enrollments(
        self,
        conn: Conn,
        journey: JourneySlug,
        node: Annotated[str | None, Parameter(description="Only who stands at this node.")] = None,
        standing: Literal["waiting", "ended", "set_aside"] | None = None,
        version: Annotated[int | None, Parameter(ge=1, le=2**31 - 1)] = None,
        cursor: str | None = None,
        limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
    ) -> Page[EnrollmentOut]:
        row = await store.find(conn, journey)
        after = decode_cursor(cursor, int)
        wanted = people.Wanted(_text(node), _STANDING[standing] if standing else None, version)
        rows = await people.page(conn, row.id, after[0] if after else None, limit + 1, wanted)
        shown = [_out(r) for r in rows[:limit]]
        return Page(shown, encode_cursor(shown[-1].id) if len(rows) > limit else None)

    @get(
        "/enrollments/{enrollment:int}",
        guards=[requires(Permission.JOURNEYS_READ, Permission.CONTACTS_READ)],
        summary="One person's way through a journey",
    )
    async def get_enrollment(
        self,
        conn: Conn,
        db: Database,
        registry: Registry,
        enrollment: Annotated[int, Parameter(ge=1, le=2**63 - 1)],
    ) -> EnrollmentDetailOut:
        row = await people.one(conn, enrollment)
        if row is None:
            raise NotFound(f"There is no enrollment {enrollment}.")
        version = await opened(conn, book_of(db), row.version_id, registry)
        world = await load_world(conn)
        steps = [
            StepOut(wake.at, node, port, sentence_of(version, node, port, world), (wake.why or {}).get(node))
            for wake in await people.runs(conn, enrollment)
            for node, _, port in (step.partition(":") for step in wake.steps)
        ]
        return EnrollmentDetailOut(**msgspec.structs.asdict(_out(row)), steps=steps)


async def _found(conn: Conn, keys: list[tuple[str, Any] | None]) -> dict[tuple[str, Any] | None, int]:
    by: dict[str, set[Any]] = {"id": set(), "email": set(), "external_id": set()}
    for key in keys:
        if key:
            by[key[0]].add(key[1])
    return {**await people.resolve(conn, by["id"], by["email"], by["external_id"])}


def _rows(
    keys: list[tuple[str, Any] | None], found: dict[tuple[str, Any] | None, int], entered: set[int]
) -> list[RowOut]:
    rows, left = [], set(entered)
    for index, key in enumerate(keys):
        if key is None:
            rows.append(
                RowOut(index, "skipped", "Name the contact by exactly one of contact_id, email, external_id.")
            )
        elif key not in found:
            rows.append(RowOut(index, "skipped", "There is no such contact."))
        elif found[key] in left:
            left.discard(found[key])
            rows.append(RowOut(index, "entered"))
        else:
            rows.append(RowOut(index, "skipped", "Is inside already, or may not come in again."))
    return rows


def _out(row: Record) -> EnrollmentOut:
    standing = Standing(row.status)
    return EnrollmentOut(
        id=row.id, journey=row.journey, version=row.version, contact_id=row.contact_id, email=row.email,
        external_id=row.external_id, first_name=row.first_name, last_name=row.last_name, node=row.node,
        standing=_WORDS[standing], entered_at=row.entered_at, arrived_at=row.arrived_at,
        wake_at=row.wake_at if standing is Standing.WAITING else None, ended_at=row.ended_at,
        reason=row.reason, data=row.data,
    )  # fmt: skip


def _text(value: str | None) -> str | None:
    """Return a text without NULs, which the database cannot compare."""
    return value and value.replace("\0", "")
