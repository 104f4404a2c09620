"""Tests on one value as SQL. Nothing here can raise: a value is cast only after its kind and its form are known.

An expression may be NULL, which means false; whoever negates it must write IS NOT TRUE.
"""

import msgspec

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
from towpath.segments.sql.times import time_sql

NEVER = "FALSE"


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
            return time_sql(test, operand.text, operand.moment, zone, binds)


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
