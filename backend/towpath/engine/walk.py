"""A walk: a batch of people of one version goes through the graph until everybody waits or has left.

Pure: whoever drives it loads the facts that a visit asks for and writes down what comes out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

import msgspec

from towpath.engine.graph import Graph
from towpath.engine.node import Batch, Json, Node
from towpath.engine.outcome import Outcome

# After this many steps people go on in the next batch, so that no transaction grows without bound.
STEPS_PER_WALK = 25
# Nobody takes this many steps in one journey unless it has run wild.
STEPS_IN_ALL = 1000


class NotOnePlace(AssertionError):
    """A node type did not put every person of a batch in exactly one place."""


class Standing(IntEnum):
    """Where an enrollment stands."""

    WAITING = 1
    ENDED = 2
    SET_ASIDE = 3


class Walker(msgspec.Struct):
    """One person on the way. `route` numbers what was walked in this walk; 0 is nothing yet."""

    id: int
    contact: int
    node: str
    arrived: datetime
    steps: int
    data: Json | None = None
    standing: Standing = Standing.WAITING
    wake: datetime | None = None
    reason: str | None = None
    route: int = 0
    walked: int = 0


class Visit(msgspec.Struct, frozen=True):
    """Everybody who stands at one node now."""

    key: str
    node: Node
    walkers: Sequence[Walker]


class Routes:
    """Sequences of (node, port), interned: people who went the same way share a number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._steps: list[tuple[str, ...]] = [()]

    def then(self, route: int, step: str) -> int:
        """Return the number of `route` followed by `step`."""
        number = self._numbers.get((route, step))
        if number is None:
            number = self._numbers[route, step] = len(self._steps)
            self._steps.append((*self._steps[route], step))
        return number

    def steps(self, route: int) -> tuple[str, ...]:
        """Return the steps of a route, each as `node:port`."""
        return self._steps[route]


class Walk:
    """Drives one batch. Call `visit` until it gives None, and `settle` each visit with its outcome."""

    def __init__(self, graph: Graph, walkers: Sequence[Walker], now: datetime, zone: str) -> None:
        self.graph, self.now, self.zone = graph, now, zone
        self.walkers = walkers
        self.routes = Routes()
        self.passed: Counter[tuple[str, str]] = Counter()
        self.why: dict[int, dict[str, Any]] = {}
        self._by_id = {w.id: w for w in walkers}
        self._standing: dict[str, list[Walker]] = {}
        for walker in walkers:
            self._standing.setdefault(walker.node, []).append(walker)

    def visit(self) -> Visit | None:
        """Return everybody at the earliest node where somebody stands, or None when all is done."""
        if not self._standing:
            return None
        key = min(self._standing, key=self.graph.rank.__getitem__)
        return Visit(key, self.graph.nodes[key], self._standing.pop(key))

    def decide(self, visit: Visit, facts: Mapping[str, Sequence[Any]]) -> Outcome:
        """Let the node decide. Raises NotOnePlace if it forgets or doubles somebody."""
        batch = Batch(
            ids=[w.id for w in visit.walkers],
            arrived=[w.arrived for w in visit.walkers],
            now=self.now,
            zone=self.zone,
            facts=facts,
            data=[w.data for w in visit.walkers],
        )
        outcome = visit.node.step(batch)
        decided = list(outcome.everyone())
        if len(decided) != len(batch.ids) or set(decided) != set(batch.ids):
            raise NotOnePlace(f"{visit.node.type}: {len(batch.ids)} people came, {len(decided)} were placed")
        return outcome

    def settle(self, visit: Visit, outcome: Outcome) -> None:
        """Put everybody where the outcome says."""
        for port, ids in outcome.moved:
            self._move(visit.key, port, ids)
        for reason, ids in outcome.left:
            self._leave(visit.key, reason, ids)
        for enrollment, until in outcome.held:
            self._by_id[enrollment].wake = until
        for enrollment, reason in outcome.failed:
            self._set_aside(self._by_id[enrollment], reason)
        for enrollment, value in outcome.why.items():
            self.why.setdefault(enrollment, {})[visit.key] = value

    def _move(self, key: str, port: str, ids: Sequence[int]) -> None:
        to, step = self.graph.follows[key][port], f"{key}:{port}"
        self.passed[key, port] += len(ids)
        ready = self._standing.setdefault(to, [])
        then, now, by_id = self.routes.then, self.now, self._by_id
        for enrollment in ids:
            walker = by_id[enrollment]
            walker.node = to
            walker.arrived = now
            walker.route = then(walker.route, step)
            walker.steps += 1
            walker.walked += 1
            if walker.walked < STEPS_PER_WALK:
                ready.append(walker)
            elif walker.steps < STEPS_IN_ALL:
                walker.wake = now
            else:
                self._set_aside(walker, f"took {STEPS_IN_ALL} steps: this journey runs in circles")
        if not ready:
            del self._standing[to]

    def _leave(self, key: str, reason: str, ids: Sequence[int]) -> None:
        self.passed[key, "end"] += len(ids)
        for enrollment in ids:
            walker = self._by_id[enrollment]
            walker.route = self.routes.then(walker.route, f"{key}:end")
            walker.steps += 1
            walker.standing = Standing.ENDED
            walker.reason = reason

    def _set_aside(self, walker: Walker, reason: str) -> None:
        walker.standing = Standing.SET_ASIDE
        walker.reason = reason
