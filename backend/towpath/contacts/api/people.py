"""Contacts: list, add, change, erase, and many at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import UNSET, Meta, UnsetType

from towpath.contacts import actions, queries
from towpath.contacts.actions import Wish
from towpath.contacts.consent import Consent
from towpath.contacts.model import TEXT_FIELDS
from towpath.contacts.upsert import Result
from towpath.kit.bell import ENTER, Bell
from towpath.kit.db import Conn
from towpath.kit.errors import Fault, NotFound
from towpath.web.auth import Permission, requires
from towpath.web.paging import Page, decode_cursor, encode_cursor

MAX_BATCH = 1000
ContactId = Annotated[int, PathParameter(ge=1, le=2**63 - 1, description="The contact's number.")]
Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Text = Annotated[str, Meta(max_length=1000)]
Optional = Text | None | UnsetType
Values = Annotated[
    dict[str, str | int | float | bool | None],
    Meta(description="Custom attributes by key; null clears.", examples=[{"plan": "pro", "points": 12}]),
]
_EXAMPLE = {
    "external_id": "c-1017", "email": "ada@example.com", "first_name": "Ada", "country": "GB",
    "time_zone": "Europe/London", "attributes": {"plan": "pro"}, "tags": ["customer"],
    "consent": {"topics": ["news"], "source": "shop, newsletter form", "wording": "Yes, send me the newsletter."},
}  # fmt: skip


class ConsentIn(msgspec.Struct, forbid_unknown_fields=True):
    """What the contact agreed to. Without it nobody is subscribed to anything."""

    topics: Annotated[list[str], Meta(min_length=1, max_length=100, description="Slugs of topics.")]
    source: Annotated[
        str, Meta(min_length=1, max_length=200, description="Where, for example a form's name.")
    ]
    wording: Annotated[str, Meta(min_length=1, max_length=5000, description="The words that were agreed to.")]

    def plain(self) -> Consent:
        return Consent(tuple(dict.fromkeys(self.topics)), self.source.strip(), self.wording.strip())


class ContactPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to change: fields that are left out stay, null clears."""

    external_id: Annotated[Optional, Meta(description="Your own key of this person.")] = UNSET
    email: Annotated[Optional, Meta(description="E-mail address.")] = UNSET
    phone: Optional = UNSET
    first_name: Optional = UNSET
    last_name: Optional = UNSET
    company: Optional = UNSET
    city: Optional = UNSET
    country: Annotated[Optional, Meta(description="Two-letter code, or English name.")] = UNSET
    language: Annotated[Optional, Meta(description="Language code such as de or pt-BR.")] = UNSET
    time_zone: Annotated[Optional, Meta(description="IANA name such as Europe/Berlin.")] = UNSET
    attributes: Values = {}

    def fields(self) -> dict[str, Any]:
        """Return the built-in fields that were given."""
        return {key: value for key in TEXT_FIELDS if (value := getattr(self, key)) is not UNSET}


class ContactIn(ContactPatch, forbid_unknown_fields=True, kw_only=True):
    """A contact; needs an external id or an e-mail address."""

    tags: Annotated[list[str], Meta(max_length=100, description="Tags to give.")] = []
    consent: ConsentIn | None = None

    def wish(self) -> Wish:
        return Wish(self.fields(), self.attributes, self.tags, self.consent.plain() if self.consent else None)


class BatchIn(msgspec.Struct, forbid_unknown_fields=True):
    """Contacts to create or update."""

    contacts: Annotated[list[ContactIn], Meta(min_length=1, max_length=MAX_BATCH, examples=[[_EXAMPLE]])]


class ContactOut(queries.Person, frozen=True, kw_only=True):
    """A contact."""


class ContactDetail(ContactOut, frozen=True, kw_only=True):
    """A contact, and whether the address is suppressed."""

    is_suppressed: Annotated[bool, Meta(description="Nothing is ever sent to this address.")]


class RowOut(msgspec.Struct):
    """What became of one contact of a batch."""

    index: int
    result: Result
    id: int | None
    errors: list[Fault]


class BatchOut(msgspec.Struct):
    """What became of a batch; one result for each contact, in their order."""

    created: int
    updated: int
    unchanged: int
    refused: int
    results: list[RowOut]


class NoSuchContact(NotFound):
    """There is no such contact."""

    code = "no-such-contact"


