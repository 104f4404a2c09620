"""Journeys: what is drawn (draft), what is live (version), who walks it (enrollment), what was walked (run)."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    func,
    text,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from towpath.kit.db import Base, BigKey, Moment


class JourneyState(StrEnum):
    """draft until the first publishing; then live or paused; archived at the end."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ARCHIVED = "archived"


class Journey(Base):
    """A journey and its draft. `revision` counts the saves of the draft (its ETag)."""

    __tablename__ = "journey"

    id: Mapped[BigKey]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(String(16), server_default="draft")
    draft: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # Of the draft: tells whether it does the same as a version.
    fingerprint: Mapped[str] = mapped_column(server_default="")
    revision: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    live_version_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now())


class FlowImport(Base):
    """A flow file that came in, so that it can be taken back.

    `items` are what it wrote beside the journey, each with what was there before and after (journeys/undoing.py);
    `fingerprint` is that of the journey's steps as they came.
    """

    __tablename__ = "flow_import"

    id: Mapped[BigKey]
    journey_id: Mapped[int | None] = mapped_column(ForeignKey(Journey.id, ondelete="SET NULL"), index=True)
    fingerprint: Mapped[str]
    items: Mapped[list[Any]] = mapped_column(JSONB)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())


class Version(Base):
    """A published journey, immutable: the document and what its slugs meant at that moment."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("journey_id", "number"),)

    id: Mapped[BigKey]
    journey_id: Mapped[int] = mapped_column(ForeignKey(Journey.id, ondelete="CASCADE"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    fingerprint: Mapped[str]
    # Two maps from slug to id: "messages" to the message's version, "topics" to the topic.
    bindings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    published_at: Mapped[Moment] = mapped_column(server_default=func.now())
    published_by: Mapped[int | None] = mapped_column(
        ForeignKey("app_user.id", ondelete="SET NULL"), index=True
    )


class VersionNode(Base):
    """A node of a version, interned so that the hot rows carry one number."""

    __tablename__ = "version_node"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[BigKey]
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id, ondelete="CASCADE"))
    key: Mapped[str]
    type: Mapped[str]


class JourneyEntry(Base):
    """A door of a journey's live version: which segment or event leads to which entry node.

    `kind` is segment, event or manual; `target_id` the segment's or event name's id.
    """

    __tablename__ = "journey_entry"
    __table_args__ = (Index("ix_journey_entry_kind_target_id", "kind", "target_id"),)

    node_id: Mapped[int] = mapped_column(ForeignKey(VersionNode.id, ondelete="CASCADE"), primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey(Journey.id, ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    target_id: Mapped[int | None] = mapped_column(BigInteger)
    reentry: Mapped[str] = mapped_column(String(16))
    # Tests on the event's properties, as in a condition.
    where: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))


class Enrollment(Base):
    """One contact's way through one version. Waiting rows are due at `wake_at`."""

    __tablename__ = "enrollment"
    __table_args__ = (
        Index("ix_enrollment_due", "version_id", "wake_at", postgresql_where=text("status = 1")),
        Index(
            "uq_enrollment_inside",
            "journey_id",
            "contact_id",
            "key",
            unique=True,
            postgresql_where=text("status <> 2"),
        ),
        Index("ix_enrollment_contact_id_journey_id", "contact_id", "journey_id"),
        Index("ix_enrollment_set_aside", "version_id", "node_id", postgresql_where=text("status = 3")),
        {"postgresql_with": {"fillfactor": "90", "autovacuum_vacuum_scale_factor": "0.02"}},
    )

    id: Mapped[BigKey]
    journey_id: Mapped[int] = mapped_column(ForeignKey(Journey.id, ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id, ondelete="CASCADE"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    # One contact may be inside once per key (an order, a cart); empty: once.
    key: Mapped[str] = mapped_column(server_default="")
    node_id: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    # When the contact came to `node_id`: a wait counts from here.
    arrived_at: Mapped[Moment]
    wake_at: Mapped[Moment]
    # Nodes done so far: numbers the visits of a node, and stops a runaway.
    steps: Mapped[int] = mapped_column(server_default=text("0"))
    # Values given at entry (event properties, API data), for conditions and templates.
    data: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    entered_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    # Why it ended or was set aside, in a short text.
    reason: Mapped[str | None]


class EnteredDay(Base):
    """How many came into a journey on a day (UTC); kept by whatever lets them in."""

    __tablename__ = "entered_day"
    __table_args__ = ({"postgresql_with": {"fillfactor": "50"}},)

    journey_id: Mapped[int] = mapped_column(ForeignKey(Journey.id, ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    entered: Mapped[int] = mapped_column(BigInteger)


class Path(Base):
    """A sequence of (node, port) walked at one wake, interned: `steps` are `node_key:port`."""

    __tablename__ = "path"
    __table_args__ = (UniqueConstraint("version_id", "digest"),)

    id: Mapped[BigKey]
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id, ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(32))
    steps: Mapped[list[str]] = mapped_column(ARRAY(String))


# One row per contact and wake; partitioned by month of `at`. `why` holds what only this contact's
# values decided, by node key: {"bought": "no: 0 purchase in 2 days"}.
run = Table(
    "run",
    Base.metadata,
    Column("enrollment_id", BigInteger, nullable=False),
    Column("path_id", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("why", JSONB),
    Index("ix_run_enrollment_id", "enrollment_id"),
    postgresql_partition_by="RANGE (at)",
)


class NodeCount(Base):
    """How many passed a node by each port; kept exact by the batch that moved them."""

    __tablename__ = "node_count"
    __table_args__ = ({"postgresql_with": {"fillfactor": "50"}},)

    node_id: Mapped[int] = mapped_column(ForeignKey(VersionNode.id, ondelete="CASCADE"), primary_key=True)
    port: Mapped[str] = mapped_column(primary_key=True)
    passed: Mapped[int] = mapped_column(BigInteger)
