"""Facts of the workspace: its name, its zone, who its mail comes from."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from towpath.kit.db import Conn
from towpath.team import actions, store
from towpath.web.auth import Permission, requires

Unset = msgspec.UnsetType
# One line: it goes into a header of every message. (`$` alone would let one line break pass at the end.)
Line = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*(?![\s\S])")]


class WorkspaceChangeIn(msgspec.Struct, forbid_unknown_fields=True):
    """What to change; whatever is left out stays."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100, examples=["Acme"])] | Unset = (
        msgspec.UNSET
    )
    time_zone: Annotated[str, msgspec.Meta(max_length=64, examples=["Europe/Berlin"])] | Unset = msgspec.UNSET
    from_name: Line | Unset = msgspec.UNSET
    from_address: Annotated[str, msgspec.Meta(max_length=254, examples=["news@example.com"])] | Unset = (
        msgspec.UNSET
    )
    reply_to: Annotated[str, msgspec.Meta(max_length=254, examples=["help@example.com"])] | Unset = (
        msgspec.UNSET
    )
    postal_address: (
        Annotated[str, msgspec.Meta(max_length=500, examples=["Acme, Hauptstr. 1, 10115 Berlin"])] | Unset
    ) = msgspec.UNSET
    sending_paused: bool | Unset = msgspec.UNSET


class WorkspaceOut(msgspec.Struct, kw_only=True):
    """The facts of this installation."""

    name: str
    time_zone: str
    from_name: str
    from_address: str
    reply_to: str
    postal_address: str
    sending_paused: Annotated[
        bool, msgspec.Meta(description="true: nothing is sent; everything else goes on.")
    ]
    now: Annotated[datetime, msgspec.Meta(description="The time that journeys live by; the demo moves it.")]
    clock_offset_s: Annotated[float, msgspec.Meta(description="How far `now` is from true time, in seconds.")]


class WorkspaceController(Controller):
    """The workspace: one installation, one database, one set of facts."""

    path = "/workspace"
    tags = ["Workspace"]

    @get(
        summary="Show the workspace",
        operation_id="get_workspace",
        guards=[requires(Permission.SETTINGS_READ)],
    )
    async def show(self, conn: NamedDependency[Conn], now: NamedDependency[datetime]) -> WorkspaceOut:
        return await _facts(conn, now)

    @patch(
        summary="Change the workspace",
        operation_id="change_workspace",
        guards=[requires(Permission.SETTINGS_WRITE)],
    )
    async def change(
        self, data: JSONBody[WorkspaceChangeIn], conn: NamedDependency[Conn], now: NamedDependency[datetime]
    ) -> WorkspaceOut:
        """Pausing stops all sending at once, as an emergency brake; what is owed waits."""
        wanted = {
            name: value for name, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET
        }
        await actions.change_workspace(conn, wanted)
        return await _facts(conn, now)


async def _facts(conn: Conn, now: datetime) -> WorkspaceOut:
    facts = await store.workspace(conn)
    return WorkspaceOut(
        name=facts.name, time_zone=facts.time_zone, from_name=facts.from_name, from_address=facts.from_address,
        reply_to=facts.reply_to, postal_address=facts.postal_address, sending_paused=facts.sending_paused,
        now=now, clock_offset_s=facts.clock_offset.total_seconds(),
    )  # fmt: skip
