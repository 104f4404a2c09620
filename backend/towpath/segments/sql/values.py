"""Tests on one value as SQL. Nothing here can raise: a value is cast only after its kind and its form are known.

An expression may be NULL, which means false; whoever negates it must write IS NOT TRUE.
"""

import msgspec

from towpath.engine.conditions.moments import DATE_PATTERN, MOMENT_PATTERN, NOW, Shifted, Span
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
)  # fmt: skip
from towpath.segments.sql.binds import Binds

NEVER = "FALSE"
_IS_DATE, _IS_MOMENT = f"~ '^{DATE_PATTERN}$'", f"~ '^{MOMENT_PATTERN}$'"


class Operand(msgspec.Struct, frozen=True):
    """Where a value is: a JSON value (`json`) and its text, or a column of text, or a column of moments."""

    text: str = ""
    json: str = ""
    moment: str = ""


def json_operand(document: str, key: str, binds: Binds) -> Operand:
    """Return the value under `key` of a JSONB column."""
    name = binds.value("text", key)
    return Operand(text=f"({document} ->> {name})", json=f"({document} -> {name})")


def test_sql(test: Test, operand: Operand, zone: str, binds: Binds) -> str:
    """Return a test as an expression; `zone` is the SQL text of the person's time zone."""
    match test:
        case AnyOf():
            return _either([test_sql(part, operand, zone, binds) for part in test.tests])
        case IsKnown():
            return _known(test, operand)
        case IsText() | HasText():
            return _text(test, operand, binds)
        case IsNumber() | InRange():
            number = f"({operand.json})::numeric"
            return _when_number(operand, number_sql(test, number, binds)) if operand.json else NEVER
        case IsFlag():
            return f"{operand.json} = '{'true' if test.flag else 'false'}'::jsonb" if operand.json else NEVER
        case InSpan() | Returns():
            return _time(test, operand, zone, binds)


def _either(parts: list[str]) -> str:
    return f"({' OR '.join(parts)})"


def _known(test: IsKnown, operand: Operand) -> str:
    if operand.moment:
        return f"{operand.moment} IS NOT NULL" if test.known else f"{operand.moment} IS NULL"
    return f"{operand.text} <> ''" if test.known else f"coalesce({operand.text}, '') = ''"


def _text(test: IsText | HasText, operand: Operand, binds: Binds) -> str:
    if operand.moment:
        return NEVER
    compared = (
        _same_text(test, operand, binds) if isinstance(test, IsText) else _has_text(test, operand, binds)
    )
    # A number has a text, too; it must not pass for one.
    return f"({compared} AND jsonb_typeof({operand.json}) = 'string')" if operand.json else compared


def _same_text(test: IsText, operand: Operand, binds: Binds) -> str:
    lowered = f"lower({operand.text})"
    if len(test.texts) == 1:
        value = f"lower({binds.value('text', test.texts[0])})"
        same, other = f"{lowered} = {value}", f"{lowered} <> {value}"
    else:
        values = f"ARRAY(SELECT lower(t) FROM unnest({binds.value('text[]', list(test.texts))}) AS t)"
        same, other = f"{lowered} = ANY ({values})", f"{lowered} <> ALL ({values})"
    return f"({operand.text} <> '' AND {other})" if test.differs else same


def _has_text(test: HasText, operand: Operand, binds: Binds) -> str:
    escaped = test.part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = {"anywhere": f"%{escaped}%", "start": f"{escaped}%", "end": f"%{escaped}"}[test.place]
    return f"lower({operand.text}) LIKE lower({binds.value('text', pattern)})"


def _when_number(operand: Operand, expression: str) -> str:
    return f"CASE WHEN jsonb_typeof({operand.json}) = 'number' THEN {expression} END"


def number_sql(test: IsNumber | InRange, number: str, binds: Binds, scale: str = "") -> str:
    """Return a test on a numeric expression, whose bounds may be scaled: sum >= 5 * count asks for an average."""
    if isinstance(test, IsNumber):
        values = binds.value("numeric[]", list(test.numbers))
        return f"{number} <> ALL ({values})" if test.differs else f"{number} = ANY ({values})"
    factor, equal = f" * {scale}" if scale else "", "" if test.is_open else "="
    bounds = [(">", test.low), ("<", test.high)]
    parts = [
        f"{number} {sign}{equal} {binds.value('numeric', bound)}{factor}"
        for sign, bound in bounds
        if bound is not None
    ]
    return f"({' AND '.join(parts)})"


def _time(test: InSpan | Returns, operand: Operand, zone: str, binds: Binds) -> str:
    if operand.moment:
        return _moment(test, operand.moment, zone, binds)
    text = operand.text
    day, moment = f"({text})::date", f"({text})::timestamptz"
    return (
        f"CASE WHEN {text} {_IS_DATE} THEN {_day(test, day, zone, binds)}"
        f" WHEN {text} {_IS_MOMENT} THEN {_moment(test, moment, zone, binds)} END"
    )


def _day(test: InSpan | Returns, day: str, zone: str, binds: Binds) -> str:
    if isinstance(test, InSpan):
        return within_span(test.span, day, zone, binds, as_day=True)
    low = binds.edge(NOW, zone, is_low=True, as_day=True)
    high = binds.edge(Shifted(test.within), zone, is_low=False, as_day=True)
    # A span of a year at most holds a return of one of two years: the first that may count, and the next.
    year = f"greatest(extract(year FROM {low}), extract(year FROM {day}) + 1)::int - extract(year FROM {day})::int"
    returns = [f"({day} + make_interval(years => {year}{more}))::date" for more in ("", " + 1")]
    return _either([f"{found} BETWEEN {low} AND {high}" for found in returns])


def _moment(test: InSpan | Returns, moment: str, zone: str, binds: Binds) -> str:
    if isinstance(test, InSpan):
        return within_span(test.span, moment, zone, binds)
    return _day(test, f"({moment} AT TIME ZONE {binds.zone_name(zone)})::date", zone, binds)


def within_span(span: Span, value: str, zone: str, binds: Binds, *, as_day: bool = False) -> str:
    """Return whether a date or timestamptz expression lies in a span."""
    parts = []
    if span.low is not None:
        parts.append(f"{value} >= {binds.edge(span.low, zone, is_low=True, as_day=as_day)}")
    if span.high is not None:
        parts.append(f"{value} <= {binds.edge(span.high, zone, is_low=False, as_day=as_day)}")
    return f"({' AND '.join(parts)})"
