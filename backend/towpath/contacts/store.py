"""Changes to sets of contacts, and the news of them for segments."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from towpath.contacts import sql
from towpath.contacts.fields import Wrong, document_of, tag_name
from towpath.contacts.model import TEXT_FIELDS, Attribute, AttributeType
from towpath.kit.db import Conn, driver
from towpath.kit.errors import Conflict, Fault, Invalid

CONTACT = "contact"
IDENTITY_FIELDS = ("external_id", "email")


class IdentityTaken(Conflict):
    """Another contact already has this external id or e-mail address."""

    code = "identity-taken"


async def note_changes(conn: Conn, contact_ids: Sequence[int], facts: Iterable[str]) -> None:
    """Queue the contacts to be looked at again if a live segment depends on any of the facts.

    Facts: `attribute:<key>`, `tag:<lower-case name>`, `event:<name>`, `topic:<slug>`, `segment:<slug>`,
    and `contact` (was created; concerns every segment).
    """
    await note_each(conn, dict.fromkeys(facts, contact_ids))


async def note_each(conn: Conn, changes: Mapping[str, Collection[int]]) -> bool:
    """Queue contacts by the fact that changed for them; tell whether anybody was queued."""
    facts = [fact for fact, ids in changes.items() if ids]
    if not facts:
        return False
    raw = await driver(conn)
    await raw.execute(sql.LOCK_WATCH)
    watched = [row["fact"] for row in await raw.fetch(sql.WATCHED_FACTS, facts)]
    ids = {contact for fact in watched for contact in changes[fact]}
    if ids:
        await raw.execute(sql.NOTE_CHANGES, sorted(ids))
    return bool(ids)


async def lock_identities(conn: Conn) -> None:
    """Take the right, until commit, to create contacts and to change who has which external id or address."""
    await (await driver(conn)).execute(sql.LOCK_IDENTITIES)


async def change_tags(
    conn: Conn, contact_ids: Sequence[int], add: Sequence[str], remove: Sequence[str], now: datetime
) -> None:
    """Take tags from all these contacts, then give tags to all of them; missing tags are made."""
    ids = sorted(set(contact_ids))
    raw = await driver(conn)
    gone: list[Any] = []
    if remove:
        names = {row["id"]: row["name"] for row in await raw.fetch(sql.FIND_TAGS, list(remove))}
        gone = [(names[row["tag_id"]], row["contact_id"])
                for row in await raw.fetch(sql.REMOVE_TAGS, ids, list(names))]  # fmt: skip
    await note_each(conn, _tag_facts(gone))
    await add_tags(conn, [(contact, name) for contact in ids for name in add], now)


async def add_tags(conn: Conn, pairs: Sequence[tuple[int, str]], now: datetime) -> set[int]:
    """Give each contact its tag; missing tags are made. Returns the contacts that got one they had not."""
    if not pairs:
        return set()
    tags = await tag_ids(conn, {name for _, name in pairs})
    raw = await driver(conn)
    rows = await raw.fetch(sql.ADD_TAGS, [c for c, _ in pairs], [tags[name] for _, name in pairs], now)
    names = {tag: name for name, tag in tags.items()}
    await note_each(conn, _tag_facts((names[row["tag_id"]], row["contact_id"]) for row in rows))
    return {row["contact_id"] for row in rows}


def _tag_facts(changes: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    facts: dict[str, list[int]] = {}
    for name, contact in changes:
        facts.setdefault(f"tag:{name.strip().lower()}", []).append(contact)
    return facts


async def tag_ids(conn: Conn, names: Collection[str]) -> dict[str, int]:
    """Return the ids of tags by the names as given; missing tags are made. Raises Invalid for a bad name."""
    try:
        clean = {name: tag_name(name) for name in names}
    except Wrong as error:
        raise Invalid(f"A tag cannot be used: {error}.") from None
    raw = await driver(conn)
    wanted = sorted(set(clean.values()))
    found = {row["name"]: row["id"] for row in await raw.fetch(sql.FIND_TAGS, wanted)}
    if len(found) < len(wanted):
        await raw.execute(sql.CREATE_TAGS, [name for name in wanted if name not in found])
        found = {row["name"]: row["id"] for row in await raw.fetch(sql.FIND_TAGS, wanted)}
    return {name: found[tidy] for name, tidy in clean.items()}


async def attribute_types(conn: Conn) -> dict[str, AttributeType]:
    """Return the declared custom attributes: their types by key."""
    rows = await conn.execute(select(Attribute.key, Attribute.type))
    return {row.key: AttributeType(row.type) for row in rows}


async def set_values(
    conn: Conn, contact_ids: Sequence[int], values: Mapping[str, Any], now: datetime
) -> None:
    """Set built-in fields and custom attributes, by key, of all these contacts; None clears.

    Raises Invalid when a value does not fit or an attribute is not declared, IdentityTaken when the external
    id or address belongs to somebody else.
    """
    ids = sorted(set(contact_ids))
    document, faults = document_of(
        {key: value for key, value in values.items() if key in TEXT_FIELDS},
        {key: value for key, value in values.items() if key not in TEXT_FIELDS},
        await attribute_types(conn),
    )
    if faults:
        raise Invalid(_sentence(faults), faults=[Fault(f"/{path}", detail) for path, detail in faults])
    identity = {key: document[key] for key in IDENTITY_FIELDS if document.get(key)}
    if identity:
        if len(ids) > 1:
            raise Invalid("An external id or e-mail address can be given to one contact only.")
        await _claim_identity(conn, ids, identity)
    await update_contacts(conn, [(contact, document) for contact in ids], now)


def _sentence(faults: Sequence[tuple[str, str]]) -> str:
    path, detail = faults[0]
    return f"{path.removeprefix('attributes/')}: {detail}."


async def _claim_identity(conn: Conn, ids: Sequence[int], identity: Mapping[str, str]) -> None:
    """Make sure that nobody else has, or gets before we commit, this external id or address."""
    await lock_identities(conn)
    raw = await driver(conn)
    row = await raw.fetchrow(sql.MATCH_CONTACTS, [identity.get("external_id")], [identity.get("email")])
    if row and {row["by_external_id"], row["by_email"]} - {None, *ids}:
        raise IdentityTaken


async def update_contacts(
    conn: Conn, documents: Sequence[tuple[int, Mapping[str, Any]]], now: datetime
) -> set[int]:
    """Set what each contact's document names; returns the ids of those who changed. A contact stands once."""
    raw = await driver(conn)
    encoded = [msgspec.json.encode(document).decode() for _, document in documents]
    rows = await raw.fetch(sql.UPDATE_CONTACTS, [contact for contact, _ in documents], encoded, now)
    changes: dict[str, list[int]] = {"attribute:updated_at": [row["id"] for row in rows]}
    for row in rows:
        for key in row["keys"]:
            changes.setdefault(f"attribute:{key}", []).append(row["id"])
    await note_each(conn, changes)
    return {row["id"] for row in rows}


