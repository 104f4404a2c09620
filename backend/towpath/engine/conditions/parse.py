"""Reads a condition from JSON: the tree, and everything that is wrong with it at once, each with its path."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

import msgspec

from towpath.engine.conditions import tree
from towpath.engine.conditions.leaves import GROUPS, HOW_OFTEN, MEASURES, SUBJECTS, TESTS
from towpath.engine.conditions.moments import NOW, At, Edge, On, Shifted, Span
from towpath.engine.conditions.operators import NUMERIC, OPERATORS
from towpath.engine.conditions.takes import BadValue, read_day, read_length, storable
from towpath.engine.conditions.tree import (
    All,
    Any_,
    AttributeTest,
    Comparison,
    Count,
    EventTest,
    Gap,
    Not,
    Period,
    PropertyTest,
    SegmentTest,
    TagTest,
    TopicTest,
    Total,
    Tree,
)

MAX_DEPTH, MAX_LEAVES, MAX_TIMES, MAX_KEY = 32, 500, 1_000_000, 100
# Nothing that anybody can use is as deep as this.
_DEEPEST = 200
Json = dict[str, Any]
Fault = tuple[str, str]
_KNOWN = f"Use one of {', '.join(TESTS)}, or a group: {', '.join(GROUPS)}."


class Parsed(msgspec.Struct, frozen=True):
    """A tree and its faults, (path, detail); with faults the tree has gaps."""

    tree: Tree
    faults: tuple[Fault, ...]


def parse(raw: Any, *, max_depth: int = MAX_DEPTH, max_leaves: int = MAX_LEAVES) -> Parsed:
    """Read a condition."""
    reader = _Reader(max_depth)
    found = reader.node(raw, "", 1)
    if reader.leaves > max_leaves:
        reader.fault("", f"A condition has at most {max_leaves} tests; this one has {reader.leaves}.")
    return Parsed(found, tuple(reader.faults))


def parse_where(raw: Any) -> tuple[tuple[PropertyTest, ...], tuple[Fault, ...]]:
    """Read a list of tests on an event's properties."""
    reader = _Reader()
    return reader.where(raw, ""), tuple(reader.faults)


