"""Importing a flow file: first a plan that says what would happen, then, by choice, all of it at once."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

import msgspec

from towpath.contacts import store as contacts
from towpath.engine.condition import references_of
from towpath.engine.document import Document, Resources, as_document
from towpath.engine.registry import Registry
from towpath.journeys import actions, files, store
from towpath.kit.db import Conn, Json
from towpath.kit.errors import Fault, Invalid
from towpath.kit.ids import slug_of
from towpath.messages import store as messages
from towpath.segments import store as segments

Kind = Literal["segment", "message", "topic", "attribute"]
Choice = Literal["create", "reuse", "rename", "update", "missing"]
_PARTS: dict[Kind, str] = {
    "topic": "topics", "attribute": "attributes", "segment": "segments", "message": "messages",
}  # fmt: skip


class Item(msgspec.Struct, frozen=True):
    """What happens to one resource of the file. `slug` is its name here; `choices` are what one may say instead."""

    kind: Kind
    key: str
    name: str
    choice: Choice
    slug: str
    choices: list[Choice] = []


class Plan(msgspec.Struct, frozen=True):
    """What an import would do. Nothing was written."""

    name: str
    items: list[Item]
    parameters: dict[str, Json]
    unknown_types: list[str]


class Imported(msgspec.Struct, frozen=True):
    """The new journey, a draft, and what was done with each resource."""

    journey: str
    items: list[Item]


async def plan(
    conn: Conn, document: Document, registry: Registry, choices: Mapping[str, Choice] | None = None
) -> Plan:
    """Say what importing would do. `choices` are by `kind:key`, and count only where the plan offers them."""
    items: list[Item] = []
    for kind in _PARTS:
        items += await _plan_kind(conn, kind, document.resources, choices or {})
    items += await _missing(conn, document, registry)
    unknown = sorted({spec.type for spec in document.nodes.values()} - registry.types.keys())
    parameters = {key: msgspec.to_builtins(p) for key, p in document.parameters.items()}
    return Plan(document.name, items, parameters, unknown)


_HERE: dict[Kind, Callable[..., Awaitable[dict[str, Json]]]] = {
    "segment": files.segments_by_slug,
    "message": files.messages_by_slug,
    "topic": files.topics_by_slug,
    "attribute": files.attributes_by_key,
}


async def _plan_kind(conn: Conn, kind: Kind, resources: Resources, choices: Mapping[str, Choice]) -> list[Item]:
    brought: dict[str, Json] = msgspec.to_builtins(getattr(resources, _PARTS[kind]), str_keys=True)
    here = await _HERE[kind](conn, brought)
    items = []
    for key, part in brought.items():
        name = part.get("name") or part.get("subject") or key
        if key not in here:
            items.append(Item(kind, key, name, "create", key))
        elif _same(here[key], part):
            items.append(Item(kind, key, name, "reuse", key))
        else:
            items.append(await _clash(conn, kind, key, name, choices.get(f"{kind}:{key}")))
    return items


def _same(here: Json, part: Json) -> bool:
    defaults = {"name": "", "channel": "email", "kind": "dynamic", "type": "text"}
    return {**defaults, **here} == {**defaults, **part} or (
        "name" not in part and {**here, "name": None} == {**defaults, **part, "name": None}
    )


async def _clash(conn: Conn, kind: Kind, key: str, name: str, wish: Choice | None) -> Item:
    # An attribute is a fact about people and has one meaning here: it is never renamed or changed by a file.
    offered: list[Choice] = ["reuse"] if kind == "attribute" else ["rename", "reuse", "update"]
    choice = wish if wish in offered else offered[0]
    slug = key
    if choice == "rename":
        tries = [f"{key}-{n}" for n in range(2, 60)]
        slug = slug_of(key, taken={key, *await _HERE[kind](conn, tries)})
    return Item(kind, key, name, choice, slug, offered)


async def _missing(conn: Conn, document: Document, registry: Registry) -> list[Item]:
    """Find what the nodes and segments name, and neither the file nor this workspace has."""
    wanted = files.references(document, registry)
    for part in document.resources.segments.values():
        for kind, key, _ in references_of(part.condition or {}):
            wanted[kind].add(key)
    known = {name for name in (await _built_in())}
    items = []
    for kind, attribute in _PARTS.items():
        open_keys = wanted[kind] - getattr(document.resources, attribute).keys() - (known if kind == "attribute" else set())
        here = await _HERE[kind](conn, open_keys)
        items += [Item(kind, key, key, "missing", key) for key in sorted(open_keys - here.keys())]
    return items


async def apply(
    conn: Conn, document: Document, registry: Registry, choices: Mapping[str, Choice], parameters: Mapping[str, Any]
) -> Imported:
    """Do what the plan says, in this transaction, and make the journey as a draft."""
    filled = _fill(document, parameters)
    decided = await plan(conn, filled, registry, choices)
    names = {(item.kind, item.key): item.slug for item in decided.items if item.choice == "rename"}
    renamed = rename(filled, names, registry)
    for item in decided.items:
        if item.choice in ("create", "rename", "update"):
            await _write(conn, item, renamed.resources)
    plain = store.as_json(renamed)
    plain.pop("resources", None)
    plain.pop("parameters", None)
    slug = await actions.create(conn, as_document(plain))
    return Imported(slug, decided.items)