class Contacts(Controller):
    """People and what is known of them."""

    path = "/contacts"
    tags = ["Contacts"]

    @get(summary="List contacts", operation_id="list_contacts", guards=[requires(Permission.CONTACTS_READ)])
    async def index(
        self, conn: NamedDependency[Conn],
        q: Annotated[str | None, QueryParameter(max_length=200, description="Part of an address or name.")] = None,
        tag: Annotated[str | None, QueryParameter(max_length=200, description="Only who has this tag.")] = None,
        ids: Annotated[
            list[Id] | None, QueryParameter(max_items=200, description="Only these; repeat it for each.")
        ] = None,
        cursor: Annotated[str | None, QueryParameter(max_length=500)] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> Page[ContactOut]:  # fmt: skip
        """The newest first."""
        before = decode_cursor(cursor, int)
        found = await queries.contacts(
            conn,
            search=_text(q),
            tag=_text(tag),
            ids=ids,
            before=before[0] if before else None,
            limit=limit + 1,
        )
        following = encode_cursor(found[limit - 1].id) if len(found) > limit else None
        return Page([ContactOut(**msgspec.structs.asdict(person)) for person in found[:limit]], following)

    @post(
        summary="Add a contact", operation_id="create_contact", guards=[requires(Permission.CONTACTS_WRITE)]
    )
    async def create(
        self, data: Annotated[JSONBody[ContactIn], Meta(examples=[_EXAMPLE])], conn: NamedDependency[Conn],
        now: NamedDependency[datetime],
    ) -> ContactDetail:  # fmt: skip
        """Refused when somebody has this external id or address already; a batch updates instead."""
        return await _detail(conn, await actions.create_contact(conn, data.wish(), now))

    @post("/batch", summary="Create or update many contacts", operation_id="upsert_contacts", status_code=200,
          guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def upsert(
        self, data: JSONBody[BatchIn], conn: NamedDependency[Conn], now: NamedDependency[datetime],
        bell: NamedDependency[Bell],
    ) -> Response[BatchOut]:  # fmt: skip
        """People are found by external id, then by address. What is wrong with one does not stop the others.

        Consent never turns a person's own no into a yes.
        """
        done = await actions.upsert_contacts(conn, [contact.wish() for contact in data.contacts], now)
        rows = [RowOut(n, row.result, row.contact_id, faults) for n, (row, faults) in enumerate(done)]
        answer = BatchOut(
            **{result.value: sum(row.result is result for row in rows) for result in Result}, results=rows
        )
        return Response(answer, background=BackgroundTask(bell.ring, ENTER))

    @get("/{contact_id:int}", summary="Show a contact", operation_id="get_contact",
         guards=[requires(Permission.CONTACTS_READ)])  # fmt: skip
    async def show(self, contact_id: ContactId, conn: NamedDependency[Conn]) -> ContactDetail:
        return await _detail(conn, contact_id)

    @patch("/{contact_id:int}", summary="Change a contact", operation_id="change_contact",
           guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def change(
        self, contact_id: ContactId, data: JSONBody[ContactPatch], conn: NamedDependency[Conn],
        now: NamedDependency[datetime],
    ) -> ContactDetail:  # fmt: skip
        await actions.change_contact(conn, contact_id, _values(data), now)
        return await _detail(conn, contact_id)

    @delete("/{contact_id:int}", summary="Erase a contact", operation_id="erase_contact",
            guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def erase(self, contact_id: ContactId, conn: NamedDependency[Conn]) -> None:
        """Deletes the contact and everything personal for good. A suppression of the address stays."""
        await actions.erase_contact(conn, contact_id)


async def _detail(conn: Conn, contact_id: int) -> ContactDetail:
    person = await queries.contact(conn, contact_id)
    if person is None:
        raise NoSuchContact
    suppressed = await queries.is_suppressed(conn, person.email)
    return ContactDetail(**msgspec.structs.asdict(person), is_suppressed=suppressed)


def _values(data: ContactPatch) -> Mapping[str, Any]:
    """Return fields and attributes in one, by key: an attribute never has a field's key."""
    return {
        **{key: value for key, value in data.attributes.items() if key not in TEXT_FIELDS},
        **data.fields(),
    }


def _text(value: str | None) -> str | None:
    """Return a search text without NULs, which the database cannot compare; None for nothing to look for."""
    return (value or "").replace("\0", "").strip() or None
