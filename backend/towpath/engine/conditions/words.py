"""Says a condition as one readable phrase about a person; negations go down to the tests, where they sound natural."""

from collections.abc import Sequence

from towpath.engine.conditions.takes import say_length, say_time
from towpath.engine.conditions.tree import (
    All,
    Any_,
    AttributeTest,
    Comparison,
    Count,
    EventTest,
    Gap,
    Leaf,
    Not,
    Period,
    PropertyTest,
    SegmentTest,
    TagTest,
    TopicTest,
    Total,
    Tree,
)
from towpath.engine.node import Names

_MEASURE = {"sum": "a total", "average": "an average", "min": "a least", "max": "a greatest"}


def say(tree: Tree, names: Names) -> str:
    """Say a condition: 'has done “purchase” and is tagged “vip”'. What is missing reads "…"."""
    return _say(tree, names, yes=True)


def say_where(where: Sequence[PropertyTest]) -> str:
    """Say tests on an event's properties: "amount is at least 20 and currency is “EUR”"."""
    return " and ".join(f"{test.property or '…'} {_compared(test.comparison, yes=True)}" for test in where)


def _say(tree: Tree, names: Names, *, yes: bool) -> str:
    match tree:
        case Not():
            return _say(tree.part, names, yes=not yes)
        case All() | Any_():
            word = _word(tree, yes=yes)
            outer = word if len(tree.parts) > 1 else ""
            parts = [_say_part(part, names, outer, yes=yes) for part in tree.parts]
            return f" {word} ".join(parts) or "…"
        case _:
            return _say_leaf(tree, names, yes=yes)


def _say_leaf(leaf: Leaf, names: Names, *, yes: bool) -> str:
    match leaf:
        case AttributeTest():
            name = names.name("attribute", leaf.attribute) if leaf.attribute else ""
            return f"{_quoted(name)} {_compared(leaf.comparison, yes=yes)}"
        case TagTest():
            return f"{_is(yes)} tagged {_quoted(names.name('tag', leaf.tag))}"
        case SegmentTest():
            return f"{_is(yes)} in {_quoted(names.name('segment', leaf.segment))}"
        case TopicTest():
            state = "subscribed to" if leaf.state == "subscribed" else "unsubscribed from"
            return f"{_is(yes)} {state} {_quoted(names.name('topic', leaf.topic))}"
        case EventTest():
            return _event(leaf, names, yes=yes)
        case Gap():
            return "…"


def _say_part(part: Tree, names: Names, outer: str, *, yes: bool) -> str:
    said = _say(part, names, yes=yes)
    while isinstance(part, Not) or (isinstance(part, All | Any_) and len(part.parts) == 1):
        part, yes = (part.part, not yes) if isinstance(part, Not) else (part.parts[0], yes)
    if isinstance(part, All | Any_) and outer and _word(part, yes=yes) != outer:
        return f"({said})"
    return said


def _word(group: All | Any_, *, yes: bool) -> str:
    # Not (a and b) is (not a) or (not b).
    return "and" if isinstance(group, All) == yes else "or"


def _is(yes: bool) -> str:
    return "is" if yes else "is not"


def _quoted(name: str) -> str:
    return f"“{name}”" if name else "…"


def _compared(comparison: Comparison, *, yes: bool) -> str:
    operator = comparison.operator
    if operator is None:
        return "…"
    return (operator.yes if yes else operator.no).format(operator.takes.say(comparison.value))


def _event(test: EventTest, names: Names, *, yes: bool) -> str:
    event = _quoted(names.name("event", test.event) if test.event else "")
    if test.where:
        event = f"{event} ({say_where(test.where)})"
    if test.total:
        return _total(test.total, f"{event}{_period(test.period)}", yes=yes)
    verb, times = _times(test.count, yes=yes)
    return f"{verb} {event}{times}{_period(test.period)}"


def _total(total: Total, event: str, *, yes: bool) -> str:
    have = "has" if yes else "does not have"
    # "does not have a total that is at least 20" reads better than a second "not" inside.
    words = _compared(total.comparison, yes=True)
    return f"{have} {_MEASURE[total.measure]} {_quoted(total.property)} over {event} that {words}"


def _times(count: Count, *, yes: bool) -> tuple[str, str]:
    """Return the verb and how often: ("has done", " at least 3 times")."""
    how, times = count.how, count.times
    if how == "at_most" and times > 0:
        return ("has done", f" at most {_number(times)}" if yes else f" more than {_number(times)}")
    if times == 0 or (how == "at_least" and times == 1):
        return ("has done" if yes == (how == "at_least") else "has not done", "")
    if how == "exactly":
        return ("has done" if yes else "has not done", f" exactly {_number(times)}")
    return ("has done", f" at least {_number(times)}" if yes else f" fewer than {_number(times)}")


def _number(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def _period(period: Period) -> str:
    if period.within is not None:
        return f" in the last {say_length(period.within)}"
    start = f" from {say_time(period.start)}" if period.start else ""
    return f"{start} to {say_time(period.end)}" if period.end else start
