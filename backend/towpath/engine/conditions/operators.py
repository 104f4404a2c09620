"""Operators: each stands here once, with its words, what it takes, what it fits and the test it makes."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from towpath.engine.conditions import takes
from towpath.engine.conditions.moments import DAY, NOW, TICK, At, On, Shifted, Span
from towpath.engine.conditions.values import (
    AnyOf,
    HasText,
    InRange,
    InSpan,
    IsFlag,
    IsKnown,
    IsNumber,
    IsText,
    Returns,
    Test,
)


class Kind(StrEnum):
    """What a value can be; the same words as the types of contact attributes."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"


TIMES = (Kind.DATE, Kind.MOMENT)


class Operator(msgspec.Struct, frozen=True):
    """A way to compare. `yes` and `no` say it after the subject, {} being the value."""

    key: str
    label: str
    takes: takes.Takes
    fits: tuple[Kind, ...]
    yes: str
    no: str
    make: Callable[[Any], Test]


def _same(value: str | Decimal | bool, *, differs: bool = False) -> Test:
    if isinstance(value, bool):
        return IsFlag(value != differs)
    return IsText((value,), differs) if isinstance(value, str) else IsNumber((value,), differs)


def _among(values: list[str | Decimal], *, differs: bool = False) -> Test:
    texts = tuple(v for v in values if isinstance(v, str))
    numbers = tuple(v for v in values if isinstance(v, Decimal))
    tests: list[Test] = []
    if texts:
        tests.append(IsText(texts, differs))
    if numbers:
        tests.append(IsNumber(numbers, differs))
    return tests[0] if len(tests) == 1 else AnyOf(tuple(tests))


def _between(ends: tuple[Any, Any]) -> Test:
    low, high = ends
    return InRange(low, high) if isinstance(low, Decimal) else InSpan(Span(_edge(low), _edge(high)))


def _before(time: date | datetime) -> Test:
    return InSpan(Span(high=_edge(time - (TICK if isinstance(time, datetime) else DAY))))


def _after(time: date | datetime) -> Test:
    return InSpan(Span(low=_edge(time + (TICK if isinstance(time, datetime) else DAY))))


def _edge(time: date | datetime) -> At | On:
    return At(time) if isinstance(time, datetime) else On(time)


_K = Kind
_ANY = tuple(Kind)
_PLAIN = (_K.TEXT, _K.NUMBER, _K.BOOLEAN, _K.DATE)
_LISTED = (_K.TEXT, _K.NUMBER, _K.DATE)

_ALL: Iterable[Operator] = (
    Operator("equals", "is", takes.ANYTHING, _PLAIN, "is {}", "is not {}", _same),
    Operator("not_equals", "is something other than", takes.ANYTHING, _PLAIN,
             "is something other than {}", "is {} or not known", lambda v: _same(v, differs=True)),
    Operator("contains", "contains", takes.TEXT, (_K.TEXT,),
             "contains {}", "does not contain {}", lambda v: HasText(v, "anywhere")),
    Operator("starts_with", "starts with", takes.TEXT, (_K.TEXT,),
             "starts with {}", "does not start with {}", lambda v: HasText(v, "start")),
    Operator("ends_with", "ends with", takes.TEXT, (_K.TEXT,),
             "ends with {}", "does not end with {}", lambda v: HasText(v, "end")),
    Operator("in", "is one of", takes.LIST, _LISTED, "is {}", "is not {}", _among),
    Operator("not_in", "is none of", takes.LIST, _LISTED,
             "is something other than {}", "is {} or not known", lambda v: _among(v, differs=True)),
    Operator("at_least", "is at least", takes.NUMBER, (_K.NUMBER,),
             "is at least {}", "is not at least {}", lambda v: InRange(low=v)),
    Operator("more_than", "is more than", takes.NUMBER, (_K.NUMBER,),
             "is more than {}", "is not more than {}", lambda v: InRange(low=v, is_open=True)),
    Operator("at_most", "is at most", takes.NUMBER, (_K.NUMBER,),
             "is at most {}", "is not at most {}", lambda v: InRange(high=v)),
    Operator("less_than", "is less than", takes.NUMBER, (_K.NUMBER,),
             "is less than {}", "is not less than {}", lambda v: InRange(high=v, is_open=True)),
    Operator("between", "is between", takes.RANGE, (_K.NUMBER, *TIMES),
             "is between {}", "is not between {}", _between),
    Operator("is_set", "is known", takes.NOTHING, _ANY, "is known", "is not known", lambda _: IsKnown()),
    Operator("is_not_set", "is not known", takes.NOTHING, _ANY,
             "is not known", "is known", lambda _: IsKnown(known=False)),
    Operator("before", "is before", takes.DAY_OR_MOMENT, TIMES, "is before {}", "is not before {}", _before),
    Operator("after", "is after", takes.DAY_OR_MOMENT, TIMES, "is after {}", "is not after {}", _after),
    Operator("in_last", "is in the last", takes.LENGTH, TIMES,
             "is in the last {}", "is not in the last {}", lambda v: InSpan(Span(Shifted(v, -1), NOW))),
    Operator("in_next", "is in the next", takes.LENGTH, TIMES,
             "is in the next {}", "is not in the next {}", lambda v: InSpan(Span(NOW, Shifted(v)))),
    Operator("anniversary_within", "returns within", takes.LENGTH_IN_YEAR, TIMES,
             "has its yearly return {}", "does not have its yearly return {}", Returns),
)  # fmt: skip
OPERATORS = {operator.key: operator for operator in _ALL}
# What can be asked of a total or an average.
NUMERIC = tuple(key for key, operator in OPERATORS.items() if operator.takes in (takes.NUMBER, takes.RANGE))


_KINDS: dict[type, tuple[Kind, ...]] = {
    IsKnown: _ANY,
    IsText: (Kind.TEXT, Kind.DATE),
    HasText: (Kind.TEXT,),
    IsNumber: (Kind.NUMBER,),
    InRange: (Kind.NUMBER,),
    IsFlag: (Kind.BOOLEAN,),
    InSpan: TIMES,
    Returns: TIMES,
}


def kinds_of(test: Test) -> tuple[Kind, ...]:
    """Return the kinds of values that can pass a test."""
    if isinstance(test, AnyOf):
        return tuple(kind for part in test.tests for kind in kinds_of(part))
    return _KINDS[type(test)]
