"""Events: things contacts did. Append-only, partitioned by month of `at`."""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Sequence, Table, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from towpath.kit.db import Base, BigKey, Moment


class EventName(Base):
    """An event name, interned. snake_case, at most 64 characters; built-in ones begin with $."""

    __tablename__ = "event_name"

    id: Mapped[BigKey]
    name: Mapped[str] = mapped_column(unique=True)


event_id = Sequence("event_id", metadata=Base.metadata)

# No primary key: rows are only ever appended and read by contact and name.
event = Table(
    "event",
    Base.metadata,
    Column("id", BigInteger, server_default=text("nextval('event_id')"), nullable=False),
    Column("contact_id", BigInteger, ForeignKey("contact.id", ondelete="CASCADE"), nullable=False),
    Column("name_id", BigInteger, ForeignKey("event_name.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("received_at", DateTime(timezone=True), server_default=func.now(), nullable=False),
    Column("properties", JSONB, server_default=text("'{}'"), nullable=False),
    Index("ix_event_contact_id_name_id_at", "contact_id", "name_id", "at"),
    postgresql_partition_by="RANGE (at)",
)


class EventKey(Base):
    """The sender's own id of an event; the second one with the same id is not stored."""

    __tablename__ = "event_key"
    # The hourly sweep of old keys reads by time; a block range index costs nothing to keep.
    __table_args__ = (Index("ix_event_key_at", "at", postgresql_using="brin"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[Moment] = mapped_column(server_default=func.now())


class EventStat(Base):
    """How often and when a contact did one thing; kept by the intake."""

    __tablename__ = "event_stat"
    __table_args__ = (
        Index("ix_event_stat_name_id_contact_id", "name_id", "contact_id"),
        {"postgresql_with": {"fillfactor": "85"}},
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey(EventName.id), primary_key=True)
    first_at: Mapped[Moment]
    last_at: Mapped[Moment]
    count: Mapped[int] = mapped_column(BigInteger)


class EventListener(Base):
    """A name that some live journey starts from; the intake copies such events into the inbox."""

    __tablename__ = "event_listener"

    name_id: Mapped[int] = mapped_column(ForeignKey(EventName.id), primary_key=True)


# Events that wait to start journeys. A queue: rows are deleted when done.
event_inbox = Table(
    "event_inbox",
    Base.metadata,
    Column("event_id", BigInteger, nullable=False),
    Column("contact_id", BigInteger, nullable=False),
    Column("name_id", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("properties", JSONB, nullable=False),
)
