"""Every problem of a draft at once, each with its node, its field, a plain sentence and how to mend it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from towpath.engine.document import Document
from towpath.engine.node import Entry, Node, Port
from towpath.engine.registry import Registry

_KINDS = {"message": "message", "segment": "segment", "topic": "topic", "attribute": "attribute"}


class Problem(msgspec.Struct, frozen=True):
    """`code` never changes; `severity` error forbids publishing, notice does not."""

    code: str
    detail: str
    fix: str = ""
    node: str | None = None
    field: str | None = None
    port: str | None = None
    severity: Literal["error", "notice"] = "error"


class World(msgspec.Struct, frozen=True):
    """What exists around the journey: readable names by kind and key, types of attributes (the Names of node.py)."""

    known: Mapping[str, Mapping[str, str]]
    types: Mapping[str, str] = {}

    def has(self, kind: str, key: str) -> bool:
        return key in self.known.get(kind, {})

    def name(self, kind: str, key: str) -> str:
        return self.known.get(kind, {}).get(key) or key

    def type_of(self, attribute: str) -> str | None:
        return self.types.get(attribute)

    def and_these(self, more: Mapping[str, Mapping[str, str]], types: Mapping[str, str]) -> "World":
        """Return this world with `more` in it."""
        kinds = {*self.known, *more}
        known = {kind: {**self.known.get(kind, {}), **more.get(kind, {})} for kind in kinds}
        return World(known, {**self.types, **types})


class Report(msgspec.Struct, frozen=True):
    """Problems in reading order; for each node its sentence, and its ports from left to right."""

    problems: list[Problem]
    summaries: dict[str, str]
    ports: dict[str, tuple[Port, ...]]

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.problems if p.severity == "error"]


def check(document: Document, registry: Registry, world: World) -> Report:
    """Check a draft against the installed node types and the world."""
    drawing = _Drawing(document, registry, world)
    problems = [*drawing.of_nodes(), *drawing.of_edges(), *drawing.of_shape()]
    order = {key: n for n, key in enumerate(document.nodes)}
    problems.sort(key=lambda p: order.get(p.node or "", -1))
    summaries = {key: node.summary(world) for key, node in drawing.nodes.items()}
    return Report(problems, summaries, {key: node.ports() for key, node in drawing.nodes.items()})


class _Drawing:
    """The draft as far as it can be understood."""

    def __init__(self, document: Document, registry: Registry, world: World) -> None:
        self.document, self.registry, self.world = document, registry, world
        self.nodes: dict[str, Node] = {}
        self.broken: dict[str, list[Problem]] = {}
        for key, spec in document.nodes.items():
            self._build(key, spec.type, spec.config)
        self.follows: dict[str, dict[str, str]] = {key: {} for key in document.nodes}
        for edge in document.edges:
            if edge.from_ in self.follows and edge.to in self.follows:
                self.follows[edge.from_].setdefault(edge.port, edge.to)

    def _build(self, key: str, type_name: str, config: dict) -> None:
        if type_name not in self.registry.types:
            detail = f"The step type “{type_name}” is not installed here."
            fix = "Install the package that brings it, or remove the step."
            self.broken[key] = [Problem("unknown-type", detail, fix, key)]
            return
        node, troubles = self.registry.build(type_name, config)
        self.broken[key] = [Problem("bad-setting", t.detail, t.fix, key, t.field) for t in troubles]
        # A node whose settings cannot be read still has its place, its ports and a sentence.
        self.nodes[key] = node if node is not None else self.registry.types[type_name]()

    def label(self, key: str) -> str:
        node = self.nodes.get(key)
        return f"“{node.summary(self.world)}”" if node else f"“{key}”"

    def of_nodes(self) -> Iterator[Problem]:
        for key in self.document.nodes:
            yield from self.broken[key]
            if key in self.nodes:
                yield from self._references(key, self.nodes[key])
                for trouble in self.nodes[key].fits(self.world):
                    yield Problem("bad-setting", trouble.detail, trouble.fix, key, trouble.field)

    def _references(self, key: str, node: Node) -> Iterator[Problem]:
        for ref in node.refers():
            if self.world.has(ref.kind, ref.key):
                continue
            if ref.kind in _KINDS:
                detail = f"There is no {_KINDS[ref.kind]} “{ref.key}”."
                fix = f"Choose another {_KINDS[ref.kind]}, or create this one."
                yield Problem("unknown-reference", detail, fix, key, ref.field)
            elif ref.kind == "event":
                detail = f"Nobody has ever done “{ref.key}”."
                yield Problem(
                    "unseen-event", detail, "Check the spelling.", key, ref.field, severity="notice"
                )

    def of_edges(self) -> Iterator[Problem]:
        taken: set[tuple[str, str]] = set()
        for edge in self.document.edges:
            problem = self._edge_problem(edge.from_, edge.port, edge.to)
            if problem is None and (edge.from_, edge.port) in taken:
                detail = f"Two connections leave “{edge.port}” of {self.label(edge.from_)}."
                problem = Problem("double-edge", detail, "Keep one of them.", edge.from_, port=edge.port)
            taken.add((edge.from_, edge.port))
            if problem:
                yield problem
        for key, node in self.nodes.items():
            yield from self._open_ports(key, node)

    def _edge_problem(self, start: str, port: str, to: str) -> Problem | None:
        for end in (start, to):
            if end not in self.document.nodes:
                detail = f"A connection leads from “{start}” to “{to}”, but there is no step “{end}”."
                return Problem(
                    "loose-edge", detail, "Remove the connection.", start if end == to else None, port=port
                )
        if start in self.nodes and port not in {p.key for p in self.nodes[start].ports()}:
            detail = f"{self.label(start)} has no way out called “{port}”."
            return Problem("unknown-port", detail, "Connect one of its own ways out.", start, port=port)
        if isinstance(self.nodes.get(to), Entry):
            detail = f"A connection leads into {self.label(to)}, but that is where the journey starts."
            return Problem("edge-into-entry", detail, "Connect it to a later step.", start, port=port)
        return None

    def _open_ports(self, key: str, node: Node) -> Iterator[Problem]:
        for port in node.ports():
            if port.key not in self.follows[key]:
                way = f"“{port.label}” of {self.label(key)}" if len(node.ports()) > 1 else self.label(key)
                yield Problem(
                    "missing-edge", f"Nothing follows {way}.", "Connect it to a step, or add an exit.", key,
                    port=port.key,
                )  # fmt: skip

    def of_shape(self) -> Iterator[Problem]:
        starts = [key for key, node in self.nodes.items() if isinstance(node, Entry)]
        if not starts:
            yield Problem("no-entry", "Nothing starts this journey.", "Add a start: how do people come in?")
            return
        reached = _reach(starts, lambda key: self.follows[key].values())
        for key in self.document.nodes:
            if key not in reached:
                fix = "Connect it to a step before it, or remove it."
                yield Problem("unreachable", f"Nobody ever comes to {self.label(key)}.", fix, key)
        yield from self._dead_ends(reached)
        yield from self._racing_cycles()

    def _dead_ends(self, reached: set[str]) -> Iterator[Problem]:
        before: dict[str, list[str]] = {key: [] for key in self.document.nodes}
        for key, ways in self.follows.items():
            for to in ways.values():
                before[to].append(key)
        # A step with an open way out has a problem of its own already.
        ends = [k for k, n in self.nodes.items() if len(self.follows[k]) < len(n.ports()) or not n.ports()]
        ends += [key for key in self.document.nodes if key not in self.nodes]
        leads_out = _reach(ends, lambda key: before[key])
        for key in reached - leads_out:
            detail = f"Whoever comes to {self.label(key)} goes round for ever."
            yield Problem("dead-end", detail, "Lead a way out of the loop to an exit.", key)

    def _racing_cycles(self) -> Iterator[Problem]:
        """Find loops that no wait of at least a minute slows down."""
        fast = {key: set(ways.values()) for key, ways in self.follows.items() if not self._slows(key)}
        for key in fast:
            if key in _reach(fast[key], lambda k: fast.get(k, ())):
                detail = f"{self.label(key)} is in a loop without a wait: people would race round it."
                yield Problem(
                    "loop-without-wait", detail, "Put a wait of at least a minute into the loop.", key
                )

    def _slows(self, key: str) -> bool:
        node = self.nodes.get(key)
        return node is None or node.slows()


def _reach(starts: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    seen: set[str] = set()
    queue = list(starts)
    while queue:
        key = queue.pop()
        if key not in seen:
            seen.add(key)
            queue.extend(following(key))
    return seen