def named_things(raw: Any, path: str = "", depth: int = 1) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, key, path) for everything that a condition names, as far as it can be read."""
    if not isinstance(raw, dict) or depth > _DEEPEST:
        return
    for key, value in raw.items():
        if key in TESTS and isinstance(value, str) and value and storable(value):
            yield key, value, f"{path}.{key}"
        elif key in GROUPS and isinstance(value, list):
            for n, part in enumerate(value):
                yield from named_things(part, f"{path}.{key}[{n}]", depth + 1)
        elif key == "not":
            yield from named_things(value, f"{path}.not", depth + 1)


class _Reader:
    """Goes down a condition and notes what is wrong."""

    def __init__(self, max_depth: int = MAX_DEPTH) -> None:
        self.max_depth = max_depth
        self.faults: list[Fault] = []
        self.leaves = 0

    def fault(self, path: str, detail: str) -> None:
        self.faults.append((path, detail))

    def node(self, raw: Any, path: str, depth: int) -> Tree:
        subject = self._subject(raw, path)
        if subject is None:
            return Gap()
        self._unknown_keys(raw, SUBJECTS[subject].keys, path)
        if subject not in GROUPS:
            self.leaves += 1
            return getattr(self, f"_{subject}")(raw, path)
        if depth >= self.max_depth:
            self.fault(path, f"Groups are nested more than {self.max_depth} deep here.")
            return Gap()
        return self._group(subject, raw[subject], f"{path}.{subject}", depth)

    def _subject(self, raw: Any, path: str) -> str | None:
        if not isinstance(raw, dict) or not raw:
            self.fault(path, "A test is missing here. Choose what must be true.")
            return None
        named = [key for key in raw if key in SUBJECTS]
        if not named:
            self.fault(path, f"There is no test called “{_shown(next(iter(raw)))}”. {_KNOWN}")
        elif len(named) > 1:
            names = " and ".join(f"“{name}”" for name in named[:2])
            self.fault(path, f"{names} are two tests. Put each into a place of its own in a group.")
        return named[0] if len(named) == 1 else None

    def _unknown_keys(self, raw: Json, known: tuple[str, ...], path: str) -> None:
        for key in raw:
            if key == "since" and "within" in known:
                detail = "“since” is not known here. Use “within” with a length of time, such as P30D."
                self.fault(f"{path}.since", detail)
            elif key not in known:
                self.fault(f"{path}.{_shown(key)}", f"“{_shown(key)}” does not belong here. Remove it.")

    def _group(self, kind: str, raw: Any, path: str, depth: int) -> Tree:
        if kind == "not":
            return Not(self.node(raw, path, depth + 1))
        if not isinstance(raw, list) or not raw:
            self.fault(path, "This group is empty. Add a test, or remove the group.")
            return Gap()
        parts = tuple(self.node(part, f"{path}[{n}]", depth + 1) for n, part in enumerate(raw))
        if kind == "none":
            return Not(Any_(parts))
        return All(parts) if kind == "all" else Any_(parts)

    def _name(self, raw: Json, key: str, path: str) -> str:
        value = raw.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fault(f"{path}.{key}", f"Choose the {key}.")
            return ""
        if len(value) > MAX_KEY or not storable(value):
            self.fault(f"{path}.{key}", f"No {key} is called that: the name is too long or cannot be stored.")
        return value

    def _attribute(self, raw: Json, path: str) -> Tree:
        return AttributeTest(self._name(raw, "attribute", path), self._comparison(raw, path))

    def _tag(self, raw: Json, path: str) -> Tree:
        return TagTest(self._name(raw, "tag", path).strip())

    def _segment(self, raw: Json, path: str) -> Tree:
        return SegmentTest(self._name(raw, "segment", path))

    def _topic(self, raw: Json, path: str) -> Tree:
        state = raw.get("state", "subscribed")
        if state not in ("subscribed", "unsubscribed"):
            self.fault(f"{path}.state", "Choose “subscribed” or “unsubscribed”.")
            state = "subscribed"
        return TopicTest(self._name(raw, "topic", path), cast("tree.State", state))

    def _comparison(self, raw: Json, path: str, operators: tuple[str, ...] = tuple(OPERATORS)) -> Comparison:
        op, value = raw.get("op"), raw.get("value")
        if not isinstance(op, str) or op not in operators:
            said = f"There is no comparison “{_shown(op)}” here." if op else "Choose how to compare."
            self.fault(f"{path}.op", f"{said} Use one of {', '.join(operators)}.")
            return Comparison(None, value)
        operator = OPERATORS[op]
        try:
            return Comparison(operator, value, operator.make(operator.takes.read(value)))
        except BadValue as error:
            self.fault(f"{path}.value{error.path}", error.detail)
            return Comparison(operator, value)

    def where(self, raw: Any, path: str) -> tuple[PropertyTest, ...]:
        if not isinstance(raw, list):
            self.fault(path, "This should be a list of tests on the event's properties.")
            return ()
        if len(raw) > MAX_LEAVES:
            self.fault(path, f"An event has at most {MAX_LEAVES} tests on its properties.")
            return ()
        return tuple(self._property(part, f"{path}[{n}]") for n, part in enumerate(raw))

    def _property(self, raw: Any, path: str) -> PropertyTest:
        if not isinstance(raw, dict):
            self.fault(path, "A test on a property is missing here.")
            return PropertyTest("", Comparison())
        self._unknown_keys(raw, ("property", "op", "value"), path)
        self.leaves += 1
        return PropertyTest(self._name(raw, "property", path), self._comparison(raw, path))

    def _event(self, raw: Json, path: str) -> Tree:
        measures = [key for key in MEASURES if key in raw]
        if not measures:
            for key in ("op", "value"):
                if key in raw:
                    self.fault(
                        f"{path}.{key}", f"“{key}” compares a total: add one of {', '.join(MEASURES)}."
                    )
        elif "count" in raw or len(measures) > 1:
            self.fault(path, f"Ask for one thing only: a count, or one of {', '.join(MEASURES)}.")
        return EventTest(
            event=self._name(raw, "event", path),
            where=self.where(raw["where"], f"{path}.where") if "where" in raw else (),
            count=self._count(raw["count"], f"{path}.count") if "count" in raw else Count(),
            total=self._total(raw, measures[0], path) if measures else None,
            period=self._period(raw, path),
        )

    def _count(self, raw: Any, path: str) -> Count:
        if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in HOW_OFTEN:
            self.fault(path, 'Say how often with at_least, exactly or at_most, such as {"at_least": 3}.')
            return Count()
        how, times = next(iter(raw.items()))
        least = 1 if how == "at_least" else 0
        if isinstance(times, bool) or not isinstance(times, int) or not least <= times <= MAX_TIMES:
            self.fault(f"{path}.{how}", f"Give a whole number from {least} to {MAX_TIMES}.")
            return Count()
        return Count(cast("tree.HowMany", how), times)

    def _total(self, raw: Json, measure: str, path: str) -> Total:
        comparison = self._comparison(raw, path, NUMERIC)
        if isinstance(raw.get("value"), list) and any(isinstance(item, str) for item in raw["value"]):
            self.fault(f"{path}.value", "A total is compared with numbers.")
        return Total(cast("tree.Measure", measure), self._name(raw, measure, path), comparison)

    def _period(self, raw: Json, path: str) -> Period:
        within, start, end = raw.get("within"), raw.get("from"), raw.get("to")
        if "within" not in raw:
            span = Span(self._day(start, f"{path}.from"), self._day(end, f"{path}.to"))
            if type(span.low) is type(span.high) and _starts_after(span):
                self.fault(f"{path}.to", "The end must not be before the beginning.")
            return Period(None, start, end, span if span != Span() else None)
        if start is not None or end is not None:
            self.fault(f"{path}.within", "Use either “within” or “from” and “to”.")
        try:
            return Period(within, start, end, Span(Shifted(read_length(within), -1), NOW))
        except BadValue as error:
            self.fault(f"{path}.within", error.detail)
            return Period(within, start, end)

    def _day(self, raw: Any, path: str) -> Edge | None:
        if raw is None:
            return None
        try:
            time = read_day(raw)
        except BadValue as error:
            self.fault(path, error.detail)
            return None
        return At(time) if isinstance(time, datetime) else On(time)


def _starts_after(span: Span) -> bool:
    match span.low, span.high:
        case On(), On():
            return span.low.day > span.high.day
        case At(), At():
            return span.low.moment > span.high.moment
    return False


def _shown(key: Any) -> str:
    """Return a key as it may be quoted in a sentence: short, and without line breaks."""
    text = " ".join(str(key).split())
    return text if len(text) <= 40 else f"{text[:39]}…"