async def insert_contacts(
    conn: Conn, documents: Sequence[Mapping[str, Any]], now: datetime
) -> list[tuple[int, str | None, str | None]]:
    """Create a contact from each document; returns (id, external id, lower-case address) of each, in any order.

    The caller holds the identities (lock_identities) and knows that all are free.
    """
    raw = await driver(conn)
    encoded = [msgspec.json.encode(document).decode() for document in documents]
    rows = await raw.fetch(sql.INSERT_CONTACTS, encoded, now)
    await note_each(conn, {CONTACT: [row["id"] for row in rows]})
    return [(row["id"], row["external_id"], row["email"]) for row in rows]


async def create_known(conn: Conn, names: Sequence[tuple[str | None, str | None]], now: datetime) -> int:
    """Create contacts of whom only (external id, address) is known, and who are still unknown; returns how many.

    Somebody whose external id or address is known is known.
    """
    await lock_identities(conn)
    raw = await driver(conn)
    known = await raw.fetch(
        sql.KNOWN_IDENTITIES,
        [external_id for external_id, _ in names if external_id],
        [email.lower() for _, email in names if email],
    )
    taken: set[tuple[str, str]] = {(row["kind"], row["name"]) for row in known}
    fresh: list[tuple[str | None, str | None]] = []
    # Rows with an external id first: an address alone may be that of one of them.
    for external_id, email in sorted(names, key=lambda pair: pair[0] is None):
        keys = [("external_id", external_id)] if external_id else []
        keys += [("email", email.lower())] if email else []
        if any(key in taken for key in keys):
            continue
        taken.update(keys)
        fresh.append((external_id, email))
    rows = await raw.fetch(sql.INSERT_KNOWN, [x for x, _ in fresh], [e for _, e in fresh], now)
    await note_each(conn, {CONTACT: [row["id"] for row in rows]})
    return len(rows)
