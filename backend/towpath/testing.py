"""The conformance suite for node types, ours and anybody's: call `conform(MyNode)` in a test.

It asks nothing that production does not rely on. Needs the packages of the extra `dev`.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from towpath.engine.check import World
from towpath.engine.node import Batch, Node
from towpath.engine.outcome import Outcome
from towpath.engine.registry import Registry

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


def conform(cls: type[Node], settings: Iterable[dict[str, Any]] = ({},)) -> None:
    """Check everything that a node type must keep, with its defaults and with each of `settings`.

    Raises AssertionError that says which rule is broken.
    """
    registry = Registry({cls.type: cls})
    for config in settings:
        node, troubles = registry.build(cls.type, config)
        assert node is not None, f"{cls.type}: {config} cannot be read: {troubles}"
        _describes_itself(node)
        _survives_json(node)
        for size in (0, 1, 7):
            _places_everybody(node, batch_for(node, size))


def batch_for(node: Node, size: int, *, facts: Sequence[Any] = (True, False, None)) -> Batch:
    """Return a batch of `size` people who arrived at different times; facts repeat over them."""
    reads = node.reads()
    columns: dict[str, list[Any]] = {
        name: [bool(facts[i % len(facts)]) for i in range(size)] for name in reads.conditions
    }
    columns |= {name: [None] * size for name in reads.fields}
    return Batch(
        ids=list(range(1, size + 1)),
        arrived=[NOW - timedelta(hours=7 * i) for i in range(size)],
        now=NOW,
        zone="Europe/Berlin",
        facts=columns,
        data=[None] * size,
    )


def _describes_itself(node: Node) -> None:
    sentence = node.summary(World({}))
    assert sentence, f"{node.type} says nothing of itself"
    assert "\n" not in sentence, f"{node.type} says more than one line: {sentence!r}"
    assert not sentence.endswith("."), f"{node.type} ends its sentence with a full stop: {sentence!r}"
    ports = [port.key for port in node.ports()]
    assert len(ports) == len(set(ports)), f"{node.type} names a port twice"
    assert msgspec.json.schema(type(node)), node.type


def _survives_json(node: Node) -> None:
    again = msgspec.json.decode(msgspec.json.encode(node), type=type(node))
    assert again == node, f"{node.type} changes on its way through JSON"


def _places_everybody(node: Node, batch: Batch) -> None:
    outcome, again = node.step(batch), node.step(batch)
    assert sorted(outcome.everyone()) == list(batch.ids), f"{node.type} forgets or doubles somebody"
    assert _plain(outcome) == _plain(again), f"{node.type} decides differently the second time"
    unknown = {port for port, _ in outcome.moved} - {port.key for port in node.ports()}
    assert not unknown, f"{node.type} moves people to unknown ports {unknown}"


def _plain(outcome: Outcome) -> Any:
    return outcome.moved, outcome.held, outcome.left, outcome.failed, outcome.why
