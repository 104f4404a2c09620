"""What travels over HTTP about messages."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar.params import Parameter
from msgspec import UNSET, Meta, UnsetType

from towpath.kit.ids import SLUG_PATTERN
from towpath.messages.content import Problem
from towpath.messages.sheet import Wording
from towpath.messages.store import Saved

MessageSlug = Annotated[str, Parameter(description="The message's slug.", max_length=64)]
Cursor = Annotated[str | None, Parameter(description="The `next` of the page before.", max_length=1000)]
Limit = Annotated[int, Parameter(ge=1, le=200)]
# The end of a line must not pass at the end of the text.
Line = Annotated[str, Meta(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*(?![\s\S])")]
Source = Annotated[str, Meta(max_length=300_000, pattern=r"^[^\x00]*(?![\s\S])")]


class BodyIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """MJML, or HTML written by hand; `text` is the plain part (empty: generated, with the same links)."""

    mjml: Source = ""
    html: Annotated[Source, Meta(examples=["<p>Hello {{ contact.first_name | default('there') }}!</p>"])] = ""
    text: Source = ""


class ContentIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a message says. Subject, preheader and body are templates."""

    subject: Annotated[Line, Meta(examples=["Welcome, {{ contact.first_name | default('friend') }}"])]
    body: BodyIn
    preheader: Line = ""
    from_name: Line = ""
    from_address: Line = ""


class MessageIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new message. Without a slug one is made of the name."""

    name: Annotated[Line, Meta(min_length=1, examples=["Hello"])]
    content: ContentIn
    slug: Annotated[str, Meta(pattern=SLUG_PATTERN, examples=["hello"])] | None = None


class MessageChangeIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change; whatever is left out stays. A new content becomes a new version."""

    name: Annotated[Line, Meta(min_length=1, examples=["Hello again"])] | UnsetType = UNSET
    content: ContentIn | UnsetType = UNSET


class BodyOut(msgspec.Struct, frozen=True):
    """As it was written; `compiled` is the HTML made of it."""

    mjml: str
    html: str
    text: str
    compiled: str


class ContentOut(msgspec.Struct, frozen=True):
    """What a message says."""

    subject: str
    preheader: str
    from_name: str
    from_address: str
    body: BodyOut


class MessageItemOut(msgspec.Struct, frozen=True):
    """A message in a list. `version` is the number of its newest version."""

    slug: str
    name: str
    subject: str
    version: int
    revision: int
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime


class MessageOut(msgspec.Struct, frozen=True):
    """A message with its newest version, and what its author should know about it."""

    slug: str
    name: str
    version: int
    revision: int
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    content: ContentOut
    problems: list[Problem]


class VersionItemOut(msgspec.Struct, frozen=True):
    """A version in a list. Versions never change."""

    number: int
    subject: str
    created_at: datetime


class VersionOut(msgspec.Struct, frozen=True):
    """A version with its content."""

    number: int
    created_at: datetime
    content: ContentOut


class PreviewIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to show: the newest version, or a `content` that is not saved yet; to a contact, or to a made-up one.

    `data` is what an event or an enrollment would bring along.
    """

    content: ContentIn | None = None
    contact_id: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    data: Annotated[dict[str, Any], Meta(examples=[{"order": 4711}])] = {}
    transactional: bool = False


class DraftPreviewIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A content that is not saved yet, and to whom it is shown: a contact, or a made-up one."""

    content: ContentIn
    contact_id: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    data: Annotated[dict[str, Any], Meta(examples=[{"order": 4711}])] = {}
    transactional: bool = False


class PreviewOut(msgspec.Struct, frozen=True):
    """A message as one person would get it. Show `html` in a sandboxed frame only.

    `problem` says why it could not be filled in for this person; then the texts are empty. `problems` are those of the
    content, each with its part and line; a part with an error is empty, the others are shown all the same.
    """

    subject: str
    preheader: str
    html: str
    text: str
    problem: str | None
    problems: list[Problem]


class TestIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to send a test, and to whom it is written."""

    to: Annotated[str, Meta(max_length=254, examples=["you@example.com"])]
    contact_id: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    data: dict[str, Any] = {}


class DeliveryOut(msgspec.Struct, frozen=True):
    """A message owed to somebody, and what became of it (docs/delivery.md)."""

    id: int
    message: str
    version: int
    topic: str | None
    contact_id: int | None
    address: str | None
    state: str
    reason: str | None
    attempt: int
    is_test: bool
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None


class DecisionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to end a doubt: it was `sent`, or `resend` it, which may make it arrive twice."""

    decision: Annotated[Literal["sent", "resend"], Meta(examples=["sent"])]


def content_out(wording: Wording, mjml: str | None) -> ContentOut:
    body = BodyOut(mjml or "", "" if mjml else wording.html, wording.text, wording.html)
    return ContentOut(wording.subject, wording.preheader, wording.from_name, wording.from_address, body)


def item_out(saved: Saved) -> MessageItemOut:
    return MessageItemOut(
        saved.slug, saved.name, saved.wording.subject, saved.number, saved.revision, saved.archived_at,
        saved.created_at, saved.updated_at,
    )  # fmt: skip


def message_out(saved: Saved, problems: list[Problem]) -> MessageOut:
    return MessageOut(
        saved.slug, saved.name, saved.number, saved.revision, saved.archived_at, saved.created_at, saved.updated_at,
        content_out(saved.wording, saved.mjml), problems,
    )  # fmt: skip


def content_in(saved: Saved) -> ContentIn:
    """Return a saved content as it was given."""
    wording = saved.wording
    body = BodyIn(mjml=saved.mjml or "", html="" if saved.mjml else wording.html, text=wording.text)
    return ContentIn(
        subject=wording.subject, preheader=wording.preheader, from_name=wording.from_name,
        from_address=wording.from_address, body=body,
    )  # fmt: skip
