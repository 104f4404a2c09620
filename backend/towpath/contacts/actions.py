"""What may happen to a contact: one function for each change of state."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from towpath.contacts import consent as consents
from towpath.contacts import sql, store
from towpath.contacts.address import BadAddress, normalize_email
from towpath.contacts.consent import SUBSCRIBED, UNSUBSCRIBED, Consent
from towpath.contacts.fields import Wrong, document_of, tag_name
from towpath.contacts.model import Contact, Suppression
from towpath.contacts.upsert import NOBODY, Done, Result, Row, upsert
from towpath.kit.db import Conn, driver
from towpath.kit.errors import Conflict, Fault, Invalid, NotFound

MANUAL = "manual"


class ContactExists(Conflict):
    """There is a contact with this external id or e-mail address already."""

    code = "contact-exists"


class NotManual(Conflict):
    """Only what people suppressed by hand can be lifted; this address bounced or complained."""

    code = "suppression-not-manual"


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants a contact to be: only what is named is set; None clears."""

    fields: Mapping[str, Any]
    attributes: Mapping[str, Any] = {}
    tags: Sequence[str] = ()
    consent: Consent | None = None


async def create_contact(conn: Conn, wish: Wish, now: datetime) -> int:
    """Add one contact; returns its id. Raises Invalid with every fault, or ContactExists."""
    (checked,) = await _checked(conn, [wish])
    if isinstance(checked, list):
        raise Invalid(checked[0].detail, faults=checked)
    (done,) = await upsert(conn, [checked], now, creates_only=True)
    if done.contact_id is None:
        raise ContactExists(
            faults=[Fault("/external_id" if wish.fields.get("external_id") else "/email", done.reason)]
        )
    return done.contact_id


async def upsert_contacts(
    conn: Conn, wishes: Sequence[Wish], now: datetime
) -> list[tuple[Done, list[Fault]]]:
    """Create or update a set of contacts; what is wrong with one does not stop the others. In their order."""
    checked = await _checked(conn, wishes)
    done = iter(await upsert(conn, [row for row in checked if isinstance(row, Row)], now))
    answers: list[tuple[Done, list[Fault]]] = []
    for row in checked:
        if isinstance(row, list):
            answers.append((Done(Result.REFUSED, reason=row[0].detail), row))
        else:
            result = next(done)
            answers.append((result, [Fault("", result.reason)] if result.reason else []))
    return answers


async def _checked(conn: Conn, wishes: Sequence[Wish]) -> list[Row | list[Fault]]:
    """Return each wish as a row to write, or what is wrong with it."""
    types = await store.attribute_types(conn)
    topics = await consents.all_topics(conn) if any(wish.consent for wish in wishes) else {}
    rows: list[Row | list[Fault]] = []
    for wish in wishes:
        document, found = document_of(wish.fields, wish.attributes, types)
        faults = [Fault(f"/{path}", f"{_name(path)} {detail}.") for path, detail in found]
        if not faults and not (document.get("external_id") or document.get("email")):
            faults.append(Fault("", f"It {NOBODY}."))
        faults += _tag_faults(wish.tags) + _consent_faults(wish.consent, topics)
        rows.append(faults or Row(document, wish.tags, wish.consent))
    return rows


def _name(path: str) -> str:
    return f"{path.removeprefix('attributes/')}:"


def _tag_faults(tags: Sequence[str]) -> list[Fault]:
    faults: list[Fault] = []
    for n, tag in enumerate(tags):
        try:
            tag_name(tag)
        except Wrong as error:
            faults.append(Fault(f"/tags/{n}", f"This tag cannot be used: {error}."))
    return faults


def _consent_faults(consent: Consent | None, topics: Mapping[str, int]) -> list[Fault]:
    if consent is None:
        return []
    missing = [Fault(f"/consent/topics/{n}", f"There is no topic “{slug[:80]}”; add it first.")
               for n, slug in enumerate(consent.topics) if slug not in topics]  # fmt: skip
    return [Fault(f"/consent{fault.pointer}", fault.detail) for fault in consent.faults()] + missing


async def change_contact(conn: Conn, contact_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Set fields and attributes of one contact. A contact keeps an external id or an address, or both."""
    if values.keys() & set(store.IDENTITY_FIELDS):
        await store.lock_identities(conn)
    query = select(Contact.external_id, Contact.email).where(Contact.id == contact_id)
    found = (await conn.execute(query)).one_or_none()
    if found is None:
        raise NotFound("There is no such contact.")
    kept = {"external_id": found.external_id, "email": found.email} | dict(values)
    if not (kept["external_id"] or kept["email"]):
        raise Invalid("A contact needs an external id or an e-mail address; keep one of them.")
    await store.set_values(conn, [contact_id], values, now)


async def erase_contact(conn: Conn, contact_id: int) -> None:
    """Delete a contact and everything personal: events, consent, messages, ways through journeys.

    A suppression of the address stays if there was one: it is what keeps us from writing again.
    """
    await consents.lock_contact(conn, contact_id)
    raw = await driver(conn)
    for statement in sql.ERASE_CONTACT:
        await raw.execute(statement, contact_id)


async def subscribe(
    conn: Conn, contact_id: int, topic_id: int, words: tuple[str, str], now: datetime
) -> bool:
    """Record a contact's yes to a topic; `words` are source and wording. Tells whether anything changed."""
    await consents.lock_contact(conn, contact_id)
    topics = await consents.topic_by_id(conn, topic_id)
    return await consents.change(conn, contact_id, topics, SUBSCRIBED, words, now)


async def unsubscribe(conn: Conn, contact_id: int, topic_id: int | None, source: str, now: datetime) -> bool:
    """Record a contact's no to a topic, or to all there are (None). Tells whether anything changed.

    Locks the contact's row, which the sender shares when it commits to sending: whoever comes second sees
    what the first one did. Raises NotFound for an unknown contact or topic.
    """
    await consents.lock_contact(conn, contact_id)
    topics = await (consents.all_topics(conn) if topic_id is None else consents.topic_by_id(conn, topic_id))
    return await consents.change(conn, contact_id, topics, UNSUBSCRIBED, (source, ""), now)


async def suppress(conn: Conn, address: str, reason: str, note: str, now: datetime) -> bool:
    """Never write to an address again, whatever its owner agreed to. The first reason stays. Tells if it is new."""
    row = {"address": address_of(address), "reason": reason, "note": note, "at": now}
    added = await conn.execute(
        insert(Suppression).values(row).on_conflict_do_nothing().returning(Suppression.address)
    )
    return added.first() is not None


async def lift_suppression(conn: Conn, address: str) -> None:
    """Allow an address again that somebody suppressed by hand. Raises NotManual for bounces and complaints."""
    where = Suppression.address == address_of(address)
    reason = (await conn.execute(select(Suppression.reason).where(where))).scalar_one_or_none()
    if reason is None:
        raise NotFound("This address is not suppressed.")
    if reason != MANUAL:
        raise NotManual
    await conn.execute(delete(Suppression).where(where))


def address_of(text: str) -> str:
    """Return the key of an address among suppressions. Raises Invalid."""
    try:
        return normalize_email(text).lower()
    except BadAddress as error:
        detail = f"This address cannot be used: {error}."
        raise Invalid(detail, faults=[Fault("/address", detail)]) from None
