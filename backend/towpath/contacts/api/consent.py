"""Topics, what contacts say to them, and addresses that must never be written to."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import Controller, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from towpath.contacts import actions, consent, queries, vocabulary
from towpath.contacts.api.people import ContactId, NoSuchContact
from towpath.contacts.api.words import Name
from towpath.kit.db import Conn
from towpath.kit.errors import Conflict, Fault, Invalid
from towpath.kit.ids import SLUG_PATTERN
from towpath.web.auth import Actor, Permission, requires
from towpath.web.paging import Page, decode_cursor, encode_cursor

_READ = [requires(Permission.CONTACTS_READ)]
_WRITE = [requires(Permission.CONTACTS_WRITE)]
_PAGE = 100
Description = Annotated[str, Meta(max_length=2000)]
Slug = Annotated[str, PathParameter(max_length=63)]
NewSlug = Annotated[str, Meta(pattern=SLUG_PATTERN, description="Made from the name if left out.")]


class TopicIn(msgspec.Struct, forbid_unknown_fields=True):
    """Something to subscribe to. Contacts see name and description on the unsubscribe page."""

    name: Name
    description: Description = ""
    slug: NewSlug | None = None


class TopicPatch(msgspec.Struct, forbid_unknown_fields=True):
    """What can be changed of a topic."""

    name: Name | None = None
    description: Description | None = None


class TopicOut(msgspec.Struct):
    """A topic, and how many contacts are subscribed."""

    slug: str
    name: str
    description: str
    subscribed: int


class TopicsOut(msgspec.Struct):
    """All topics."""

    items: list[TopicOut]


class SubscriptionIn(msgspec.Struct, forbid_unknown_fields=True):
    """A contact's yes, with its proof."""

    source: Annotated[str, Meta(min_length=1, max_length=200, examples=["newsletter form, shop"])]
    wording: Annotated[str, Meta(min_length=1, max_length=5000, examples=["Yes, send me the newsletter."])]


class SubscriptionOut(msgspec.Struct):
    """What a contact says to a topic; null: nothing so far, and so nothing is sent."""

    topic: str
    name: str
    state: Literal["subscribed", "unsubscribed"] | None
    at: datetime | None


class SubscriptionsOut(msgspec.Struct):
    """What a contact says to every topic."""

    items: list[SubscriptionOut]


class ConsentRecordOut(msgspec.Struct):
    """A proof of consent, or of its end."""

    topic: str
    state: Literal["subscribed", "unsubscribed"]
    source: str
    wording: str
    at: datetime


class SuppressionIn(msgspec.Struct, forbid_unknown_fields=True):
    """An address that must never be written to."""

    address: Annotated[str, Meta(max_length=1000, examples=["ada@example.com"])]
    note: Annotated[str, Meta(max_length=2000)] = ""


class SuppressionOut(msgspec.Struct):
    """An address that is never written to, and why."""

    address: str
    reason: Annotated[str, Meta(description="manual, hard_bounce, complaint or another cause.")]
    note: str
    at: datetime


class AlreadySuppressed(Conflict):
    """This address is suppressed already."""

    code = "already-suppressed"


class Topics(Controller):
    """What contacts can subscribe to."""

    path = "/topics"
    tags = ["Consent"]

    @get(summary="List topics", operation_id="list_topics", guards=_READ)
    async def index(self, conn: NamedDependency[Conn]) -> TopicsOut:
        rows = await vocabulary.topics(conn)
        return TopicsOut([TopicOut(row.slug, row.name, row.description, row.subscribed) for row in rows])

    @post(summary="Add a topic", operation_id="create_topic", guards=_WRITE)
    async def create(self, data: JSONBody[TopicIn], conn: NamedDependency[Conn]) -> TopicOut:
        slug = await vocabulary.add_topic(
            conn, _plain(data.name, "name"), _plain(data.description), data.slug
        )
        return await _topic(conn, slug)

    @get("/{slug:str}", summary="Show a topic", operation_id="get_topic", guards=_READ)
    async def show(self, slug: Slug, conn: NamedDependency[Conn]) -> TopicOut:
        return await _topic(conn, slug)

    @patch("/{slug:str}", summary="Change a topic", operation_id="change_topic", guards=_WRITE)
    async def change(self, slug: Slug, data: JSONBody[TopicPatch], conn: NamedDependency[Conn]) -> TopicOut:
        given = {"name": data.name, "description": data.description}
        values = {key: _plain(value, key) for key, value in given.items() if value is not None}
        await vocabulary.change_topic(conn, slug, values)
        return await _topic(conn, slug)

    @delete("/{slug:str}", summary="Delete a topic", operation_id="delete_topic", guards=_WRITE)
    async def remove(self, slug: Slug, conn: NamedDependency[Conn]) -> None:
        """Only while no consent is on record for it: proof is never deleted."""
        await vocabulary.delete_topic(conn, slug)


