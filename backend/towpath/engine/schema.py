"""JSON Schemas of node settings and of whole flow files, made from the types that decode them."""

from typing import Any

import msgspec

from towpath.engine.document import Document
from towpath.engine.node import Node
from towpath.engine.registry import Registry

Json = dict[str, Any]


def settings_schema(cls: type[Node]) -> Json:
    """Return the JSON Schema (2020-12) of a node type's settings, self-contained."""
    (schema,), components = msgspec.json.schema_components([cls], ref_template="#/$defs/{name}")
    own = components.pop(schema["$ref"].rsplit("/", 1)[1])
    return {**own, "$defs": components} if components else own


def flow_schema(registry: Registry) -> Json:
    """Return the JSON Schema of a flow file: the settings of every installed node type are in it."""
    (schema,), components = msgspec.json.schema_components([Document], ref_template="#/$defs/{name}")
    spec = components["NodeSpec"]
    kinds = []
    for name, cls in registry.types.items():
        settings = settings_schema(cls)
        components |= settings.pop("$defs", {})
        components[cls.__name__] = settings
        kinds.append({
            "if": {"properties": {"type": {"const": name}}},
            "then": {"properties": {"config": {"$ref": f"#/$defs/{cls.__name__}"}}},
        })  # fmt: skip
    components["NodeSpec"] = {**spec, "allOf": kinds}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Towpath flow file",
        **schema,
        "$defs": components,
    }


def schema_text(registry: Registry) -> bytes:
    """Return the schema as it is kept in `flows/flow.schema.json`."""
    return msgspec.json.format(msgspec.json.encode(flow_schema(registry), order="sorted"), indent=2) + b"\n"
