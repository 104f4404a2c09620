"""Importing a flow file: first a plan that says what would happen, then, by choice, all of it at once."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy.dialects.postgresql import insert

from towpath.contacts.model import BUILT_IN, Attribute, Topic
from towpath.engine.condition import faults_of, references_of
from towpath.engine.document import Document, Resources, as_document
from towpath.engine.registry import Registry
from towpath.journeys import actions, files, store
from towpath.journeys.actions import as_pointer
from towpath.kit.db import Conn, Json
from towpath.kit.errors import Fault, Invalid
from towpath.kit.ids import slug_of
from towpath.messages import store as messages
from towpath.segments import actions as segments

Kind = Literal["segment", "message", "topic", "attribute"]
Choice = Literal["create", "reuse", "rename", "update", "missing"]
_WRITES: tuple[Choice, ...] = ("create", "rename", "update")
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


class Written(msgspec.Struct, frozen=True):
    """A resource that an import wrote: as it was before (None: not there) and as it was then."""

    kind: Kind
    slug: str
    name: str
    before: Json | None
    after: Json


class Imported(msgspec.Struct, frozen=True):
    """The new journey, a draft, and what was done with each resource. By `id` it can be taken back."""

    id: int
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


_RESERVED: dict[Kind, Sequence[str]] = {"segment": segments.RESERVED, "message": messages.RESERVED}


async def parts_here(conn: Conn, kind: Kind, slugs: Iterable[str]) -> dict[str, Json]:
    """Return those of these resources that are here, as a file would carry them."""
    return await _HERE[kind](conn, slugs)


async def _plan_kind(
    conn: Conn, kind: Kind, resources: Resources, choices: Mapping[str, Choice]
) -> list[Item]:
    brought: dict[str, Json] = msgspec.to_builtins(getattr(resources, _PARTS[kind]), str_keys=True)
    here = await parts_here(conn, kind, brought)
    items = []
    for key, part in brought.items():
        name = part.get("name") or part.get("subject") or key
        if key in _RESERVED.get(kind, ()):
            items.append(Item(kind, key, name, "rename", await _free(conn, kind, key), ["rename"]))
        elif key not in here:
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
    slug = await _free(conn, kind, key) if choice == "rename" else key
    return Item(kind, key, name, choice, slug, offered)


async def _free(conn: Conn, kind: Kind, key: str) -> str:
    tries = [f"{key}-{n}" for n in range(2, 60)]
    return slug_of(key, taken={key, *await parts_here(conn, kind, tries)})


async def _missing(conn: Conn, document: Document, registry: Registry) -> list[Item]:
    """Find what the nodes and segments name, and neither the file nor this workspace has."""
    wanted = files.references(document, registry)
    for part in document.resources.segments.values():
        for kind, key, _ in references_of(part.condition or {}):
            wanted[kind].add(key)
    wanted["attribute"] -= BUILT_IN.keys()
    items = []
    for kind, part_name in _PARTS.items():
        open_keys = wanted[kind] - getattr(document.resources, part_name).keys()
        here = await parts_here(conn, kind, open_keys)
        items += [Item(kind, key, key, "missing", key) for key in sorted(open_keys - here.keys())]
    return items


async def foresee(conn: Conn, document: Document, registry: Registry, choices: Mapping[str, Choice]) -> Plan:
    """Say what importing would do, and raise what the import would raise for what it has to write anyhow.

    That is written and taken back at once; what waits for a parameter to be filled in is not judged yet.
    """
    decided = await plan(conn, document, registry, choices)
    known = {key: str(p.default) for key, p in document.parameters.items() if p.default != ""}
    filled = as_document(_filled(store.as_json(document), known))
    resources = rename(filled, decided.items, registry).resources
    async with conn.begin_nested() as trial:
        for item in decided.items:
            if item.choice in _WRITES and "reuse" not in item.choices:
                part = getattr(resources, _PARTS[item.kind])[item.slug]
                if not _PLACE.search(str(part)):
                    await write(conn, item, resources)
        await trial.rollback()
    return decided


async def apply(
    conn: Conn,
    document: Document,
    registry: Registry,
    choices: Mapping[str, Choice],
    parameters: Mapping[str, Any],
) -> Imported:
    """Do what the plan says, in this transaction, and make the journey as a draft.

    Raises Invalid for a parameter that the file does not ask for, and for a resource that makes no sense.
    """
    filled = fill(document, parameters)
    decided = await plan(conn, filled, registry, choices)
    renamed = rename(filled, decided.items, registry)
    written = [
        await _written(conn, item, renamed.resources) for item in decided.items if item.choice in _WRITES
    ]
    plain = store.as_json(renamed)
    plain.pop("resources", None)
    slug = await actions.create(conn, as_document(plain))
    number = await store.add_import(conn, slug, [msgspec.to_builtins(part) for part in written])
    return Imported(number, slug, decided.items)


async def _written(conn: Conn, item: Item, resources: Resources) -> Written:
    before = (await parts_here(conn, item.kind, [item.slug])).get(item.slug)
    await write(conn, item, resources)
    after = (await parts_here(conn, item.kind, [item.slug]))[item.slug]
    return Written(item.kind, item.slug, item.name, before, after)


async def write(conn: Conn, item: Item, resources: Resources) -> None:
    """Make a resource be what `resources` say under the item's slug. Raises Invalid, with places in the file."""
    try:
        await _WRITE[item.kind](conn, item, resources)
    except Invalid as error:
        place = f"/resources/{_PARTS[item.kind]}/{item.key}"
        error.faults = [Fault(place + fault.pointer, fault.detail) for fault in error.faults]
        raise


