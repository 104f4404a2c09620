"""Custom attributes and tags."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from towpath.contacts import choices, consent, store, vocabulary
from towpath.contacts.api.people import ContactId
from towpath.contacts.fields import KEY_PATTERN
from towpath.contacts.model import AttributeType
from towpath.kit.db import Conn
from towpath.kit.errors import Fault, Invalid
from towpath.web.auth import Permission, requires

Name = Annotated[str, Meta(min_length=1, max_length=200, examples=["Plan"])]
Key = Annotated[str, Meta(pattern=KEY_PATTERN, description="snake_case; stays for ever.", examples=["plan"])]
FieldKey = Annotated[str, PathParameter(max_length=64, description="Of a built-in field or an attribute.")]
TagName = Annotated[str, PathParameter(min_length=1, max_length=100)]


class AttributeIn(msgspec.Struct, forbid_unknown_fields=True):
    """A custom field of contacts. Its type cannot be changed later."""

    key: Key
    name: Name
    type: AttributeType


class AttributePatch(msgspec.Struct, forbid_unknown_fields=True):
    """What can be changed of an attribute."""

    name: Name


class AttributeOut(msgspec.Struct):
    """A custom field of contacts."""

    key: str
    name: str
    type: AttributeType
    created_at: datetime


class AttributesOut(msgspec.Struct):
    """All custom fields."""

    items: list[AttributeOut]


class TagOut(msgspec.Struct):
    """A tag, and how many contacts have it."""

    name: str
    contacts: int


class TagsOut(msgspec.Struct):
    """All tags."""

    items: list[TagOut]


class FieldsOut(msgspec.Struct):
    """All fields of contacts."""

    items: list[choices.Field]


class ChoicesOut(msgspec.Struct):
    """Values to choose from."""

    items: list[choices.Choice]


class Attributes(Controller):
    """Custom fields of contacts: declared once, with a type."""

    path = "/attributes"
    tags = ["Contacts"]

    @get(
        summary="List attributes", operation_id="list_attributes", guards=[requires(Permission.CONTACTS_READ)]
    )
    async def index(self, conn: NamedDependency[Conn]) -> AttributesOut:
        rows = await vocabulary.attributes(conn)
        return AttributesOut(
            [AttributeOut(row.key, row.name, AttributeType(row.type), row.created_at) for row in rows]
        )

    @post(summary="Declare an attribute", operation_id="create_attribute",
          guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def create(self, data: JSONBody[AttributeIn], conn: NamedDependency[Conn]) -> AttributeOut:
        if not await vocabulary.declare(conn, [(data.key, _clean(data.name), data.type)]):
            raise vocabulary.AttributeExists
        return await _attribute(conn, data.key)

    @patch("/{key:str}", summary="Rename an attribute", operation_id="change_attribute",
           guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def change(
        self, key: FromPath[str], data: JSONBody[AttributePatch], conn: NamedDependency[Conn]
    ) -> AttributeOut:
        await vocabulary.rename_attribute(conn, key, _clean(data.name))
        return await _attribute(conn, key)

    @delete("/{key:str}", summary="Delete an attribute", operation_id="delete_attribute",
            guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def remove(self, key: FromPath[str], conn: NamedDependency[Conn]) -> None:
        """Takes its value from every contact."""
        await vocabulary.delete_attribute(conn, key)


class ContactFields(Controller):
    """Everything that can be known of contacts, for whoever writes conditions."""

    path = "/contact-fields"
    tags = ["Contacts"]

    @get(
        summary="List built-in fields and attributes",
        operation_id="list_contact_fields",
        guards=[requires(Permission.CONTACTS_READ)],
    )
    async def index(self, conn: NamedDependency[Conn]) -> FieldsOut:
        return FieldsOut(await choices.fields(conn))

    @get("/{key:str}/values", summary="List values that contacts have in a text field",
         operation_id="list_contact_field_values", guards=[requires(Permission.CONTACTS_READ)])  # fmt: skip
    async def values(
        self, key: FieldKey, conn: NamedDependency[Conn],
        q: Annotated[str, QueryParameter(max_length=100, description="How value or name begins.")] = "",
    ) -> ChoicesOut:  # fmt: skip
        """Up to 50, the most frequent among the newest contacts first; of countries and time zones also the others."""
        return ChoicesOut(await choices.values_of(conn, key, q.replace("\0", "").strip()))


class Tags(Controller):
    """Labels on contacts. They are made when somebody first gets one."""

    path = "/tags"
    tags = ["Contacts"]

    @get(summary="List tags", operation_id="list_tags", guards=[requires(Permission.CONTACTS_READ)])
    async def index(self, conn: NamedDependency[Conn]) -> TagsOut:
        return TagsOut([TagOut(row.name, row.contacts) for row in await vocabulary.tags(conn)])


class ContactTags(Controller):
    """The tags of one contact."""

    path = "/contacts/{contact_id:int}/tags/{name:str}"
    tags = ["Contacts"]

    @put(summary="Give a contact a tag", operation_id="tag_contact", status_code=204,
         guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def add(
        self, contact_id: ContactId, name: TagName, conn: NamedDependency[Conn],
        now: NamedDependency[datetime],
    ) -> None:  # fmt: skip
        await consent.lock_contact(conn, contact_id)
        await store.change_tags(conn, [contact_id], [name], [], now)

    @delete(summary="Take a tag from a contact", operation_id="untag_contact",
            guards=[requires(Permission.CONTACTS_WRITE)])  # fmt: skip
    async def remove(
        self, contact_id: ContactId, name: TagName, conn: NamedDependency[Conn],
        now: NamedDependency[datetime],
    ) -> None:  # fmt: skip
        await consent.lock_contact(conn, contact_id)
        await store.change_tags(conn, [contact_id], [], [name], now)


async def _attribute(conn: Conn, key: str) -> AttributeOut:
    row = next(row for row in await vocabulary.attributes(conn) if row.key == key)
    return AttributeOut(row.key, row.name, AttributeType(row.type), row.created_at)


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or "\0" in clean:
        raise Invalid("The name is empty or has a NUL character.", faults=[Fault("/name", "Give it a name.")])
    return clean
