"""How long a journey takes at most: the waits along its longest way."""

from datetime import UTC, datetime, timedelta

from towpath.engine.graph import Graph
from towpath.engine.node import Batch, Node

# A Monday in the middle of a month, far from any change of clocks.
_THEN = datetime(2030, 1, 14, 9, tzinfo=UTC)


def length_of(graph: Graph) -> timedelta:
    """Return the sum of the waits along the longest way. Who goes round a loop goes round it once."""
    longest: dict[str, timedelta] = {}
    for key in sorted(graph.nodes, key=graph.rank.__getitem__, reverse=True):
        # Ways that lead back are left out: what they lead to is not known yet.
        onward = [longest[to] for to in graph.follows[key].values() if to in longest]
        longest[key] = _held(graph.nodes[key]) + max(onward, default=timedelta())
    return max((longest[key] for key, _ in graph.entries()), default=timedelta())


def _held(node: Node) -> timedelta:
    """Let somebody of whom nothing is known come to a node, and see how long they are held."""
    reads = node.reads()
    facts = {**{name: [False] for name in reads.conditions}, **{name: [None] for name in reads.fields}}
    batch = Batch(ids=[1], arrived=[_THEN], now=_THEN, zone="UTC", facts=facts, data=[None])
    return max((until - _THEN for _, until in node.step(batch).held), default=timedelta())
