"""Every problem of a draft is said at once, with its place."""

from typing import Any

import pytest

from towpath.engine.check import Problem, World, check
from towpath.engine.document import as_document
from towpath.engine.registry import Registry

REGISTRY = Registry.load()
WORLD = World(
    {
        "segment": {"new": "New customers"},
        "message": {"hello": "Hello"},
        "topic": {"news": "News"},
        "attribute": {"age": "Age"},
    },
    {"age": "number"},
)

SEND = {"type": "send_email", "config": {"message": "hello", "topic": "news"}}
JOIN = {"type": "segment_entered", "config": {"segment": "new"}}
EXIT = {"type": "exit"}
WAIT = {"type": "wait", "config": {"for": "P1D"}}
SET_AGE = {"type": "update_attribute", "config": {"attribute": "age", "value": "old"}}
BRANCH = {"type": "branch", "config": {"condition": {"tag": "vip"}}}


def problems(nodes: dict[str, Any], *edges: str) -> list[Problem]:
    """Check a drawing; edges are written `from:port>to`."""
    parts = [edge.replace(">", ":").split(":") for edge in edges]
    drawn = [{"from": a, "port": b, "to": c} for a, b, c in parts]
    return check(as_document({"nodes": nodes, "edges": drawn}), REGISTRY, WORLD).problems


def codes(nodes: dict[str, Any], *edges: str) -> set[tuple[str, str | None]]:
    return {(p.code, p.node) for p in problems(nodes, *edges)}


def test_a_whole_journey_has_no_problem() -> None:
    assert problems({"in": JOIN, "mail": SEND, "out": EXIT}, "in:next>mail", "mail:next>out") == []


def test_an_empty_draft_says_that_nothing_starts() -> None:
    assert codes({}) == {("no-entry", None)}


@pytest.mark.parametrize(
    ("nodes", "edges", "expected"),
    [
        ({"in": JOIN}, [], {("missing-edge", "in")}),
        ({"in": JOIN, "out": EXIT, "lost": EXIT}, ["in:next>out"], {("unreachable", "lost")}),
        ({"in": JOIN, "b": BRANCH, "out": EXIT}, ["in:next>b", "b:yes>out"], {("missing-edge", "b")}),
        ({"in": JOIN, "out": EXIT}, ["in:sideways>out", "in:next>out"], {("unknown-port", "in")}),
        ({"in": JOIN, "out": EXIT}, ["in:next>out", "in:next>out"], {("double-edge", "in")}),
        ({"in": JOIN, "out": EXIT}, ["in:next>out", "gone:next>out"], {("loose-edge", None)}),
        (
            {"in": JOIN, "w": WAIT},
            ["in:next>w", "w:next>in"],
            {("edge-into-entry", "w"), ("dead-end", "in"), ("dead-end", "w")},
        ),
        ({"in": JOIN, "w": WAIT}, ["in:next>w", "w:next>w"], {("dead-end", "in"), ("dead-end", "w")}),
        (
            {"in": JOIN, "b": BRANCH, "t": {"type": "tag", "config": {"add": ["x"]}}, "out": EXIT},
            ["in:next>b", "b:yes>t", "t:next>b", "b:no>out"],
            {("loop-without-wait", "b"), ("loop-without-wait", "t")},
        ),
        (
            {"in": JOIN, "b": BRANCH, "w": WAIT, "out": EXIT},
            ["in:next>b", "b:yes>w", "w:next>b", "b:no>out"],
            set(),
        ),
        ({"in": JOIN, "x": {"type": "acme.fax"}}, ["in:next>x"], {("unknown-type", "x")}),
        (
            {"in": JOIN, "w": {"type": "wait", "config": {"for": "soon", "speed": 3}}, "out": EXIT},
            ["in:next>w", "w:next>out"],
            {("bad-setting", "w")},
        ),
        (
            {"in": {"type": "segment_entered", "config": {"segment": "gone"}}, "out": EXIT},
            ["in:next>out"],
            {("unknown-reference", "in")},
        ),
        (
            {
                "in": JOIN,
                "u": {"type": "update_attribute", "config": {"attribute": "age", "value": "old"}},
                "out": EXIT,
            },
            ["in:next>u", "u:next>out"],
            {("bad-setting", "u")},
        ),
    ],
)
def test_each_fault_is_named(
    nodes: dict[str, Any], edges: list[str], expected: set[tuple[str, str | None]]
) -> None:
    assert codes(nodes, *edges) == expected


def test_all_faults_come_at_once_and_each_says_how_to_mend_it() -> None:
    found = problems(
        {"in": JOIN, "w": {"type": "wait", "config": {"for": "x"}}, "m": {"type": "send_email"}, "out": EXIT},
        "in:next>w", "w:next>m",
    )  # fmt: skip

    assert {p.code for p in found} == {"bad-setting", "missing-edge", "unreachable"}
    assert {(p.node, p.field) for p in found if p.field} == {("w", "for"), ("m", "message"), ("m", "topic")}
    assert all(p.detail.endswith(".") and p.fix for p in found)


def test_every_node_has_a_sentence_and_its_ports_even_with_bad_settings() -> None:
    nodes = {"in": JOIN, "w": {"type": "wait", "config": {"for": "x"}}}
    report = check(as_document({"nodes": nodes}), REGISTRY, WORLD)

    assert report.summaries["in"] == "When someone joins “New customers”"
    assert report.summaries["w"]
    assert [p.key for p in report.ports["w"]] == ["next"]
