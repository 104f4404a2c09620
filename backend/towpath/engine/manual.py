"""The manual's page of node types, told by the types themselves."""

import json
from collections.abc import Iterator

from towpath.engine.node import Node
from towpath.engine.registry import Registry
from towpath.engine.schema import settings_schema

_EMPTY = (None, "", [], {})


def manual(registry: Registry) -> str:
    """Return Markdown: every node type with its help, its settings and its ways out, drawer by drawer."""
    lines = [
        "# Node types",
        "",
        "Made of the node types themselves by `make manual`. Durations are ISO 8601 (`P2D`, `PT4H`).",
    ]
    group = None
    for cls in registry.types.values():
        if cls.face.group != group:
            group = cls.face.group
            lines += ["", f"## {group}"]
        lines += ["", *_entry(cls)]
    return "\n".join(lines) + "\n"


def _entry(cls: type[Node]) -> Iterator[str]:
    yield f"### {cls.face.label} (`{cls.type}`)"
    yield ""
    yield " ".join((cls.__doc__ or "").split())
    yield ""
    ports = cls().ports()
    ways = ", ".join(f"`{port.key}`" for port in ports) if ports else "none, the journey ends here"
    properties = settings_schema(cls).get("properties", {})
    if properties:
        yield "| setting | what | default |"
        yield "| --- | --- | --- |"
        for name, schema in properties.items():
            what = schema.get("title", name) + (
                f". {schema['description']}" if schema.get("description") else ""
            )
            default = schema.get("default")
            yield f"| `{name}` | {what} | {f'`{json.dumps(default)}`' if default not in _EMPTY else ''} |"
        yield ""
    yield f"Ways out: {ways}."
