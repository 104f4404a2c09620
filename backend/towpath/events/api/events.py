"""Taking events in, one or a thousand at a time, and reading them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.params import PathParameter, QueryParameter

from towpath.contacts.fields import Wrong
from towpath.contacts.queries import contact as find_contact
from towpath.events import queries
from towpath.events.incoming import MAX_BATCH, BatchIn, EventIn, LooseBatch, SingleIn, checked
from towpath.events.intake import Intake, Taken
from towpath.events.log import NewEvent
from towpath.kit.bell import ENTER, Bell
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database
from towpath.kit.errors import Fault, Invalid, NotFound
from towpath.web.auth import Permission, requires
from towpath.web.faults import faults_in
from towpath.web.idempotency import HEADER
from towpath.web.paging import Page, decode_cursor, encode_cursor
from towpath.web.request import Malformed
from towpath.web.transaction import transaction_of

_MAX_BODY = 40_000_000
_PAGE = 100


class RefusedEvent(msgspec.Struct):
    """An event that was not taken, and why."""

    index: int
    pointer: str
    detail: str


class EventsOut(msgspec.Struct):
    """What became of the events: those accepted are safe on disk."""

    accepted: Annotated[int, msgspec.Meta(description="How many were stored.")]
    duplicates: Annotated[int, msgspec.Meta(description="How many had an id that is known already.")]
    errors: list[RefusedEvent]


class EventOut(msgspec.Struct):
    """Something that a contact did."""

    id: int
    name: str
    at: datetime
    received_at: datetime
    properties: dict[str, Any]


class EventNameOut(msgspec.Struct):
    """A kind of event, and how often it happened."""

    name: str
    events: int
    contacts: int
    last_at: datetime | None


class EventNamesOut(msgspec.Struct):
    """All kinds of events."""

    items: list[EventNameOut]


class PropertiesOut(msgspec.Struct):
    """What events of one name have in their properties."""

    items: list[queries.Property]


class AllRefused(Invalid):
    """None of these events could be taken."""

    code = "events-refused"


def _body() -> dict[str, Any]:
    """Describe the body, which is decoded event by event: one event, or many under `events`."""
    _, parts = msgspec.json.schema_components([SingleIn, BatchIn], ref_template="{name}")
    batch = dict(parts["BatchIn"])
    events = {"type": "array", "minItems": 1, "maxItems": MAX_BATCH, "items": parts["EventIn"]}
    batch["properties"] = {**batch["properties"], "events": events}
    purchase = {"name": "purchase", "external_id": "c-1017", "id": "order-77", "properties": {"amount": 29.9}}
    return {
        "application/json": {
            "schema": {"anyOf": [parts["SingleIn"], batch]},
            "example": {"events": [purchase]},
        }
    }


class Events(Controller):
    """What contacts do."""

    path = "/events"
    tags = ["Events"]

    @post(summary="Report events", operation_id="create_events", status_code=202, request_max_body_size=_MAX_BODY,
          guards=[requires(Permission.EVENTS_WRITE)], opt={"body": _body()})  # fmt: skip
    async def create(
        self, request: Request[Any, Any, State], db: NamedDependency[Database], clock: NamedDependency[Clock],
        bell: NamedDependency[Bell],
    ) -> Response[EventsOut]:  # fmt: skip
        """One event, or up to 1,000 under `events`. What is accepted is committed before the answer.

        A bad event does not stop the others: `errors` tells its index. When all are bad the answer is 422.
        """
        batch, creates = await _decoded(request)
        good, bad = _checked(batch, creates=creates)
        taken = await _take(request, _intake(request.app.state, db, clock), [event for _, event in good])
        bad |= {good[n][0]: Fault("", reason) for n, reason in taken.refused.items()}
        if len(bad) == len(batch):
            raise AllRefused(
                faults=[Fault(_pointer(n, fault), fault.detail) for n, fault in sorted(bad.items())]
            )
        answer = EventsOut(
            accepted=taken.stored,
            duplicates=len(taken.duplicates),
            errors=[RefusedEvent(n, _pointer(n, fault), fault.detail) for n, fault in sorted(bad.items())],
        )
        return Response(answer, background=BackgroundTask(bell.ring, ENTER) if taken.stirs else None)

    @get(
        summary="List a contact's events",
        operation_id="list_events",
        guards=[requires(Permission.CONTACTS_READ)],
    )
    async def index(
        self, conn: NamedDependency[Conn],
        contact: Annotated[int, QueryParameter(ge=1, le=2**63 - 1, description="The contact's number.")],
        name: Annotated[str | None, QueryParameter(max_length=64, description="Only events of this name.")] = None,
        cursor: Annotated[str | None, QueryParameter(max_length=500)] = None,
    ) -> Page[EventOut]:  # fmt: skip
        """The latest first."""
        if await find_contact(conn, contact) is None:
            raise NotFound("There is no such contact.")
        before = decode_cursor(cursor, datetime, int)
        rows = await queries.events_of(
            conn, contact, name=name, before=(before[0], before[1]) if before else None, limit=_PAGE + 1
        )
        following = encode_cursor(rows[_PAGE - 1].at, rows[_PAGE - 1].id) if len(rows) > _PAGE else None
        items = [EventOut(row.id, row.name, row.at, row.received_at, row.properties) for row in rows[:_PAGE]]
        return Page(items, following)


class EventNames(Controller):
    """The kinds of events that were ever reported."""

    path = "/event-names"
    tags = ["Events"]

    @get(
        summary="List event names",
        operation_id="list_event_names",
        guards=[requires(Permission.CONTACTS_READ)],
    )
    async def index(self, conn: NamedDependency[Conn]) -> EventNamesOut:
        rows = await queries.event_names(conn)
        return EventNamesOut(
            [EventNameOut(row.name, int(row.events), row.contacts, row.last_at) for row in rows]
        )

    @get(
        "/{name:str}/properties",
        summary="List what events of a name bring along",
        operation_id="list_event_properties",
        guards=[requires(Permission.CONTACTS_READ)],
    )
    async def properties(
        self, name: Annotated[str, PathParameter(max_length=64)], conn: NamedDependency[Conn]
    ) -> PropertiesOut:
        """As seen in recent events; of a name that was never reported, nothing."""
        return PropertiesOut(await queries.properties_of(conn, name.replace("\0", "")))


def _intake(state: State, db: Database, clock: Clock) -> Intake:
    intake: Intake | None = state.get("intake")
    if intake is None:
        intake = state["intake"] = Intake(db, clock)
    return intake


async def _take(request: Request[Any, Any, State], intake: Intake, events: Sequence[NewEvent]) -> Taken:
    if not events:
        return Taken(stored=0, duplicates=set(), refused={}, stirs=False)
    if HEADER in request.headers:
        # The answer is kept under the key in the request's own transaction; so must be the events.
        return await intake.take_within(await transaction_of(request.scope).conn(), events)
    return await (intake.take_one(events[0]) if len(events) == 1 else intake.take(events))


async def _decoded(request: Request[Any, Any, State]) -> tuple[list[EventIn | Fault], bool]:
    """Return the events of a body, each decoded or told what is wrong with it, and whether they make contacts."""
    kind = request.content_type[0]
    if kind != "application/json" and not kind.endswith("+json"):
        raise HTTPException(
            status_code=415, detail="Send the body as JSON, with the header Content-Type: application/json."
        )
    body = await request.body()
    try:
        events, creates = _typed(body)
    except msgspec.ValidationError:
        events, creates = _one_by_one(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"The body is not valid JSON: {error}.") from error
    if not 0 < len(events) <= MAX_BATCH:
        raise Invalid(faults=[Fault("/events", f"Send 1 to {MAX_BATCH:,} events at once.")])
    return events, creates


def _typed(body: bytes) -> tuple[list[EventIn | Fault], bool]:
    """Decode a body in which every event has the right shape. Raises ValidationError otherwise."""
    try:
        batch = msgspec.json.decode(body, type=BatchIn)
        return [*batch.events], batch.create_contacts
    except msgspec.ValidationError:
        single = msgspec.json.decode(body, type=SingleIn)
        return [single], single.create_contacts


def _one_by_one(body: bytes) -> tuple[list[EventIn | Fault], bool]:
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"The body is not valid JSON: {error}.") from error
    if not (isinstance(value, dict) and "events" in value):
        faults = faults_in(value, SingleIn)
        raise Invalid(faults[0].detail if faults else "", faults=faults)
    try:
        batch = msgspec.convert(value, LooseBatch)
    except msgspec.ValidationError:
        faults = faults_in(value, LooseBatch)
        raise Invalid(faults[0].detail, faults=faults) from None
    return [_converted(event) for event in batch.events], batch.create_contacts


def _converted(value: Any) -> EventIn | Fault:
    try:
        return msgspec.convert(value, EventIn)
    except msgspec.ValidationError:
        return faults_in(value, EventIn)[0]


def _checked(
    batch: Sequence[EventIn | Fault], *, creates: bool
) -> tuple[list[tuple[int, NewEvent]], dict[int, Fault]]:
    good: list[tuple[int, NewEvent]] = []
    bad: dict[int, Fault] = {}
    for n, event in enumerate(batch):
        if isinstance(event, Fault):
            bad[n] = event
            continue
        try:
            good.append((n, checked(event, creates=creates)))
        except Wrong as error:
            bad[n] = Fault("", str(error))
    return good, bad


def _pointer(n: int, fault: Fault) -> str:
    return f"/events/{n}{fault.pointer}"
