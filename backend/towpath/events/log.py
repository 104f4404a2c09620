"""The event log: appended to in batches, inside the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
import msgspec

from towpath.contacts.store import create_known, note_each
from towpath.events import sql
from towpath.kit.db import Conn, Database, driver
from towpath.kit.partitions import Partitions, months_of

_partitions = Partitions("event")
_prepared: WeakKeyDictionary[Database, set[datetime]] = WeakKeyDictionary()
_NO_PROPERTIES = b"{}"


class NewEvent(msgspec.Struct, frozen=True):
    """One thing that one contact did. The contact is named by id, or external id, or e-mail (normalized).

    `properties` is a JSON object, encoded or not. `key` is the sender's own id: the second one is not stored.
    Without `at` it happened now. `creates` makes a contact of a stranger.
    """

    name: str
    contact_id: int | None = None
    external_id: str | None = None
    email: str | None = None
    at: datetime | None = None
    properties: dict[str, Any] | bytes = _NO_PROPERTIES
    key: str | None = None
    creates: bool = True


class Appended(msgspec.Struct, frozen=True):
    """What became of a batch; the lists hold positions in it. `stirs`: a journey or segment should look."""

    stored: int
    duplicates: list[int]
    unknown: list[int]
    created_contacts: int
    stirs: bool


class _Placed(msgspec.Struct, frozen=True):
    """An event with everything that its row needs."""

    event: NewEvent
    contact_id: int
    name_id: int
    at: datetime


async def prepare(db: Database, moments: Iterable[datetime]) -> None:
    """Make the months of these moments, in a transaction of their own.

    A new month locks the tables shortly; done inside a long transaction it could wait crosswise with another.
    """
    prepared = _prepared.setdefault(db, set())
    missing = months_of(moments) - prepared
    if missing:
        async with db.transaction() as conn:
            await _partitions.ensure(await driver(conn), missing)
        prepared |= missing


async def append(
    conn: Conn, events: Sequence[NewEvent], now: datetime, *, starts_journeys: bool = True
) -> Appended:
    """Store events, counting them and telling segments and journeys; sets only, whatever their number.

    Contacts are found by id, then external id, then address; strangers are made unless an event forbids it.
    Events of contacts that are not there, and those whose key is known, are left out and reported. History
    need not start journeys.
    """
    raw = await driver(conn)
    await _partitions.ensure(raw, {event.at or now for event in events})
    people, created = await _people(conn, raw, events, now)
    known = [
        (n, event, contact) for n, event in enumerate(events) if (contact := people.of(event)) is not None
    ]
    names = await _name_ids(raw, {event.name for _, event, _ in known})
    fresh = await _without_repeats(raw, [(n, event) for n, event, _ in known])
    placed = [_Placed(event, contact, names[event.name], event.at or now)
              for n, event, contact in known if n in fresh]  # fmt: skip
    stirs = await _write(conn, raw, placed, starts_journeys=starts_journeys)
    seen = {n for n, _, _ in known}
    return Appended(
        stored=len(placed),
        duplicates=[n for n in sorted(seen) if n not in fresh],
        unknown=[n for n in range(len(events)) if n not in seen],
        created_contacts=created,
        stirs=stirs or created > 0,
    )


class _People:
    """Who is who in a batch."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.by_external_id: dict[str, int] = {}
        self.by_email: dict[str, int] = {}

    def of(self, event: NewEvent) -> int | None:
        if event.contact_id is not None:
            return event.contact_id if event.contact_id in self.ids else None
        found = self.by_external_id.get(event.external_id) if event.external_id else None
        if found is None and event.email:
            found = self.by_email.get(event.email.lower())
        return found

    async def find(self, raw: asyncpg.Connection, events: Sequence[NewEvent]) -> None:
        rows = await raw.fetch(
            sql.FIND_PEOPLE,
            list({event.contact_id for event in events if event.contact_id is not None}),
            list({event.external_id for event in events if event.external_id}),
            list({event.email.lower() for event in events if event.email}),
        )
        for kind, contact, name in rows:
            if kind == 1:
                self.ids.add(contact)
            elif kind == 2:
                self.by_external_id[name] = contact
            else:
                self.by_email[name] = contact


async def _people(
    conn: Conn, raw: asyncpg.Connection, events: Sequence[NewEvent], now: datetime
) -> tuple[_People, int]:
    people = _People()
    await people.find(raw, events)
    strangers = [event for event in events if event.creates and event.contact_id is None
                 and (event.external_id or event.email) and people.of(event) is None]  # fmt: skip
    if not strangers:
        return people, 0
    created = await create_known(conn, [(event.external_id, event.email) for event in strangers], now)
    await people.find(raw, strangers)
    return people, created


async def _name_ids(raw: asyncpg.Connection, names: set[str]) -> dict[str, int]:
    found = dict(await raw.fetch(sql.FIND_NAMES, list(names)))
    missing = sorted(names - found.keys())
    if missing:
        await raw.execute(sql.CREATE_NAMES, missing)
        found |= dict(await raw.fetch(sql.FIND_NAMES, missing))
    return found


async def _without_repeats(raw: asyncpg.Connection, events: Sequence[tuple[int, NewEvent]]) -> set[int]:
    """Return the positions of events that are new: without a key, or the first with theirs."""
    keyed: dict[str, int] = {}
    for n, event in events:
        if event.key is not None:
            keyed.setdefault(event.key, n)
    fresh = {n for n, event in events if event.key is None}
    if keyed:
        fresh.update(keyed[row["key"]] for row in await raw.fetch(sql.KEEP_KEYS, list(keyed)))
    return fresh


async def _write(
    conn: Conn, raw: asyncpg.Connection, placed: Sequence[_Placed], *, starts_journeys: bool
) -> bool:
    if not placed:
        return False
    ids = [row["id"] for row in await raw.fetch(sql.NEXT_IDS, len(placed))]
    rows = [(id_, p.contact_id, p.name_id, p.at, _json(p.event.properties))
            for id_, p in zip(ids, placed, strict=True)]  # fmt: skip
    columns = ["id", "contact_id", "name_id", "at", "properties"]
    await raw.copy_records_to_table("event", records=rows, columns=columns)
    contacts, names = [row[1] for row in rows], [row[2] for row in rows]
    await raw.execute(sql.COUNT_EVENTS, contacts, names, [row[3] for row in rows])
    heard = await _to_inbox(raw, rows, set(names)) if starts_journeys else False
    facts: dict[str, set[int]] = {}
    for p in placed:
        facts.setdefault(f"event:{p.event.name}", set()).add(p.contact_id)
    return await note_each(conn, facts) or heard


def _json(properties: dict[str, Any] | bytes) -> str:
    encoded = properties if isinstance(properties, bytes) else msgspec.json.encode(properties)
    return encoded.decode()


async def _to_inbox(raw: asyncpg.Connection, rows: Sequence[tuple[Any, ...]], names: set[int]) -> bool:
    listened = {row["name_id"] for row in await raw.fetch(sql.FIND_LISTENED, list(names))}
    heard = [row for row in rows if row[2] in listened]
    if heard:
        columns = ["event_id", "contact_id", "name_id", "at", "properties"]
        await raw.copy_records_to_table("event_inbox", records=heard, columns=columns)
    return bool(heard)
