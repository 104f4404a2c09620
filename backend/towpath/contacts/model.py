"""People, what we know of them, and what they agreed to."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from towpath.kit.db import Base, BigKey, Moment


class Contact(Base):
    """One person. Custom attributes live in `attributes`, by key; JSON is the truth."""

    __tablename__ = "contact"
    __table_args__ = {"postgresql_with": {"fillfactor": "85"}}

    id: Mapped[BigKey]
    external_id: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    company: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    language: Mapped[str | None]
    time_zone: Mapped[str | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now())


Index("uq_contact_email", func.lower(Contact.email), unique=True, postgresql_where=Contact.email.is_not(None))
Index(
    "uq_contact_external_id",
    Contact.external_id,
    unique=True,
    postgresql_where=Contact.external_id.is_not(None),
)

# The built-in fields that a condition, a column mapping or a template may name, besides custom attributes.
TEXT_FIELDS = (
    "external_id", "email", "phone", "first_name", "last_name",
    "company", "city", "country", "language", "time_zone",
)  # fmt: skip
MOMENT_FIELDS = ("created_at", "updated_at")
# What they hold, in the words of AttributeType, and what people call them.
BUILT_IN: dict[str, str] = {**dict.fromkeys(TEXT_FIELDS, "text"), **dict.fromkeys(MOMENT_FIELDS, "moment")}
LABELS: dict[str, str] = {key: key.replace("_", " ").capitalize() for key in BUILT_IN}


class AttributeType(StrEnum):
    """What a custom attribute holds; dates are ISO text in the JSON, moments ISO text with zone."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"


class Attribute(Base):
    """A custom contact field, declared once."""

    __tablename__ = "attribute"

    id: Mapped[BigKey]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    type: Mapped[str] = mapped_column(String(16))
    is_searchable: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())


class Tag(Base):
    """A label on contacts. Names compare without case."""

    __tablename__ = "tag"

    id: Mapped[BigKey]
    name: Mapped[str]


Index("uq_tag_name", func.lower(Tag.name), unique=True)


class ContactTag(Base):
    """Who has which tag, indexed both ways."""

    __tablename__ = "contact_tag"
    __table_args__ = (Index("ix_contact_tag_tag_id_contact_id", "tag_id", "contact_id"),)

    contact_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), primary_key=True)
    # No foreign key: checking it costs as much as the row itself, and tags are never deleted.
    tag_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[Moment] = mapped_column(server_default=func.now())


class Topic(Base):
    """What a contact subscribes to: News, Offers, …"""

    __tablename__ = "topic"

    id: Mapped[BigKey]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")


class Subscription(Base):
    """What a contact said about a topic, latest word. No row: nothing was said, so nothing is sent."""

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint("state IN ('subscribed', 'unsubscribed')", name="state"),
        Index("ix_subscription_topic_id_state", "topic_id", "state", "contact_id"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey(Topic.id, ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    at: Mapped[Moment] = mapped_column(server_default=func.now())


class ConsentRecord(Base):
    """Append-only proof of consent: who, what, when, how, in which words."""

    __tablename__ = "consent_record"

    id: Mapped[BigKey]
    contact_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey(Topic.id, ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    source: Mapped[str]
    wording: Mapped[str] = mapped_column(server_default="")
    at: Mapped[Moment] = mapped_column(server_default=func.now())


class Suppression(Base):
    """An address that must never be written to; beats every consent. `address` is lower-cased."""

    __tablename__ = "suppression"

    address: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(server_default="")
    at: Mapped[Moment] = mapped_column(server_default=func.now())


class WatchedFact(Base):
    """A fact that some live segment depends on, such as `attribute:plan`, `tag:vip`, `event:purchase`.

    Written by segments, read by everything that changes contacts: what nobody watches costs nothing.
    """

    __tablename__ = "watched_fact"

    fact: Mapped[str] = mapped_column(primary_key=True)


# Contacts whose watched facts changed, waiting to be looked at again. A queue: rows are deleted when done.
contact_change = Table("contact_change", Base.metadata, Column("contact_id", BigInteger, nullable=False))


class ImportJob(Base):
    """One file being imported, or that was."""

    __tablename__ = "import_job"

    id: Mapped[BigKey]
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), server_default="running")
    file_name: Mapped[str]
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    bytes_total: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    bytes_done: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    rows_done: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    rows_created: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    rows_updated: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    rows_unchanged: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    rows_bad: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    error_file: Mapped[str | None]
    problem: Mapped[str | None]
    started_at: Mapped[Moment] = mapped_column(server_default=func.now())
    finished_at: Mapped[Moment | None]
