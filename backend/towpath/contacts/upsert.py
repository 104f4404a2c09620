"""Rows that say what contacts should look like, matched to contacts and written as a set."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from towpath.contacts import consent as consents
from towpath.contacts import sql
from towpath.contacts.consent import Consent
from towpath.contacts.store import add_tags, insert_contacts, lock_identities, update_contacts
from towpath.kit.db import Conn, driver

KNOWN = "is known already"
NOBODY = "has neither an external id nor an e-mail address"


class Row(msgspec.Struct, frozen=True, gc=False):
    """One person as wanted: a checked document (fields.document_of), tags to add, what was agreed to."""

    document: dict[str, Any]
    tags: Sequence[str] = ()
    consent: Consent | None = None


class Result(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Done(msgspec.Struct, frozen=True, gc=False):
    """One row's result; refused rows have a reason instead of a contact."""

    result: Result
    contact_id: int | None = None
    reason: str = ""


class _Match(msgspec.Struct, frozen=True, gc=False):
    by_external_id: int | None = None
    by_email: int | None = None
    owner: str | None = None


_NO_MATCH = _Match()


class _Person:
    """Rows of one batch that mean the same person; later rows win, cell by cell."""

    __slots__ = ("contact_id", "document", "external_id", "result", "rows")

    def __init__(self, contact_id: int | None, external_id: str | None) -> None:
        self.contact_id = contact_id
        self.external_id = external_id
        self.document: dict[str, Any] = {}
        self.rows: list[int] = []
        self.result = Result.UNCHANGED

    def add(self, n: int, document: Mapping[str, Any]) -> None:
        attributes = {**self.document.get("attributes", {}), **document.get("attributes", {})}
        self.document.update(document)
        if attributes:
            self.document["attributes"] = attributes
        self.external_id = document.get("external_id") or self.external_id
        self.rows.append(n)


async def upsert(conn: Conn, rows: Sequence[Row], now: datetime, *, creates_only: bool = False) -> list[Done]:
    """Create or update the person of each row; answers in the order of the rows.

    People are found by external id first, then by address. A row that would give an address of one person to
    another is refused. Only what differs is written and told to segments.
    """
    matches = await _match(conn, rows)
    if not all(_is_settled(row.document, match) for row, match in zip(rows, matches, strict=True)):
        await lock_identities(conn)
        matches = await _match(conn, rows)
    people, refused = _people(rows, matches)
    if creates_only:
        refused |= {n: KNOWN for person in people if person.contact_id for n in person.rows}
        people = [person for person in people if not person.contact_id]
    await _write(conn, people, now)
    await _tag_and_subscribe(conn, rows, people, now)
    done = {n: Done(Result.REFUSED, reason=reason) for n, reason in refused.items()}
    for person in people:
        done |= {n: Done(Result.UNCHANGED, person.contact_id) for n in person.rows}
        done[person.rows[-1]] = Done(person.result, person.contact_id)
    return [done[n] for n in range(len(rows))]


async def _match(conn: Conn, rows: Sequence[Row]) -> list[_Match]:
    raw = await driver(conn)
    external_ids = [row.document.get("external_id") for row in rows]
    emails = [row.document.get("email") for row in rows]
    found = await raw.fetch(sql.MATCH_CONTACTS, external_ids, emails)
    matches = [_NO_MATCH] * len(rows)
    for n, by_external_id, by_email, owner in found:
        matches[n - 1] = _Match(by_external_id, by_email, owner)
    return matches


def _is_settled(document: Mapping[str, Any], match: _Match) -> bool:
    """Tell whether every name that the row gives is already this one contact's."""
    named = {match.by_external_id} if document.get("external_id") else set()
    named |= {match.by_email} if document.get("email") else set()
    return len(named) == 1 and None not in named


def _people(rows: Sequence[Row], matches: Sequence[_Match]) -> tuple[list[_Person], dict[int, str]]:
    """Gather the rows by person; rows that contradict a contact or an earlier row are refused with a reason."""
    people: dict[int, _Person] = {}
    strangers: list[_Person] = []
    # Who, in this batch, has which external id and address.
    claims: dict[tuple[str, str], _Person] = {}
    refused: dict[int, str] = {}
    for n, (row, match) in enumerate(zip(rows, matches, strict=True)):
        external_id, email = row.document.get("external_id"), row.document.get("email")
        keys = [("external_id", external_id)] if external_id else []
        keys += [("email", email.lower())] if email else []
        known = match.by_external_id or match.by_email
        candidates = [claims[key] for key in keys if key in claims] + (
            [people[known]] if known in people else []
        )
        reason = _contradiction(external_id, match, candidates) if keys else NOBODY
        if reason:
            refused[n] = reason
            continue
        if candidates:
            person = candidates[0]
        else:
            person = _Person(known, external_id or match.owner)
            strangers += [] if known else [person]
        if known:
            people[known] = person
        person.add(n, row.document)
        claims.update(dict.fromkeys(keys, person))
    return [*{id(person): person for person in [*people.values(), *strangers]}.values()], refused


def _contradiction(external_id: str | None, match: _Match, candidates: Sequence[_Person]) -> str:
    by_external_id, by_email, owner = match.by_external_id, match.by_email, match.owner
    if by_email and (by_external_id or by_email) != by_email:
        return "its e-mail address belongs to another contact" + (f" (external id {owner})" if owner else "")
    if external_id and owner and owner != external_id:
        return f"its e-mail address belongs to another contact (external id {owner})"
    known = by_external_id or by_email
    for person in candidates:
        is_other = known is not None and person.contact_id != known
        is_named_otherwise = external_id and person.external_id and person.external_id != external_id
        if person is not candidates[0] or is_other or is_named_otherwise:
            return "its e-mail address belongs to the person of another row"
    return ""


async def _write(conn: Conn, people: Sequence[_Person], now: datetime) -> None:
    known = [(person.contact_id, person.document) for person in people if person.contact_id is not None]
    changed = await update_contacts(conn, known, now) if known else set()
    for person in people:
        if person.contact_id in changed:
            person.result = Result.UPDATED
    strangers = [person for person in people if person.contact_id is None]
    if not strangers:
        return
    ids: dict[tuple[str, str], int] = {}
    for contact, external_id, email in await insert_contacts(conn, [p.document for p in strangers], now):
        ids[("external_id", external_id) if external_id else ("email", email or "")] = contact
    for person in strangers:
        external_id, email = person.document.get("external_id"), person.document.get("email") or ""
        person.contact_id = ids[("external_id", external_id) if external_id else ("email", email.lower())]
        person.result = Result.CREATED


async def _tag_and_subscribe(
    conn: Conn, rows: Sequence[Row], people: Sequence[_Person], now: datetime
) -> None:
    placed = [(person.contact_id or 0, rows[n]) for person in people for n in person.rows]
    touched = await add_tags(conn, [(contact, tag) for contact, row in placed for tag in row.tags], now)
    agreed = consents.consents_of([(contact, row.consent) for contact, row in placed])
    for consent, contacts in agreed.items():
        touched |= await consents.give(conn, contacts, consent, now)
    for person in people:
        if person.contact_id in touched and person.result is Result.UNCHANGED:
            person.result = Result.UPDATED
