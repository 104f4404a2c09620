"""Flow files, node types, and the schema of a flow."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, delete, get, post
from litestar.params import Parameter

from towpath.engine.document import as_document
from towpath.engine.node import Entry, Port
from towpath.engine.registry import Registry
from towpath.engine.schema import flow_schema, settings_schema
from towpath.journeys import files, imports, store, undoing
from towpath.journeys.api.shapes import FlowJson, JourneySlug
from towpath.kit.db import Conn
from towpath.web.auth import Permission, requires

_MAY_READ = [requires(Permission.JOURNEYS_READ)]
# A file brings resources of every kind.
_IMPORTS = (
    Permission.JOURNEYS_WRITE,
    Permission.MESSAGES_WRITE,
    Permission.SEGMENTS_WRITE,
    Permission.CONTACTS_WRITE,
)


class PlanIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A flow file, and choices by `kind:key` where the plan offers any."""

    flow: FlowJson
    choices: dict[str, imports.Choice] = {}


class ImportIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A flow file with the choices made and the parameters filled in."""

    flow: FlowJson
    choices: dict[str, imports.Choice] = {}
    parameters: Annotated[
        dict[str, str | int | float], msgspec.Meta(examples=[{"discount_code": "HELLO"}])
    ] = {}


class NodeTypeOut(msgspec.Struct, frozen=True):
    """A node type as its one file declares it. `schema` is the JSON Schema of its settings, with `x-widget`."""

    type: str
    label: str
    icon: str
    group: str
    help: str
    is_entry: bool
    ports: list[Port]
    schema: dict[str, Any]


class FlowsController(Controller):
    """Journeys as files."""

    tags = ["Flow files"]

    @get(
        "/journeys/{journey:str}/flow",
        guards=_MAY_READ,
        summary="Export the draft as a flow file",
        media_type="application/json",
    )
    async def export_flow(self, conn: Conn, registry: Registry, journey: JourneySlug) -> Response[bytes]:
        row = await store.find(conn, journey)
        text = await files.export(conn, as_document(row.draft), registry)
        headers = {"Content-Disposition": f'attachment; filename="{journey}.flow.json"'}
        return Response(text, media_type="application/json", headers=headers)

    @post(
        "/flows/plan",
        guards=[requires(Permission.JOURNEYS_WRITE)],
        status_code=200,
        summary="Say what importing a flow file would do",
        opt={"idempotent": False},
    )
    async def plan_import(self, conn: Conn, registry: Registry, data: PlanIn) -> imports.Plan:
        return await imports.foresee(conn, as_document(data.flow), registry, data.choices)

    @post(
        "/flows",
        guards=[requires(*_IMPORTS)],
        summary="Import a flow file as a draft",
    )
    async def import_flow(self, conn: Conn, registry: Registry, data: ImportIn) -> imports.Imported:
        return await imports.apply(conn, as_document(data.flow), registry, data.choices, data.parameters)

    @delete(
        "/flows/imports/{number:int}",
        guards=[requires(*_IMPORTS)],
        status_code=200,
        summary="Take back an import",
    )
    async def undo_import(
        self,
        conn: Conn,
        number: Annotated[int, Parameter(ge=1, le=2**63 - 1)],
        changed: Annotated[
            bool, Parameter(description="Also the journey, although its steps were changed since.")
        ] = False,
    ) -> undoing.Undone:
        """Deletes the draft and what came with it; what was published, changed or used since stays."""
        return await undoing.undo(conn, number, changed=changed)


class NodeTypesController(Controller):
    """What a journey can be made of."""

    tags = ["Journeys"]

    @get("/node-types", guards=_MAY_READ, summary="Every node type, for palettes and forms")
    async def list_node_types(self, registry: Registry) -> list[NodeTypeOut]:
        return [
            NodeTypeOut(
                type=name, label=cls.face.label, icon=cls.face.icon, group=cls.face.group,
                help=" ".join((cls.__doc__ or "").split()), is_entry=issubclass(cls, Entry),
                ports=list(cls().ports()), schema=settings_schema(cls),
            )
            for name, cls in registry.types.items()
        ]  # fmt: skip

    @get("/schema/flow", guards=_MAY_READ, summary="The JSON Schema of a flow file")
    async def get_flow_schema(self, registry: Registry) -> dict[str, Any]:
        return flow_schema(registry)