_PLACE = re.compile(r"\{\{\s*parameters\.([a-z][a-z0-9_]*)\s*\}\}")


def fill(document: Document, given: Mapping[str, Any]) -> Document:
    """Return the document with every `{{ parameters.x }}` replaced, and no parameter left to ask for."""
    unasked = sorted(given.keys() - document.parameters.keys())
    strange = [Fault(f"/parameters/{key}", "The file does not ask for this.") for key in unasked]
    if strange:
        raise Invalid(faults=strange)
    values = {key: str(given.get(key, p.default)) for key, p in document.parameters.items()}
    plain = store.as_json(document)
    plain.pop("parameters", None)
    return as_document(_filled(plain, values))


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _PLACE.sub(lambda match: values.get(match[1], match[0]), value)
    if isinstance(value, dict):
        return {key: _filled(child, values) for key, child in value.items()}
    return [_filled(child, values) for child in value] if isinstance(value, list) else value


def rename(document: Document, items: Sequence[Item], registry: Registry) -> Document:
    """Return the document with the references and resources that the plan renames under their new names."""
    names = {(item.kind, item.key): item.slug for item in items if item.choice == "rename"}
    if not names:
        return document
    plain = store.as_json(document)
    for key, ref in files.node_references(document, registry):
        if (ref.kind, ref.key) in names:
            _put(plain["nodes"][key]["config"], ref.field, ref.kind, names[ref.kind, ref.key])
    resources = plain.get("resources", {})
    for slug, part in resources.get("segments", {}).items():
        for kind, key, path in references_of(document.resources.segments[slug].condition or {}):
            if (kind, key) in names:
                _put(part, f"condition{path}", kind, names[kind, key])
    for kind, part_name in _PARTS.items():
        parts = resources.get(part_name, {})
        resources[part_name] = {names.get((kind, key), key): part for key, part in parts.items()}
    return as_document(plain)


def _put(inside: Any, path: str, kind: str, value: str) -> None:
    """Put a new name at `path`, such as `condition.all[0]`: there stands the old name, or the leaf that names it."""
    keys = [int(k) if k.isdigit() else k for k in re.split(r"[.\[\]]+", path) if k]
    for key in keys[:-1]:
        inside = inside[key]
    if isinstance(inside[keys[-1]], dict):
        inside[keys[-1]][kind] = value
    else:
        inside[keys[-1]] = value


async def _write_topic(conn: Conn, item: Item, resources: Resources) -> None:
    part = resources.topics[item.slug]
    values = {"name": part.name or item.slug, "description": part.description}
    await _upsert(conn, Topic, "slug", item.slug, values)


async def _write_attribute(conn: Conn, item: Item, resources: Resources) -> None:
    part = resources.attributes[item.slug]
    await _upsert(conn, Attribute, "key", item.slug, {"name": part.name or item.slug, "type": part.type})


async def _write_segment(conn: Conn, item: Item, resources: Resources) -> None:
    part = resources.segments[item.slug]
    condition = (part.condition or {}) if part.kind == "dynamic" else None
    troubles = faults_of(condition) if condition is not None else ()
    faults = [Fault(f"/condition{as_pointer(path)}", detail) for path, detail in troubles]
    if faults:
        raise Invalid(f"The segment “{part.name or item.key}” of the file cannot be used.", faults=faults)
    await segments.bring(conn, item.slug, segments.Draft(part.name, part.description, part.kind, condition))


async def _write_message(conn: Conn, item: Item, resources: Resources) -> None:
    part = resources.messages[item.slug]
    await messages.ensure(conn, item.slug, part.name or part.subject or item.slug, part)


async def _upsert(conn: Conn, table: Any, key: str, slug: str, values: Json) -> None:
    query = insert(table).values({key: slug, **values})
    await conn.execute(query.on_conflict_do_update(index_elements=[key], set_=values))


_WRITE: dict[Kind, Callable[[Conn, Item, Resources], Awaitable[None]]] = {
    "topic": _write_topic, "attribute": _write_attribute, "segment": _write_segment, "message": _write_message,
}  # fmt: skip
