"""Messages, their immutable versions, and each delivery owed to a contact."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from towpath.kit.db import Base, BigKey, Moment


class Message(Base):
    """What is written, by slug. The newest version is what editors see; journeys pin one."""

    __tablename__ = "message"

    id: Mapped[BigKey]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    channel: Mapped[str] = mapped_column(String(16), server_default="email")
    version_id: Mapped[int | None] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    archived_at: Mapped[Moment | None]
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now())


class MessageVersion(Base):
    """One immutable state of a message. `html` is what is sent: compiled from `mjml` where there is any."""

    __tablename__ = "message_version"
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    id: Mapped[BigKey]
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"))
    number: Mapped[int]
    subject: Mapped[str]
    preheader: Mapped[str] = mapped_column(server_default="")
    mjml: Mapped[str | None]
    html: Mapped[str]
    # Hand-written plain text; empty: generated from the HTML.
    text: Mapped[str] = mapped_column(server_default="")
    from_name: Mapped[str] = mapped_column(server_default="")
    from_address: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())


class State(StrEnum):
    """The life of a delivery (docs/delivery.md draws it)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    HELD = "held"


class Delivery(Base):
    """One message owed to one contact. `reason` says in a word why it was not sent.

    queued and deferred rows wait for `due_at`; sending rows are leased until `lease_until` (true time)
    by `worker`, and only the holder of `fence` may finish them.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "node_id", "visit"),
        Index("ix_delivery_due", "due_at", "id", postgresql_where=text("state IN ('queued', 'deferred')")),
        Index("ix_delivery_lease", "lease_until", postgresql_where=text("state = 'sending'")),
        Index("ix_delivery_test", "id", postgresql_where=text("is_test AND state IN ('queued', 'deferred')")),
        Index("ix_delivery_in_doubt", "id", postgresql_where=text("state = 'in_doubt'")),
        Index("ix_delivery_contact_id", "contact_id"),
        {"postgresql_with": {"fillfactor": "80"}},
    )

    id: Mapped[BigKey]
    # Null only for a test with sample data.
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    # Null for a delivery outside a journey.
    enrollment_id: Mapped[int | None] = mapped_column(BigInteger)
    node_id: Mapped[int | None] = mapped_column(BigInteger)
    visit: Mapped[int] = mapped_column(server_default=text("0"))
    channel: Mapped[str] = mapped_column(String(16), server_default="email")
    message_version_id: Mapped[int] = mapped_column(ForeignKey(MessageVersion.id))
    # Null: transactional, needs no topic.
    topic_id: Mapped[int | None] = mapped_column(BigInteger)
    # Somebody looks at a message before it goes out: to `address`, whoever the contact is.
    is_test: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(String(16), server_default="queued")
    reason: Mapped[str | None]
    # Only values that must be frozen at the moment of the step; everything else is read when rendering.
    values: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    address: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    fence: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    worker: Mapped[str | None]
    lease_until: Mapped[Moment | None]
    due_at: Mapped[Moment]
    created_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]


class SentDay(Base):
    """How many messages of a journey were sent on a day (UTC); kept by whatever writes down that they were."""

    __tablename__ = "sent_day"
    __table_args__ = ({"postgresql_with": {"fillfactor": "50"}},)

    # No foreign key: journeys are built on messages.
    journey_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    sent: Mapped[int] = mapped_column(BigInteger)


class MailboxItem(Base):
    """A message that the captive mailbox kept instead of letting it out."""

    __tablename__ = "mailbox_item"

    id: Mapped[BigKey]
    received_at: Mapped[Moment] = mapped_column(server_default=func.now())
    sender: Mapped[str]
    recipient: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(index=True)
    raw: Mapped[bytes]
