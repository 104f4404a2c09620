"""A walk puts everybody in exactly one place, whatever the graph."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from towpath.engine.canonical import in_walking_order
from towpath.engine.document import as_document
from towpath.engine.graph import Graph, compile_graph
from towpath.engine.registry import Registry
from towpath.engine.walk import STEPS_PER_WALK, Standing, Walk, Walker

REGISTRY = Registry.load()
NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


def graph(nodes: dict[str, Any], *edges: str) -> Graph:
    parts = [edge.replace(">", ":").split(":") for edge in edges]
    drawn = [{"from": a, "port": b, "to": c} for a, b, c in parts]
    return compile_graph(as_document({"nodes": nodes, "edges": drawn}), REGISTRY)


def run(walk: Walk, holds: Any = lambda walker: False) -> list[str]:
    """Drive a walk to its end; return the nodes visited. `holds` answers every condition."""
    visited = []
    while (visit := walk.visit()) is not None:
        visited.append(visit.key)
        facts = {name: [holds(w) for w in visit.walkers] for name in visit.node.reads().conditions}
        facts |= {name: [None] * len(visit.walkers) for name in visit.node.reads().fields}
        walk.settle(visit, walk.decide(visit, facts))
    return visited


def people(count: int, node: str, arrived: datetime = NOW) -> list[Walker]:
    return [Walker(id=i, contact=100 + i, node=node, arrived=arrived, steps=0) for i in range(count)]


DIAMOND = graph(
    {
        "in": {"type": "manual_entry"}, "ask": {"type": "branch", "config": {"condition": {"tag": "vip"}}},
        "a": {"type": "tag", "config": {"add": ["a"]}}, "b": {"type": "tag", "config": {"add": ["b"]}},
        "wait": {"type": "wait", "config": {"for": "PT1H"}}, "out": {"type": "exit"},
    },
    "in:next>ask", "ask:yes>a", "ask:no>b", "a:next>wait", "b:next>wait", "wait:next>out",
)  # fmt: skip


LONG = graph(
    {
        "in": {"type": "manual_entry"},
        **{f"t{i}": {"type": "tag", "config": {"add": ["x"]}} for i in range(40)},
        "out": {"type": "exit"},
    },
    "in:next>t0", *(f"t{i}:next>t{i + 1}" for i in range(39)), "t39:next>out",
)  # fmt: skip


def test_people_who_took_different_ways_meet_before_they_go_on() -> None:
    walk = Walk(DIAMOND, people(10, "in"), NOW, "UTC")

    visited = run(walk, lambda w: w.id % 2 == 0)

    assert sorted(visited) == ["a", "ask", "b", "in", "wait"]
    assert {w.node for w in walk.walkers} == {"wait"}
    assert {w.wake for w in walk.walkers} == {NOW + timedelta(hours=1)}
    assert walk.passed["ask", "yes"] == walk.passed["ask", "no"] == 5


def test_the_route_tells_the_way_of_each() -> None:
    walk = Walk(DIAMOND, people(2, "in"), NOW, "UTC")

    run(walk, lambda w: w.id == 1)

    assert walk.routes.steps(walk.walkers[0].route) == ("in:next", "ask:no", "b:next")
    assert walk.routes.steps(walk.walkers[1].route) == ("in:next", "ask:yes", "a:next")


def test_a_wait_that_is_over_lets_people_out() -> None:
    walk = Walk(DIAMOND, people(3, "wait", NOW - timedelta(hours=1)), NOW, "UTC")

    run(walk)

    assert {w.standing for w in walk.walkers} == {Standing.ENDED}
    assert {walk.routes.steps(w.route) for w in walk.walkers} == {("wait:next", "out:end")}


def test_a_long_way_is_walked_in_several_batches() -> None:
    walk = Walk(LONG, people(1, "in"), NOW, "UTC")
    run(walk)

    assert walk.walkers[0].walked == STEPS_PER_WALK
    assert walk.walkers[0].wake == NOW
    assert walk.walkers[0].standing is Standing.WAITING


def test_whoever_runs_in_circles_is_set_aside_with_the_reason() -> None:
    walkers = people(1, "in")
    walkers[0].steps = 999
    walk = Walk(LONG, walkers, NOW, "UTC")
    run(walk)

    assert walk.walkers[0].standing is Standing.SET_ASIDE
    assert "circles" in (walk.walkers[0].reason or "")


@st.composite
def drawings(draw: st.DrawFn) -> tuple[Graph, int]:
    """Any acyclic drawing of waits, branches, tags and mails; every port leads to a later node."""
    count = draw(st.integers(1, 8))
    kinds = draw(
        st.lists(st.sampled_from(["wait", "branch", "tag", "send_email"]), min_size=count, max_size=count)
    )
    configs = {
        "wait": {"for": "PT1H"}, "branch": {"condition": {"tag": "x"}}, "tag": {"add": ["x"]},
        "send_email": {"message": "m", "transactional": True},
    }  # fmt: skip
    nodes: dict[str, Any] = {f"n{i}": {"type": kind, "config": configs[kind]} for i, kind in enumerate(kinds)}
    edges = ["in:next>n0"]
    for i, kind in enumerate(kinds):
        for port in ("yes", "no") if kind == "branch" else ("next",):
            to = draw(st.integers(i + 1, count))
            edges.append(f"n{i}:{port}>{'out' if to == count else f'n{to}'}")
    drawing = graph({"in": {"type": "manual_entry"}, **nodes, "out": {"type": "exit"}}, *edges)
    return drawing, draw(st.integers(0, 2**20))


@given(drawings())
@settings(max_examples=150)
def test_everybody_ends_in_exactly_one_place(drawn: tuple[Graph, int]) -> None:
    drawing, dice = drawn
    walk = Walk(drawing, people(13, "in"), NOW, "UTC")

    visited = run(walk, lambda w: (dice >> w.id) & 1)

    assert len(visited) == len(set(visited)), "no node is visited twice in an acyclic journey"
    for walker in walk.walkers:
        if walker.standing is Standing.WAITING:
            assert drawing.nodes[walker.node].type == "wait"
            assert walker.wake is not None
            assert walker.wake > NOW
        else:
            assert walker.standing is Standing.ENDED
            assert walk.routes.steps(walker.route)[-1] == "out:end"
        assert walker.steps == len(walk.routes.steps(walker.route))
    assert sum(walk.passed.values()) == sum(w.steps for w in walk.walkers)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), min_size=1)
)
def test_the_walking_order_has_every_node_even_in_loops(raw: dict[str, list[str]]) -> None:
    follows = {key: [to for to in ways if to in raw] for key, ways in raw.items()}

    assert sorted(in_walking_order(follows)) == sorted(raw)
