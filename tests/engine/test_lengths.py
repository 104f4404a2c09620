"""How long a journey takes at most."""

from datetime import timedelta

import pytest
from tests.factories import a_flow

from towpath.engine.document import as_document
from towpath.engine.graph import compile_graph
from towpath.engine.lengths import length_of
from towpath.engine.registry import Registry

REGISTRY = Registry.load()
DAY = timedelta(days=1)
ASK = ("branch", {"condition": {"tag": "vip"}})


def wait(length: str) -> tuple[str, dict[str, str]]:
    return ("wait", {"for": length})


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        (a_flow({"in": "manual_entry", "out": "exit"}, "in:next>out"), 0 * DAY),
        (a_flow({"in": "manual_entry", "a": wait("P1W"), "b": wait("PT12H"), "out": "exit"},
                "in:next>a", "a:next>b", "b:next>out"), 7.5 * DAY),
        (a_flow({"in": "manual_entry", "ask": ASK, "a": wait("P2D"), "b": wait("P9D"), "out": "exit"},
                "in:next>ask", "ask:yes>a", "ask:no>b", "a:next>out", "b:next>out"), 9 * DAY),
        (a_flow({"in": "manual_entry", "day": wait("P1D"), "ask": ASK, "out": "exit"},
                "in:next>day", "day:next>ask", "ask:yes>out", "ask:no>day"), DAY),
    ],
)  # fmt: skip
def test_the_longest_way_counts_and_a_loop_once(flow: dict, expected: timedelta) -> None:
    assert length_of(compile_graph(as_document(flow), REGISTRY)) == expected
