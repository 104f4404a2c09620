"""Segments: a named condition, or a fixed list."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from towpath.kit.db import Base, BigKey, Moment


class Segment(Base):
    """`kind` is dynamic (by condition) or fixed (by hand).

    A watched segment has its members kept up to date in segment_member, because a live journey starts from it.
    """

    __tablename__ = "segment"

    id: Mapped[BigKey]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    kind: Mapped[str] = mapped_column(String(16), server_default="dynamic")
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    is_watched: Mapped[bool] = mapped_column(server_default=text("false"))
    # A digest of the condition (and time zone) that the kept members match; another one: they must be found anew.
    watched_as: Mapped[str | None]
    # About when the kept members were last brought up to date: tells a clock that was set back.
    looked_at: Mapped[Moment | None]
    # While it is being found out when to look at whom again: the contact up to which that is done.
    looked_to: Mapped[int | None] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now())


class SegmentMember(Base):
    """Who is in: of a fixed segment always, of a dynamic one while it is watched."""

    __tablename__ = "segment_member"
    __table_args__ = (Index("ix_segment_member_contact_id", "contact_id"),)

    segment_id: Mapped[int] = mapped_column(ForeignKey(Segment.id, ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[Moment] = mapped_column(server_default=func.now())


class SegmentRecheck(Base):
    """The next moment at which time alone may change whether a contact belongs to a watched segment."""

    __tablename__ = "segment_recheck"
    __table_args__ = (
        Index("ix_segment_recheck_at", "at"),
        Index("ix_segment_recheck_contact_id", "contact_id"),
    )

    segment_id: Mapped[int] = mapped_column(ForeignKey(Segment.id, ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[Moment]
