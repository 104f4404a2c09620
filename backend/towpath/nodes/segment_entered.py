"""Joins a segment: people come in at the moment they begin to match."""

from collections.abc import Iterable
from typing import ClassVar

from towpath.engine.node import (
    Door,
    Entry,
    Face,
    Group,
    Names,
    Reentry,
    ReentryRule,
    Reference,
    SegmentSlug,
    Trouble,
)


class SegmentEntered(Entry, frozen=True, kw_only=True):
    """Starts the journey for everyone who joins a segment, at the moment they begin to match it."""

    type: ClassVar[str] = "segment_entered"
    face: ClassVar[Face] = Face(label="Joins a segment", icon="users", group=Group.START)

    segment: SegmentSlug = ""
    reentry: ReentryRule = Reentry.NEVER

    def problems(self) -> Iterable[Trouble]:
        if not self.segment:
            yield Trouble(
                "segment", "No segment is chosen.", "Choose the segment whose new members start here."
            )

    def refers(self) -> Iterable[Reference]:
        if self.segment:
            yield Reference("segment", self.segment, "segment")

    def summary(self, names: Names) -> str:
        segment = f"“{names.name('segment', self.segment)}”" if self.segment else "…"
        return f"When someone joins {segment}"

    def door(self) -> Door:
        return Door("segment", self.segment, self.reentry)
