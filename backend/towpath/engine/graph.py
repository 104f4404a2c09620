"""A document compiled for walking: nodes built, edges by port, and an order in which to visit them."""

from collections.abc import Iterable, Mapping

import msgspec

from towpath.engine.canonical import in_walking_order
from towpath.engine.document import Document
from towpath.engine.node import Entry, Node
from towpath.engine.registry import Registry


class Graph(msgspec.Struct, frozen=True):
    """`follows[key][port]` is the node behind a port. `rank` orders nodes so that people who take different
    ways meet again before they go on together."""

    nodes: Mapping[str, Node]
    follows: Mapping[str, Mapping[str, str]]
    rank: Mapping[str, int]

    def entries(self) -> Iterable[tuple[str, Entry]]:
        return ((key, node) for key, node in self.nodes.items() if isinstance(node, Entry))


def compile_graph(document: Document, registry: Registry) -> Graph:
    """Compile a published document. Raises KeyError for a type that is not installed."""
    nodes: dict[str, Node] = {}
    for key, spec in document.nodes.items():
        node, troubles = registry.build(spec.type, spec.config)
        if node is None:
            raise ValueError(f"{key}: {troubles[0].detail}")
        nodes[key] = node
    follows: dict[str, dict[str, str]] = {key: {} for key in nodes}
    for edge in document.edges:
        follows[edge.from_][edge.port] = edge.to
    order = in_walking_order({key: list(ways.values()) for key, ways in follows.items()})
    return Graph(nodes, follows, {key: n for n, key in enumerate(order)})
