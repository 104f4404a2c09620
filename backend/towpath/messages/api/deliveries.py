"""Deliveries: what was owed to whom, and what became of it."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, Response, get, put
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import JSONBody, Parameter, QueryParameter
from sqlalchemy import Row

from towpath.kit.bell import SEND, Bell
from towpath.kit.db import Conn
from towpath.messages import actions, queries
from towpath.messages.api.shapes import Cursor, DecisionIn, DeliveryOut, Limit
from towpath.messages.model import State
from towpath.messages.queries import Wanted
from towpath.web.auth import Permission, requires
from towpath.web.paging import Page, decode_cursor, encode_cursor

Number = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


def delivery_out(row: Row[Any]) -> DeliveryOut:
    return DeliveryOut(
        row.id, row.message, row.version, row.topic, row.contact_id, row.address, row.state, row.reason, row.attempt,
        row.is_test, row.due_at, row.created_at, row.sent_at,
    )  # fmt: skip


class DeliveriesController(Controller):
    """Deliveries: messages owed to contacts, through all states of docs/delivery.md."""

    path = "/deliveries"
    tags = ["Deliveries"]

    @get(
        guards=[requires(Permission.MESSAGES_READ)],
        summary="List deliveries, newest first",
        operation_id="list_deliveries",
    )
    async def index(
        self,
        conn: NamedDependency[Conn],
        cursor: Cursor = None,
        limit: Limit = 50,
        in_state: Annotated[State | None, QueryParameter(name="state", description="Only these.")] = None,
        contact_id: Annotated[int | None, Parameter(ge=1, le=2**63 - 1)] = None,
        message: Annotated[str | None, Parameter(max_length=64, description="A message's slug.")] = None,
    ) -> Page[DeliveryOut]:
        before = decode_cursor(cursor, int)
        wanted = Wanted(in_state.value if in_state else None, contact_id, message)
        rows = await queries.page(conn, wanted, before=before[0] if before else None, limit=limit + 1)
        shown = rows[:limit]
        more = encode_cursor(shown[-1].id) if len(rows) > limit else None
        return Page([delivery_out(row) for row in shown], more)

    @get(
        "/{number:int}",
        guards=[requires(Permission.MESSAGES_READ)],
        summary="One delivery",
        operation_id="get_delivery",
    )
    async def show(self, conn: NamedDependency[Conn], number: Number) -> DeliveryOut:
        return delivery_out(await queries.delivery(conn, number))

    @put(
        "/{number:int}/decision",
        guards=[requires(Permission.JOURNEYS_PUBLISH)],
        summary="End a doubt",
        operation_id="decide_delivery",
    )
    async def decide(
        self,
        conn: NamedDependency[Conn],
        bell: NamedDependency[Bell],
        now: NamedDependency[datetime],
        number: Number,
        data: JSONBody[DecisionIn],
    ) -> Response[DeliveryOut]:
        """Only for a delivery that is in doubt: the mail server took it, or not; nobody heard the reply."""
        await actions.decide_doubt(conn, number, data.decision, now)
        decided = delivery_out(await queries.delivery(conn, number))
        return Response(decided, background=BackgroundTask(bell.ring, SEND))
