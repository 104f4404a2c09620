"""Says `date-time` of every moment in the schemas; msgspec says so only where a zone is demanded. Ours all have one."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import inspect

Json = dict[str, Any]


def mark_moments(types: Iterable[Any], schemas: Json) -> None:
    """Add the format to `schemas`, made of `types`."""
    for struct in _structs(inspect.multi_type_info(types)):
        properties = schemas.get(struct.cls.__name__, {}).get("properties", {})
        for field in struct.fields:
            if any(isinstance(kind, inspect.DateTimeType) for kind in _members(field.type)):
                _mark(properties.get(field.encode_name, {}))


def _mark(schema: Json) -> None:
    for choice in [schema, *schema.get("anyOf", [])]:
        if choice.get("type") == "string":
            choice.setdefault("format", "date-time")


def _members(kind: Any) -> Iterator[Any]:
    """Yield the type, or each member of a union, without what was annotated."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        for member in kind.types:
            yield from _members(member)
    else:
        yield kind


def _structs(kinds: Iterable[Any]) -> list[inspect.StructType]:
    """Return every struct that can be reached from `kinds`."""
    found: dict[Any, inspect.StructType] = {}
    waiting = [member for kind in kinds for member in _members(kind)]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, inspect.StructType):
            if kind.cls not in found:
                found[kind.cls] = kind
                waiting += [member for field in kind.fields for member in _members(field.type)]
            continue
        inner = [getattr(kind, name, None) for name in ("item_type", "value_type")]
        inner += getattr(kind, "item_types", ())
        waiting += [member for each in inner if each is not None for member in _members(each)]
    return list(found.values())
