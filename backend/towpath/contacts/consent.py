"""What people agreed to. Nobody gets a subscription by accident: every yes has a source and a wording."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import select

from towpath.contacts import sql
from towpath.contacts.model import Topic
from towpath.contacts.store import note_each
from towpath.kit.db import Conn, driver
from towpath.kit.errors import Fault, Invalid, NotFound

SUBSCRIBED = "subscribed"
UNSUBSCRIBED = "unsubscribed"


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That people agreed: to which topics (slugs), where (`source`), and in which words (`wording`)."""

    topics: tuple[str, ...]
    source: str
    wording: str

    def faults(self) -> list[Fault]:
        """Return what is missing; pointers are relative to the consent."""
        faults = [] if self.topics else [Fault("/topics", "Name at least one topic.")]
        for name, value, why in (
            ("source", self.source, "Say where people agreed, for example “newsletter form, shop”."),
            ("wording", self.wording, "Give the words that people agreed to."),
        ):
            if not value.strip() or "\0" in value:
                faults.append(Fault(f"/{name}", why))
        return faults


class NoSuchTopic(NotFound):
    """There is no such topic."""

    code = "no-such-topic"


async def topic_ids(conn: Conn, slugs: Collection[str]) -> dict[str, int]:
    """Return the ids of topics by slug. Raises Invalid naming those that do not exist."""
    rows = await conn.execute(select(Topic.slug, Topic.id).where(Topic.slug.in_(slugs)))
    found = {row.slug: row.id for row in rows}
    faults = [Fault(f"/topics/{n}", f"There is no topic “{slug}”; add it first.")
              for n, slug in enumerate(slugs) if slug not in found]  # fmt: skip
    if faults:
        raise Invalid(faults[0].detail, faults=faults)
    return found


async def give(conn: Conn, contact_ids: Collection[int], consent: Consent, now: datetime) -> set[int]:
    """Subscribe those of the contacts who never said yes or no; returns whom that changed.

    A person's own no is stronger than a list that somebody imports: it stays.
    """
    topics = await topic_ids(conn, consent.topics)
    words = (consent.source, consent.wording)
    return await _write(conn, sql.GIVE_CONSENT, (contact_ids, topics), words, now)


async def lock_contact(conn: Conn, contact_id: int) -> None:
    """Hold a contact's row against the sender until commit. Raises NotFound."""
    if await (await driver(conn)).fetchval(sql.LOCK_CONTACT, contact_id) is None:
        raise NotFound("There is no such contact.")


async def change(
    conn: Conn, contact_id: int, topics: dict[str, int], state: str, words: tuple[str, str], now: datetime
) -> bool:
    """Set what a contact, locked before, says to topics (ids by slug); `words` are source and wording.

    Tells whether anything changed; only a change is recorded.
    """
    statement = sql.SUBSCRIBE if state == SUBSCRIBED else sql.UNSUBSCRIBE
    return bool(await _write(conn, statement, ([contact_id], topics), words, now))


async def _write(
    conn: Conn,
    statement: str,
    whom: tuple[Collection[int], dict[str, int]],
    words: tuple[str, str],
    now: datetime,
) -> set[int]:
    contact_ids, topics = whom
    raw = await driver(conn)
    rows = await raw.fetch(statement, list(contact_ids), list(topics.values()), *words, now)
    slugs = {topic: slug for slug, topic in topics.items()}
    facts: dict[str, list[int]] = {}
    for contact, topic in rows:
        facts.setdefault(f"topic:{slugs[topic]}", []).append(contact)
    await note_each(conn, facts)
    return {contact for contact, _ in rows}


async def all_topics(conn: Conn) -> dict[str, int]:
    rows = await conn.execute(select(Topic.slug, Topic.id))
    return {row.slug: row.id for row in rows}


async def topic_by_id(conn: Conn, topic_id: int) -> dict[str, int]:
    """Return {slug: id} of one topic. Raises NoSuchTopic."""
    slug = (await conn.execute(select(Topic.slug).where(Topic.id == topic_id))).scalar_one_or_none()
    if slug is None:
        raise NoSuchTopic
    return {slug: topic_id}


def consents_of(rows: Sequence[tuple[int, Consent | None]]) -> dict[Consent, list[int]]:
    """Gather contacts by what they agreed to."""
    gathered: dict[Consent, list[int]] = {}
    for contact, consent in rows:
        if consent is not None:
            gathered.setdefault(consent, []).append(contact)
    return gathered
