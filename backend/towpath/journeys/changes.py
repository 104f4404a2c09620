"""What a draft changes of a version, ready to be read aloud."""

from collections.abc import Iterator
from typing import Any

import msgspec

from towpath.engine.canonical import walk_order
from towpath.engine.check import Report, World, check
from towpath.engine.document import Document, NodeSpec
from towpath.engine.registry import Registry
from towpath.engine.schema import settings_schema


class SettingChange(msgspec.Struct, frozen=True):
    """A setting of a node before and after; null where it is not set."""

    field: str
    label: str
    before: Any
    after: Any


class NodeChange(msgspec.Struct, frozen=True):
    """A node and its sentence: `before` null: it is new; `after` null: it is gone."""

    node: str
    before: str | None
    after: str | None
    settings: list[SettingChange] = []


class EdgeChange(msgspec.Struct, frozen=True):
    """A way that is new or gone, in keys, and in the sentences of the nodes that it joins."""

    node: str
    port: str
    to: str
    sentence: str


class Changes(msgspec.Struct, frozen=True):
    """Everything that the draft does otherwise. Nodes stand in the order in which people walk."""

    added: list[NodeChange] = []
    removed: list[NodeChange] = []
    changed: list[NodeChange] = []
    edges_added: list[EdgeChange] = []
    edges_removed: list[EdgeChange] = []


def changes(before: Document, after: Document, registry: Registry, world: World) -> Changes:
    """Compare what two documents do; where boxes stand, and names, are no change."""
    old, new = check(before, registry, world), check(after, registry, world)
    return Changes(
        added=[NodeChange(k, None, _said(new, k)) for k in walk_order(after) if k not in before.nodes],
        removed=[NodeChange(k, _said(old, k), None) for k in walk_order(before) if k not in after.nodes],
        changed=[
            NodeChange(
                k, _said(old, k), _said(new, k), list(_settings(before.nodes[k], after.nodes[k], registry))
            )
            for k in walk_order(after)
            if k in before.nodes and before.nodes[k] != after.nodes[k]
        ],
        edges_added=list(_edges(after, before, new)),
        edges_removed=list(_edges(before, after, old)),
    )


def _said(report: Report, key: str) -> str:
    return report.summaries.get(key, key)


def _settings(before: NodeSpec, after: NodeSpec, registry: Registry) -> Iterator[SettingChange]:
    if before.type != after.type:
        yield SettingChange("type", "Kind of step", before.type, after.type)
        return
    labels = (
        settings_schema(registry.types[after.type]).get("properties", {})
        if after.type in registry.types
        else {}
    )
    for field in [*labels, *sorted((before.config.keys() | after.config.keys()) - labels.keys())]:
        old, new = before.config.get(field), after.config.get(field)
        if old != new:
            yield SettingChange(field, labels.get(field, {}).get("title", field), old, new)


def _edges(these: Document, others: Document, report: Report) -> Iterator[EdgeChange]:
    rank = {key: n for n, key in enumerate(walk_order(these))}
    fresh = set(these.edges) - set(others.edges)
    for edge in sorted(fresh, key=lambda edge: (rank.get(edge.from_, -1), edge.from_, edge.port, edge.to)):
        ports = report.ports.get(edge.from_, ())
        label = next((port.label for port in ports if port.key == edge.port), edge.port)
        way = f"{_said(report, edge.from_)} {label}" if len(ports) > 1 else _said(report, edge.from_)
        yield EdgeChange(edge.from_, edge.port, edge.to, f"{way} → {_said(report, edge.to)}")
