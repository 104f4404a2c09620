"""Conditions: a tree of tests on a person. Read, checked and said here; evaluated only in SQL (segments/sql).

The same JSON stands in segments, branches, goals, filters and files. The one evaluation in Python is `where_holds`, for
an event that is just coming in and has no row to be asked about.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, cast

import msgspec

from towpath.engine.conditions.operators import kinds_of
from towpath.engine.conditions.parse import named_things, parse, parse_where
from towpath.engine.conditions.tree import AttributeTest, PropertyTest, leaves_of
from towpath.engine.conditions.values import holds
from towpath.engine.conditions.words import say, say_where
from towpath.engine.node import Json, Names

Reference = tuple[Literal["segment", "topic", "tag", "attribute", "event"], str, str]
_NOUN = {
    "text": "a text",
    "number": "a number",
    "boolean": "yes or no",
    "date": "a date",
    "moment": "a moment",
}


def faults_of(raw: Json) -> Iterable[tuple[str, str]]:
    """Return (path, detail) for everything wrong with a condition; paths look like `.all[0].op`."""
    return parse(raw).faults


def references_of(raw: Json) -> Iterable[Reference]:
    """Yield (kind, key, path) for everything that a condition names."""
    return cast("Iterable[Reference]", named_things(raw))


def words_of(raw: Json, names: Names) -> str:
    """Say a condition in words: "is tagged “vip”". What a draft lacks reads "…"."""
    return say(parse(raw).tree, names)


def parts_of(raw: Json) -> tuple[str, list[Json]]:
    """Return the group that a condition is (all, any, none) and its parts; no parts where it is a single test."""
    group = next((group for group in ("all", "any", "none") if isinstance(raw.get(group), list)), "")
    parts = [part for part in raw[group] if isinstance(part, dict)] if group else []
    if len(parts) == 1 and group != "none":
        return parts_of(parts[0])
    return group, parts if len(parts) > 1 else []


def misfits_of(raw: Json, names: Names) -> Iterable[tuple[str, str]]:
    """Yield (path, detail) for every comparison that the attribute it names can never pass, by what that holds."""
    tests = [
        leaf for leaf in leaves_of(parse(raw).tree) if isinstance(leaf, AttributeTest) and leaf.attribute
    ]
    paths = [path for kind, _, path in named_things(raw) if kind == "attribute"]
    if len(tests) != len(paths):
        return
    for leaf, path in zip(tests, paths, strict=True):
        operator, test = leaf.comparison.operator, leaf.comparison.test
        kind = names.type_of(leaf.attribute)
        if operator and test and kind in _NOUN and kind not in kinds_of(test):
            name = names.name("attribute", leaf.attribute)
            detail = f"“{name}” holds {_NOUN[kind]}: “{operator.label}” with this value never fits it."
            yield path.removesuffix(".attribute") + ".op", detail


def faults_of_where(where: Sequence[Json]) -> Iterable[tuple[str, str]]:
    """Return (path, detail) for everything wrong with tests on an event's properties; paths like `[0].op`."""
    return parse_where(where)[1]


def words_of_where(where: Sequence[Json]) -> str:
    """Say tests on an event's properties in words: "amount is at least 20"."""
    return say_where(parse_where(where)[0])


def where_holds(
    where: Sequence[Json], properties: Mapping[str, Any], now: datetime | None = None, zone: str = "UTC"
) -> bool:
    """Tell whether an event's properties pass every test, just as they would in SQL.

    `now` and `zone` serve tests such as in_next; without `now` those are false. Tests with faults are false.
    """
    tests, faults = _tests(msgspec.json.encode(where))
    return not faults and all(
        holds(test.comparison.test, properties.get(test.property), now, zone)
        for test in tests
        if test.comparison.test is not None
    )


@lru_cache(maxsize=256)
def _tests(where: bytes) -> tuple[tuple[PropertyTest, ...], tuple[tuple[str, str], ...]]:
    return parse_where(msgspec.json.decode(where))


def pointer_of(path: str) -> str:
    """Return a path such as `.all[0].op` as a JSON pointer: /all/0/op."""
    return re.sub(r"[.\[]", "/", path.replace("]", ""))