class ContactTopics(Controller):
    """What one contact says to the topics, and the proof."""

    path = "/contacts/{contact_id:int}"
    tags = ["Consent"]

    @get(
        "/subscriptions",
        summary="List a contact's subscriptions",
        operation_id="list_subscriptions",
        guards=_READ,
    )
    async def index(self, contact_id: ContactId, conn: NamedDependency[Conn]) -> SubscriptionsOut:
        """Every topic, with what the contact said to it."""
        return await _subscriptions(conn, contact_id)

    @put(
        "/subscriptions/{slug:str}",
        summary="Subscribe a contact",
        operation_id="subscribe_contact",
        guards=_WRITE,
    )
    async def subscribe(
        self, contact_id: ContactId, slug: Slug, data: JSONBody[SubscriptionIn],
        conn: NamedDependency[Conn], now: NamedDependency[datetime],
    ) -> SubscriptionsOut:  # fmt: skip
        """Keeps source and wording as proof; only do this when the person really said yes."""
        words = (_plain(data.source, "source"), _plain(data.wording, "wording"))
        await actions.subscribe(conn, contact_id, await _topic_id(conn, slug), words, now)
        return await _subscriptions(conn, contact_id)

    @delete("/subscriptions/{slug:str}", summary="Unsubscribe a contact", operation_id="unsubscribe_contact",
            status_code=200, guards=_WRITE)  # fmt: skip
    async def unsubscribe(
        self, contact_id: ContactId, slug: Slug, conn: NamedDependency[Conn],
        now: NamedDependency[datetime], actor: NamedDependency[Actor],
    ) -> SubscriptionsOut:  # fmt: skip
        await actions.unsubscribe(conn, contact_id, await _topic_id(conn, slug), f"api, {actor.key}", now)
        return await _subscriptions(conn, contact_id)

    @delete("/subscriptions", summary="Unsubscribe a contact from everything", operation_id="unsubscribe_contact_all",
            status_code=200, guards=_WRITE)  # fmt: skip
    async def unsubscribe_all(
        self, contact_id: ContactId, conn: NamedDependency[Conn], now: NamedDependency[datetime],
        actor: NamedDependency[Actor],
    ) -> SubscriptionsOut:  # fmt: skip
        """Says no to every topic there is."""
        await actions.unsubscribe(conn, contact_id, None, f"api, {actor.key}", now)
        return await _subscriptions(conn, contact_id)

    @get(
        "/consent-records",
        summary="List the proofs of consent",
        operation_id="list_consent_records",
        guards=_READ,
    )
    async def records(
        self, contact_id: ContactId, conn: NamedDependency[Conn],
        cursor: Annotated[str | None, QueryParameter(max_length=500)] = None,
    ) -> Page[ConsentRecordOut]:  # fmt: skip
        """The newest first."""
        before = decode_cursor(cursor, int)
        rows = await queries.consent_records(
            conn, contact_id, before=before[0] if before else None, limit=_PAGE + 1
        )
        following = encode_cursor(rows[_PAGE - 1].id) if len(rows) > _PAGE else None
        return Page(
            [ConsentRecordOut(r.topic, r.state, r.source, r.wording, r.at) for r in rows[:_PAGE]], following
        )


class Suppressions(Controller):
    """Addresses that are never written to. They beat every consent."""

    path = "/suppressions"
    tags = ["Consent"]

    @get(summary="List suppressed addresses", operation_id="list_suppressions", guards=_READ)
    async def index(
        self, conn: NamedDependency[Conn],
        q: Annotated[str | None, QueryParameter(max_length=200, description="Part of an address.")] = None,
        cursor: Annotated[str | None, QueryParameter(max_length=1000)] = None,
    ) -> Page[SuppressionOut]:  # fmt: skip
        after = decode_cursor(cursor, str)
        search = (q or "").replace("\0", "").strip() or None
        rows = await queries.suppressions(
            conn, search=search, after=after[0].replace("\0", "") if after else None, limit=_PAGE + 1
        )
        following = encode_cursor(rows[_PAGE - 1].address) if len(rows) > _PAGE else None
        return Page([SuppressionOut(r.address, r.reason, r.note, r.at) for r in rows[:_PAGE]], following)

    @post(summary="Suppress an address", operation_id="create_suppression", guards=_WRITE)
    async def create(
        self, data: JSONBody[SuppressionIn], conn: NamedDependency[Conn], now: NamedDependency[datetime]
    ) -> SuppressionOut:
        note = _plain(data.note)
        if not await actions.suppress(conn, data.address, actions.MANUAL, note, now):
            raise AlreadySuppressed
        return SuppressionOut(actions.address_of(data.address), actions.MANUAL, note, now)

    @delete("/{address:str}", summary="Lift a suppression", operation_id="delete_suppression", guards=_WRITE)
    async def remove(self, address: FromPath[str], conn: NamedDependency[Conn]) -> None:
        """Only of those suppressed by hand: a bounce or a complaint stays."""
        await actions.lift_suppression(conn, address)


async def _topic(conn: Conn, slug: str) -> TopicOut:
    row = next((row for row in await vocabulary.topics(conn) if row.slug == slug), None)
    if row is None:
        raise consent.NoSuchTopic
    return TopicOut(row.slug, row.name, row.description, row.subscribed)


async def _topic_id(conn: Conn, slug: str) -> int:
    topic = (await consent.all_topics(conn)).get(slug)
    if topic is None:
        raise consent.NoSuchTopic
    return topic


async def _subscriptions(conn: Conn, contact_id: int) -> SubscriptionsOut:
    if await queries.contact(conn, contact_id) is None:
        raise NoSuchContact
    rows = await queries.subscriptions(conn, contact_id)
    return SubscriptionsOut([SubscriptionOut(row.slug, row.name, row.state, row.at) for row in rows])


def _plain(value: str, required: str = "") -> str:
    """Return a text, trimmed. Raises Invalid for a NUL, and for nothing where something is required."""
    text = value.strip()
    if "\0" in text or (required in {"name", "source", "wording"} and not text):
        detail = "This must not be empty." if not text else "A text cannot have NUL characters."
        raise Invalid(detail, faults=[Fault(f"/{required}", detail)])
    return text
